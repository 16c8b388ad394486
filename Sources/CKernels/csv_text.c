// Texts of cells: quotes, missing words, hashes, copies.
#include <string.h>
#include "csv_kernels.h"
#include "mixer.h"
#include "processor.h"

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
typedef uint64_t eight __attribute__((vector_size(64), aligned(8)));

// Eight cells without quotes of 1 to 16 bytes, none of which can be a missing word.
// - Returns: whether the cells are such; if not, nothing was done.
CHURN_AVX512 static bool hash_eight(const csv_cells *cells, const starts *s, size_t first, before *last,
                                    csv_hashed *found, uint64_t *hashes) {
  uint64_t heads[8], tails[8], counts[8];
  const uint32_t *index = cells->index + first * cells->stride;
  const uint8_t *start = NULL, *end = NULL;
  bool odd = false, differ = false;
  for (int k = 0; k < 8; k++, index += cells->stride) {
    start = cells->bytes + (uint32_t)(index[0] + 1);
    end = cells->bytes + index[1];
    end -= cells->is_last && end > start && end[-1] == '\r';
    counts[k] = (uint64_t)(end - start);
    odd |= counts[k] - 1 > 15 || *start == '"' || s->can_start[*start];
    differ |= counts[k] != counts[0];
    memcpy(&heads[k], start, 8);
    memcpy(&tails[k], start + 8, 8);
  }
  if (odd) return false;
  eight head, tail, count;
  memcpy(&head, heads, sizeof head);
  memcpy(&tail, tails, sizeof tail);
  memcpy(&count, counts, sizeof count);
  uint64_t most = counts[0];
  for (int k = 1; k < 8; k++) most = counts[k] > most ? counts[k] : most;
  eight hash = (eight){0} + first_hash;
  for (uint64_t i = 0; i < most; i++) {
    eight byte = (i < 8 ? head >> (8 * i) : tail >> (8 * (i - 8))) & 0xFF;
    eight next = (hash ^ byte) * hash_factor;
    eight counts_more = (eight)(count > i);
    hash = differ ? (next & counts_more) | (hash & ~counts_more) : next;
  }
  CHURN_MIX(hash);
  memcpy(hashes + first, &hash, sizeof hash);
  if (found->by_bytes || found->by_length) {
    const uint32_t *at = cells->index + first * cells->stride;
    const uint8_t *next = cells->bytes + (uint32_t)(at[0] + 1);
    if (first > 0) follow(last->start, last->end, next, next + counts[0], found);
    if (!differ && counts[0] >= 8) {
      for (int k = 0; k < 8; k++, at += cells->stride) {
        memcpy(&tails[k], cells->bytes + (uint32_t)(at[0] + 1) + counts[0] - 8, 8);
        heads[k] = __builtin_bswap64(heads[k]);
        tails[k] = __builtin_bswap64(tails[k]);
      }
      bool ascend = true;
      for (int k = 1; k < 8; k++) {
        ascend &= heads[k - 1] < heads[k] || (heads[k - 1] == heads[k] && tails[k - 1] < tails[k]);
      }
      found->by_bytes &= ascend;
      found->by_length &= ascend;
    } else {
      for (int k = 1; k < 8; k++) {
        const uint8_t *before = next;
        at += cells->stride;
        next = cells->bytes + (uint32_t)(at[0] + 1);
        follow(before, before + counts[k - 1], next, next + counts[k], found);
      }
    }
  }
  *last = (before){start, end};
  return true;
}
#endif

csv_hashed csv_read_hashes(const csv_cells *cells, uint64_t *hashes) {
  csv_hashed found = {{0, 0}, true, true};
  starts s = starts_of(cells);
  before last = {NULL, NULL};
  size_t done = 0;
#if defined(__x86_64__)
  if (churn_has_avx512()) {
    for (; done + 8 <= cells->records; done += 8) {
      if (!hash_eight(cells, &s, done, &last, &found, hashes)) {
        hash_fours(cells, &s, done, done + 8, &last, &found, hashes);
      }
    }
  }
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
