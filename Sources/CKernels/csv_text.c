// Texts of cells: quotes, missing words, hashes, copies.
#include <string.h>
#include "csv_kernels.h"
#include "mixer.h"
#include "processor.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline csv_cell cell_at(const csv_cells *cells, size_t record) {
  const uint32_t *index = cells->index + record * cells->stride;
  csv_cell cell = {.start = cells->bytes + (uint32_t)(index[0] + 1), .end = cells->bytes + index[1]};
  if (cells->is_last && cell.end > cell.start && cell.end[-1] == '\r') cell.end--;
  if (cell.end - cell.start >= 2 && *cell.start == '"') {
    cell.start++;
    cell.end--;
    cell.quoted = true;
    cell.escaped = memchr(cell.start, '"', (size_t)(cell.end - cell.start)) != NULL;
  }
  return cell;
}

csv_cell csv_cell_at(const csv_cells *cells, size_t record) { return cell_at(cells, record); }

bool csv_is_missing(const csv_cells *cells, csv_cell cell) {
  while (cell.start < cell.end && (*cell.start == ' ' || *cell.start == '\t')) cell.start++;
  while (cell.start < cell.end && (cell.end[-1] == ' ' || cell.end[-1] == '\t')) cell.end--;
  size_t count = (size_t)(cell.end - cell.start);
  for (size_t i = 0; i < cells->missing_count; i++) {
    csv_text word = cells->missing[i];
    if (word.count == count && memcmp(word.bytes, cell.start, count) == 0) return true;
  }
  return false;
}

size_t csv_copy_cell(csv_cell cell, uint8_t *target) {
  size_t count = (size_t)(cell.end - cell.start);
  if (!cell.escaped) {
    memcpy(target, cell.start, count);
    return count;
  }
  size_t written = 0;
  for (const uint8_t *p = cell.start; p < cell.end; p++) {
    target[written++] = *p;
    if (*p == '"') p++;
  }
  return written;
}

static const uint64_t first_hash = 0xCBF29CE484222325ull, hash_factor = 0x00000100000001B3ull;

static uint64_t stable_hash(csv_cell cell) {
  uint64_t hash = first_hash;
  for (const uint8_t *p = cell.start; p < cell.end; p++) {
    hash = (hash ^ *p) * hash_factor;
    if (cell.escaped && *p == '"') p++;
  }
  CHURN_MIX(hash);
  return hash;
}

// Those of four texts without doubled quotes. Every byte of a text waits for the one before it, so they go side by side as
// long as all have one.
static inline void four_hashes(const uint8_t *const starts[4], const uint8_t *const ends[4], uint64_t *hashes) {
  uint64_t four[4] = {first_hash, first_hash, first_hash, first_hash};
  ptrdiff_t least = PTRDIFF_MAX;
  for (int k = 0; k < 4; k++) {
    if (ends[k] - starts[k] < least) least = ends[k] - starts[k];
  }
  for (ptrdiff_t i = 0; i < least; i++) {
    for (int k = 0; k < 4; k++) four[k] = (four[k] ^ starts[k][i]) * hash_factor;
  }
  for (int k = 0; k < 4; k++) {
    for (const uint8_t *p = starts[k] + least; p < ends[k]; p++) four[k] = (four[k] ^ *p) * hash_factor;
    CHURN_MIX(four[k]);
    hashes[k] = four[k];
  }
}

// The first bytes that a missing word can have; blanks are among them.
typedef struct {
  bool can_start[256];
} starts;

static starts starts_of(const csv_cells *cells) {
  starts s = {{false}};
  s.can_start[' '] = s.can_start['\t'] = true;
  for (size_t i = 0; i < cells->missing_count; i++) {
    if (cells->missing[i].count) s.can_start[cells->missing[i].bytes[0]] = true;
  }
  return s;
}

static inline void note_empty(const csv_cells *cells, const starts *s, const uint8_t *start, const uint8_t *end,
                              size_t record, csv_empties *empties) {
  if (start < end && (!s->can_start[*start] || !csv_is_missing(cells, (csv_cell){start, end, false, false}))) return;
  if (empties->empty_count++ == 0) empties->first_empty = record;
}

static inline uint64_t first_bytes_highest(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return __builtin_bswap64(word);
}

// Compares a text with the one before it. Two words tell texts of one length from 8 to 16.
static inline void follow(const uint8_t *last, const uint8_t *last_end, const uint8_t *next, const uint8_t *next_end,
                          csv_hashed *found) {
  size_t a = (size_t)(last_end - last), b = (size_t)(next_end - next);
  bool is_behind;
  if (a == b && a >= 8 && a <= 16) {
    uint64_t x = first_bytes_highest(last), y = first_bytes_highest(next);
    if (x == y) {
      x = first_bytes_highest(last_end - 8);
      y = first_bytes_highest(next_end - 8);
    }
    is_behind = x < y;
  } else {
    int order = memcmp(last, next, a < b ? a : b);
    is_behind = order < 0 || (order == 0 && a < b);
    if (a != b) found->by_length &= a < b;
  }
  found->by_bytes &= is_behind;
  if (a == b) found->by_length &= is_behind;
}

// The cell before, whose text the next is compared with.
typedef struct {
  const uint8_t *start, *end;
} before;

static before text_of(const csv_cells *cells, size_t record) {
  csv_cell cell = cell_at(cells, record);
  return (before){cell.start, cell.end};
}

// Cells from `from` on, four at a time.
static void hash_fours(const csv_cells *cells, const starts *s, size_t from, size_t to, before *last, csv_hashed *found,
                       uint64_t *hashes) {
  for (size_t first = from; first < to; first += 4) {
    const uint8_t *start[4], *end[4];
    size_t count = to - first < 4 ? to - first : 4;
    bool escaped = false;
    for (size_t k = 0; k < count; k++) {
      csv_cell cell = cell_at(cells, first + k);
      start[k] = cell.start;
      end[k] = cell.end;
      escaped |= cell.escaped;
    }
    if (escaped) found->by_bytes = found->by_length = false;
    if (count == 4 && !escaped) {
      four_hashes(start, end, hashes + first);
    } else {
      for (size_t k = 0; k < count; k++) hashes[first + k] = stable_hash(cell_at(cells, first + k));
    }
    for (size_t k = 0; k < count; k++) {
      note_empty(cells, s, start[k], end[k], first + k, &found->empties);
      if (first + k > 0 && (found->by_bytes || found->by_length)) {
        follow(last->start, last->end, start[k], end[k], found);
      }
      *last = (before){start[k], end[k]};
    }
  }
}

#if defined(__x86_64__)
enum { GROUPS = 4 };          // eights of texts that are hashed side by side
typedef uint64_t eight __attribute__((vector_size(64), aligned(8)));

// Eight texts of up to 16 bytes; bytes past an end are 0.
typedef struct {
  __m512i head, tail, count;  // bytes 0 to 7 and 8 to 15, and how many there are
  __m512i first, second;      // the same bytes, the first the highest: as numbers they have the order of the texts
} short_texts;

// First bytes that need care. A low half of a byte tells for which high halves; bytes from 128 on count as those 128 below.
static __m128i careful_starts(const starts *s) {
  uint8_t high_halves[16] = {0};
  for (int byte = 0; byte < 256; byte++) {
    if (byte == '"' || s->can_start[byte]) high_halves[byte & 15] |= (uint8_t)(1 << (byte >> 4 & 7));
  }
  return _mm_loadu_si128((const __m128i *)high_halves);
}

// Lanes whose lowest byte needs care.
CHURN_AVX512 static inline __mmask8 start_carefully(__m128i careful, __m512i head) {
  const __m512i half = _mm512_set1_epi8(15), bits = _mm512_set1_epi64((long long)0x8040201008040201ull);
  __m512i high_halves = _mm512_shuffle_epi8(_mm512_broadcast_i32x4(careful), _mm512_and_si512(head, half));
  __m512i own = _mm512_shuffle_epi8(bits, _mm512_and_si512(_mm512_srli_epi64(head, 4), half));
  return _mm512_test_epi64_mask(_mm512_and_si512(high_halves, own), _mm512_set1_epi64(0xFF));
}

// The lowest bytes of each lane, as many as the counts say, up to 8.
CHURN_AVX512 static inline __m512i low_bytes(__m512i lanes, __m512i counts) {
  __m512i above = _mm512_sllv_epi64(_mm512_set1_epi64(-1), _mm512_slli_epi64(counts, 3));
  return _mm512_andnot_si512(above, lanes);
}

// Eight cells from record `first` on.
// - Returns: whether all have 1 to 16 bytes and neither begin with a quote nor can be a missing word.
CHURN_AVX512 static inline bool take_eight(const csv_cells *cells, __m128i careful, size_t first, short_texts *texts) {
  uint64_t places[8], heads[8], tails[8];
#pragma clang loop unroll(full)
  for (size_t k = 0; k < 8; k++) {
    memcpy(&places[k], cells->index + (first + k) * cells->stride, 8);
    const uint8_t *start = cells->bytes + (uint32_t)(places[k] + 1);
    memcpy(&heads[k], start, 8);
    memcpy(&tails[k], start + 8, 8);
  }
#define EIGHT(x) _mm512_setr_epi64(WORD(x, 0), WORD(x, 1), WORD(x, 2), WORD(x, 3), WORD(x, 4), WORD(x, 5), WORD(x, 6), WORD(x, 7))
#define WORD(x, k) (long long)x[k]
  __m512i place = EIGHT(places), head = EIGHT(heads), tail = EIGHT(tails);
  const __m512i eights = _mm512_set1_epi64(8), one = _mm512_set1_epi64(1);
  // from a place before a cell to that of its end, without what stands above 32 bits
  __m512i count = _mm512_sub_epi64(_mm512_srli_epi64(place, 32), _mm512_add_epi64(place, one));
  count = _mm512_and_si512(count, _mm512_set1_epi64(0xFFFFFFFF));
  __mmask8 odd = start_carefully(careful, head) |
                 _mm512_cmpgt_epu64_mask(_mm512_sub_epi64(count, one), _mm512_set1_epi64(15));
  if (odd) return false;
  const __m512i backwards = _mm512_broadcast_i32x4(_mm_set_epi64x(0x08090A0B0C0D0E0F, 0x0001020304050607));
  texts->count = count;
  texts->head = low_bytes(head, _mm512_min_epu64(count, eights));
  texts->tail = low_bytes(tail, _mm512_sub_epi64(_mm512_max_epu64(count, eights), eights));
  texts->first = _mm512_shuffle_epi8(texts->head, backwards);
  texts->second = _mm512_shuffle_epi8(texts->tail, backwards);
  return true;
}

// The hashes of GROUPS times eight texts: each byte waits for the one before it, so the groups go side by side.
CHURN_AVX512 static inline void hash_groups(const short_texts texts[GROUPS], uint64_t *hashes) {
  eight hash[GROUPS];
  __m512i least = texts[0].count, most = least;
  for (int g = 0; g < GROUPS; g++) {
    hash[g] = (eight){0} + first_hash;
    least = _mm512_min_epu64(least, texts[g].count);
    most = _mm512_max_epu64(most, texts[g].count);
  }
  uint64_t all = _mm512_reduce_min_epu64(least), some = _mm512_reduce_max_epu64(most);
  for (uint64_t i = 0; i < some; i++) {
    for (int g = 0; g < GROUPS; g++) {
      eight word = (eight)(i < 8 ? texts[g].head : texts[g].tail);
      eight next = (hash[g] ^ (word >> (i % 8 * 8) & 0xFF)) * hash_factor;
      if (i >= all) {
        eight goes_on = (eight)((eight)texts[g].count > i);
        next = (next & goes_on) | (hash[g] & ~goes_on);
      }
      hash[g] = next;
    }
  }
  for (int g = 0; g < GROUPS; g++) {
    CHURN_MIX(hash[g]);
    memcpy(hashes + 8 * g, &hash[g], sizeof hash[g]);
  }
}

// Compares eight texts with those before them, the first with the last of `before`. Where all bytes are equal, zeros past the
// end among them, the shorter text comes first.
CHURN_AVX512 static inline void follow_eight(const short_texts *before, const short_texts *next, __mmask8 known,
                                             csv_hashed *found) {
#define BEFORE(field) _mm512_alignr_epi64(next->field, before->field, 7)
  __m512i first = BEFORE(first), second = BEFORE(second), count = BEFORE(count);
  __mmask8 behind = _mm512_cmplt_epu64_mask(first, next->first), equal = _mm512_cmpeq_epu64_mask(first, next->first);
  behind |= equal & _mm512_cmplt_epu64_mask(second, next->second);
  equal &= _mm512_cmpeq_epu64_mask(second, next->second);
  __mmask8 longer = _mm512_cmplt_epu64_mask(count, next->count), as_long = _mm512_cmpeq_epu64_mask(count, next->count);
  found->by_bytes &= !(known & ~(behind | (equal & longer)));
  found->by_length &= !(known & ~(longer | (as_long & behind)));
}

// Cells of a column that is not the last, GROUPS times eight at a time; those that are not short are left to the other way.
// - Returns: the first record it did not read.
CHURN_AVX512 static size_t hash_short(const csv_cells *cells, const starts *s, before *last, csv_hashed *found,
                                      uint64_t *hashes) {
  const __m128i careful = careful_starts(s);
  short_texts texts[GROUPS + 1];
  bool has_before = false;    // whether texts[0] are the texts before
  size_t done = 0;
  for (; done + 8 * GROUPS <= cells->records; done += 8 * GROUPS) {
    bool fits = true;
    for (size_t g = 0; g < GROUPS && fits; g++) fits = take_eight(cells, careful, done + 8 * g, &texts[g + 1]);
    if (!fits) {
      if (has_before) *last = text_of(cells, done - 1);
      hash_fours(cells, s, done, done + 8 * GROUPS, last, found, hashes);
      has_before = false;
      continue;
    }
    hash_groups(texts + 1, hashes + done);
    if (found->by_bytes || found->by_length) {
      if (!has_before && done > 0) {
        before next = text_of(cells, done);
        follow(last->start, last->end, next.start, next.end, found);
      }
      for (int g = 0; g < GROUPS; g++) follow_eight(&texts[g], &texts[g + 1], has_before || g > 0 ? 0xFF : 0xFE, found);
    }
    texts[0] = texts[GROUPS];
    has_before = true;
  }
  if (has_before) *last = text_of(cells, done - 1);
  return done;
}
#endif

csv_hashed csv_read_hashes(const csv_cells *cells, uint64_t *hashes) {
  csv_hashed found = {{0, 0}, true, true};
  starts s = starts_of(cells);
  before last = {NULL, NULL};
  size_t done = 0;
#if defined(__x86_64__)
  if (churn_has_avx512() && !cells->is_last) done = hash_short(cells, &s, &last, &found, hashes);
#endif
  hash_fours(cells, &s, done, cells->records, &last, &found, hashes);
  return found;
}

csv_empties csv_read_texts(const csv_cells *cells, uint8_t *target, int64_t *ends) {
  csv_empties empties = {0, 0};
  starts s = starts_of(cells);
  size_t at = 0;
  for (size_t record = 0; record < cells->records; record++) {
    csv_cell cell = csv_cell_at(cells, record);
    at += csv_copy_cell(cell, target + at);
    ends[record] = (int64_t)at;
    note_empty(cells, &s, cell.start, cell.end, record, &empties);
  }
  return empties;
}

size_t csv_find_records(const csv_cells *first, csv_text text, uint32_t *found) {
  size_t count = 0;
  uint64_t wanted = 0, mask = text.count >= 8 ? ~0ull : (1ull << (8 * text.count)) - 1;
  memcpy(&wanted, text.bytes, text.count < 8 ? text.count : 8);
  const uint32_t *index = first->index;
  for (size_t record = 0; record < first->records; record++, index += first->stride) {
    const uint8_t *start = first->bytes + (uint32_t)(index[0] + 1);
    uint64_t head;
    memcpy(&head, start, 8);
    if ((head & mask) != wanted) continue;
    if (text.count > 8 && memcmp(start, text.bytes, text.count) != 0) continue;
    found[count++] = (uint32_t)record;
  }
  return count;
}

size_t csv_first_present(const csv_cells *cells) {
  for (size_t record = 0; record < cells->records; record++) {
    if (!csv_is_missing(cells, csv_cell_at(cells, record))) return record;
  }
  return cells->records;
}
