// Texts to small codes, in the order of their first record.
//
// The table is keyed by the bytes of a cell as they stand; quotes, blanks and missing words are looked at only when
// such bytes are met for the first time. Open addressing, twice as many slots as keys at least.
//
// A text that came from between quotes is a key too, for cells that hold it without; but where it begins with a quote
// itself, a cell of the same bytes is another text, and its key is marked.
#include <stdlib.h>
#include <string.h>
#include "csv_kernels.h"
#include "processor.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef struct {
  uint64_t head;              // the first eight bytes, or a hash of all when there are more
  const uint8_t *bytes;
  uint32_t count;             // with MARK where no cell is meant
  int32_t code;
} key;

static const uint32_t MARK = 1u << 31;

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t records;
} level;

typedef struct arena {
  struct arena *next;
} arena;

// A short text that was met: its bytes, filled up with zeros.
typedef struct {
  uint64_t head;
  uint32_t count;
  int32_t code;
} met;

// The short texts met first.
enum { FEW = 8 };
typedef struct {
  uint64_t heads[FEW], counts[FEW];
  int32_t codes[FEW];
  size_t count;
  bool are_all;               // no other text was met
} first_texts;

// Slots for the short texts met last, in pairs: few while there are few such texts, which keeps them in the first-level
// cache.
enum { FEW_SLOTS = 64, MANY_SLOTS = 4096, MOST_MISSES = 256 };

// Levels up to which those of earlier blocks are kept.
enum { MOST_KEPT = 4096 };

struct csv_levels {
  uint32_t *slots;            // 0 is free, else 1 + index of the key
  size_t slot_count;
  key *keys;
  size_t key_count, key_room;
  level *levels;
  size_t level_count, level_room;
  arena *copies;              // texts that live as long as their levels
  bool keeps;                 // levels live longer than their block
  // short texts are mostly found where one of theirs was met last
  _Alignas(64) met latest[MANY_SLOTS];
  size_t mask, misses;
  first_texts few;
};

static void *must(void *memory) {
  if (!memory) abort();
  return memory;
}

static bool has_vectors(void) {
#if defined(__x86_64__)
  return churn_has_avx512();
#else
  return false;
#endif
}

static inline void empty(met *slots, size_t count) {
  for (size_t slot = 0; slot < count; slot++) slots[slot].count = UINT32_MAX;
}

static void forget(csv_levels *levels) {
  if (levels->key_count) memset(levels->slots, 0, levels->slot_count * sizeof(uint32_t));
  levels->key_count = levels->level_count = 0;
  levels->mask = FEW_SLOTS - 1;
  levels->misses = 0;
  levels->few = (first_texts){.count = 0, .are_all = has_vectors()};
  empty(levels->latest, FEW_SLOTS);
  while (levels->copies) {
    arena *next = levels->copies->next;
    free(levels->copies);
    levels->copies = next;
  }
}

csv_levels *csv_levels_create(void) {
  csv_levels *levels = must(aligned_alloc(64, sizeof(csv_levels)));
  memset(levels, 0, sizeof(csv_levels));
  levels->slot_count = 64;
  levels->slots = must(calloc(levels->slot_count, sizeof(uint32_t)));
  forget(levels);
  return levels;
}

void csv_levels_keep(csv_levels *levels, bool keeps) {
  forget(levels);
  levels->keeps = keeps;
}

void csv_levels_free(csv_levels *levels) {
  if (!levels) return;
  forget(levels);
  free(levels->slots);
  free(levels->keys);
  free(levels->levels);
  free(levels);
}

static inline uint64_t scattered(uint64_t value) {
  value *= 0x9E3779B97F4A7C15ull;
  return value ^ (value >> 29);
}

static inline uint64_t head_of(const uint8_t *bytes, size_t count) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  if (count <= 8) return count == 8 ? word : word & ((1ull << (8 * count)) - 1);
  uint64_t hash = count;
  for (size_t at = 0; at + 8 < count; at += 8) {
    memcpy(&word, bytes + at, 8);
    hash = (hash ^ word) * 0xBF58476D1CE4E5B9ull;
    hash ^= hash >> 32;
  }
  memcpy(&word, bytes + count - 8, 8);
  return (hash ^ word) * 0x94D049BB133111EBull;
}

static inline size_t slot_of(const csv_levels *levels, uint64_t head, size_t count) {
  return (size_t)(scattered(head + count) >> 7) & (levels->slot_count - 1);
}

static void grow_slots(csv_levels *levels) {
  levels->slot_count *= 2;
  free(levels->slots);
  levels->slots = must(calloc(levels->slot_count, sizeof(uint32_t)));
  for (size_t i = 0; i < levels->key_count; i++) {
    size_t slot = slot_of(levels, levels->keys[i].head, levels->keys[i].count);
    while (levels->slots[slot]) slot = (slot + 1) & (levels->slot_count - 1);
    levels->slots[slot] = (uint32_t)i + 1;
  }
}

static inline bool same(const key *k, uint64_t head, const uint8_t *bytes, size_t count) {
  size_t length = count & ~(size_t)MARK;
  return k->head == head && k->count == count && (length <= 8 || memcmp(k->bytes, bytes, length) == 0);
}

// The key of the bytes, or NULL.
static inline key *find(const csv_levels *levels, uint64_t head, const uint8_t *bytes, size_t count) {
  size_t slot = slot_of(levels, head, count);
  while (levels->slots[slot]) {
    key *k = &levels->keys[levels->slots[slot] - 1];
    if (same(k, head, bytes, count)) return k;
    slot = (slot + 1) & (levels->slot_count - 1);
  }
  return NULL;
}

// Memory for a text, with the margin that kernels need.
static uint8_t *room_for(csv_levels *levels, size_t count) {
  arena *copy = must(malloc(sizeof(arena) + count + CSV_PADDING));
  copy->next = levels->copies;
  levels->copies = copy;
  return (uint8_t *)(copy + 1);
}

// A text that lives as long as its level.
static const uint8_t *kept(csv_levels *levels, const uint8_t *bytes, size_t count) {
  if (!levels->keeps) return bytes;
  uint8_t *copy = room_for(levels, count);
  memcpy(copy, bytes, count);
  return copy;
}

static void add_key(csv_levels *levels, key added) {
  size_t length = added.count & ~MARK;
  if (length > 8) added.bytes = kept(levels, added.bytes, length);
  if (2 * (levels->key_count + 1) > levels->slot_count) grow_slots(levels);
  if (levels->key_count == levels->key_room) {
    levels->key_room = levels->key_room ? 2 * levels->key_room : 32;
    levels->keys = must(realloc(levels->keys, levels->key_room * sizeof(key)));
  }
  size_t slot = slot_of(levels, added.head, added.count);
  while (levels->slots[slot]) slot = (slot + 1) & (levels->slot_count - 1);
  levels->keys[levels->key_count++] = added;
  levels->slots[slot] = (uint32_t)levels->key_count;
}

static int32_t add_level(csv_levels *levels, const uint8_t *bytes, size_t count) {
  if (levels->level_count == levels->level_room) {
    levels->level_room = levels->level_room ? 2 * levels->level_room : 32;
    levels->levels = must(realloc(levels->levels, levels->level_room * sizeof(level)));
  }
  levels->levels[levels->level_count] = (level){kept(levels, bytes, count), count, 0};
  return (int32_t)levels->level_count++;
}

// The cell's text without quotes and blanks around it, in memory that lives as long as the block.
static csv_text plain_text(csv_levels *levels, csv_cell cell, bool *trimmed) {
  if (cell.escaped) {
    size_t count = (size_t)(cell.end - cell.start);
    uint8_t *bytes = room_for(levels, count);
    cell.end = bytes + csv_copy_cell(cell, bytes);
    cell.start = bytes;
  }
  const uint8_t *start = cell.start;
  while (cell.start < cell.end && (*cell.start == ' ' || *cell.start == '\t')) cell.start++;
  const uint8_t *end = cell.end;
  while (cell.start < cell.end && (cell.end[-1] == ' ' || cell.end[-1] == '\t')) cell.end--;
  if (cell.start != start || cell.end != end) *trimmed = true;
  return (csv_text){cell.start, (size_t)(cell.end - cell.start)};
}

// Code of bytes met for the first time.
static int32_t first_met(csv_levels *levels, const csv_cells *cells, size_t record, bool *trimmed) {
  csv_cell cell = csv_cell_at(cells, record);
  if (csv_is_missing(cells, cell)) return -1;
  bool cut = false;
  csv_text text = plain_text(levels, cell, &cut);
  if (cut) *trimmed = true;
  uint64_t head = head_of(text.bytes, text.count);
  uint32_t count = (uint32_t)text.count;
  if (count >= 2 && *text.bytes == '"') count |= MARK;
  key *known = find(levels, head, text.bytes, count);
  if (known) return known->code;
  int32_t code = add_level(levels, text.bytes, text.count);
  if (cell.quoted || cut) add_key(levels, (key){head, text.bytes, count, code});
  return code;
}

// Counts the records of each level. Where levels are few, in four tables, so that equal codes one after another do not wait
// for each other.
static void count_records(csv_levels *levels, const int32_t *codes, size_t records) {
  enum { MOST = 64 };
  uint32_t tables[4][MOST + 1] = {{0}};
  size_t record = 0;
  if (levels->level_count <= MOST) {
    for (; record + 4 <= records; record += 4) {
      for (size_t k = 0; k < 4; k++) tables[k][codes[record + k] + 1]++;
    }
    for (size_t code = 0; code < levels->level_count; code++) {
      for (int k = 0; k < 4; k++) levels->levels[code].records += tables[k][code + 1];
    }
  }
  for (; record < records; record++) {
    if (codes[record] >= 0) levels->levels[codes[record]].records++;
  }
}

static void keep(first_texts *few, met text) {
  for (size_t i = 0; i < few->count; i++) {
    if (few->heads[i] == text.head && few->counts[i] == text.count) return;
  }
  if (few->count == FEW) {
    few->are_all = false;
    return;
  }
  few->heads[few->count] = text.head;
  few->counts[few->count] = text.count;
  few->codes[few->count++] = text.code;
}

// The code of any text.
static int32_t code_of(csv_levels *levels, const csv_cells *cells, size_t record, const uint8_t *start, size_t count,
                       bool *trimmed) {
  uint64_t head = head_of(start, count);
  key *known = find(levels, head, start, count);
  if (known) return known->code;
  int32_t code = first_met(levels, cells, record, trimmed);
  add_key(levels, (key){head, start, (uint32_t)count, code});
  return code;
}

// The slots of a short text.
static inline met *pair_of(csv_levels *levels, uint64_t head) {
  return &levels->latest[(scattered(head) >> 52 & levels->mask) & ~(size_t)1];
}

// The bytes of a cell.
static inline const uint8_t *text_of(const csv_cells *cells, const uint32_t *index, size_t *count) {
  const uint8_t *start = cells->bytes + (uint32_t)(index[0] + 1), *end = cells->bytes + index[1];
  if (cells->is_last && end > start && end[-1] == '\r') end--;
  *count = (size_t)(end - start);
  return start;
}

#if defined(__x86_64__)
// Codes of eight cells at a time as long as all eight are of a few short texts. Returns the first record without a code.
CHURN_AVX512 static size_t read_few(const csv_cells *cells, size_t record, const first_texts *few, csv_codes *codes) {
  const uint32_t *index = cells->index + record * cells->stride;
  for (; record + 8 <= cells->records; record += 8) {
    uint64_t words[8], lengths[8];
    for (int k = 0; k < 8; k++, index += cells->stride) {
      memcpy(&words[k], text_of(cells, index, &lengths[k]), 8);
    }
    __m512i counts = _mm512_loadu_si512(lengths);
    // a longer text has no bits left, and a length that no text has
    __m512i unused = _mm512_sub_epi64(_mm512_set1_epi64(64), _mm512_slli_epi64(counts, 3));
    __m512i heads = _mm512_and_si512(_mm512_loadu_si512(words), _mm512_srlv_epi64(_mm512_set1_epi64(-1), unused));
    __m256i found = _mm256_set1_epi32(-1);
    unsigned known = 0;
    for (size_t text = 0; text < few->count; text++) {
      __mmask8 same = _mm512_cmpeq_epi64_mask(heads, _mm512_set1_epi64((long long)few->heads[text]));
      same = _mm512_mask_cmpeq_epi64_mask(same, counts, _mm512_set1_epi64((long long)few->counts[text]));
      found = _mm256_mask_set1_epi32(found, same, few->codes[text]);
      known |= same;
    }
    if (known != 0xFF) return record;
    _mm256_storeu_si256((__m256i *)(codes->codes + record), found);
    unsigned absent = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(found));
    if (absent && codes->missing_count == 0) codes->first_missing = record + (size_t)__builtin_ctz(absent);
    codes->missing_count += (size_t)__builtin_popcount(absent);
  }
  return record;
}
#else
static size_t read_few(const csv_cells *cells, size_t record, const first_texts *few, csv_codes *codes) {
  (void)cells, (void)few, (void)codes;
  return record;
}
#endif

void csv_read_codes(const csv_cells *cells, csv_levels *levels, csv_codes *codes) {
  static const uint64_t masks[9] = {
      0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, ~0ull,
  };
  if (!levels->keeps || levels->level_count > MOST_KEPT || levels->key_count > 2 * MOST_KEPT) forget(levels);
  codes->first_new = levels->level_count;
  for (size_t code = 0; code < levels->level_count; code++) levels->levels[code].records = 0;
  first_texts *few = &levels->few;
  codes->missing_count = codes->first_missing = 0;
  codes->trimmed = false;
  size_t record = 0;
  while (record < cells->records) {
    if (few->are_all) record = read_few(cells, record, few, codes);
    size_t stop = few->are_all && cells->records - record > 8 ? record + 8 : cells->records;
    const uint32_t *index = cells->index + record * cells->stride;
    for (; record < stop; record++, index += cells->stride) {
      size_t count;
      const uint8_t *start = text_of(cells, index, &count);
      int32_t code;
      if (count <= 8) {
        uint64_t head;
        memcpy(&head, start, 8);
        head &= masks[count];
        met *pair = pair_of(levels, head);
        // by arithmetic: which of the two it is cannot be foretold
        uint64_t differs = (pair[0].head ^ head) | (pair[0].count ^ count);
        const met *last = &pair[differs != 0];
        if (((last->head ^ head) | (last->count ^ count)) != 0) {
          if (++levels->misses == MOST_MISSES) {
            levels->mask = MANY_SLOTS - 1;
            empty(levels->latest, MANY_SLOTS);
            pair = pair_of(levels, head);
          }
          pair[1] = pair[0];
          pair[0] = (met){head, (uint32_t)count, code_of(levels, cells, record, start, count, &codes->trimmed)};
          keep(few, pair[0]);
          last = pair;
        }
        code = last->code;
      } else {
        code = code_of(levels, cells, record, start, count, &codes->trimmed);
        few->are_all = false;
      }
      codes->codes[record] = code;
      if (code < 0 && codes->missing_count++ == 0) codes->first_missing = record;
    }
  }
  count_records(levels, codes->codes, cells->records);
  codes->level_count = levels->level_count;
}

csv_text csv_level(const csv_levels *levels, size_t code) {
  return (csv_text){levels->levels[code].bytes, levels->levels[code].count};
}

size_t csv_level_rows(const csv_levels *levels, size_t code) { return levels->levels[code].records; }
