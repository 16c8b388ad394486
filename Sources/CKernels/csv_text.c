// Texts of cells: quotes, missing words, hashes, copies.
#include <string.h>
#include "csv_kernels.h"

csv_cell csv_cell_at(const csv_cells *cells, size_t record) {
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

static uint64_t mixed(uint64_t number) {
  uint64_t z = number + 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

static uint64_t stable_hash(csv_cell cell) {
  uint64_t hash = 0xCBF29CE484222325ull;
  if (!cell.escaped) {
    for (const uint8_t *p = cell.start; p < cell.end; p++) hash = (hash ^ *p) * 0x00000100000001B3ull;
    return mixed(hash);
  }
  for (const uint8_t *p = cell.start; p < cell.end; p++) {
    hash = (hash ^ *p) * 0x00000100000001B3ull;
    if (*p == '"') p++;
  }
  return mixed(hash);
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

static inline void note_empty(const csv_cells *cells, const starts *s, csv_cell cell, size_t record,
                              csv_empties *empties) {
  if (cell.start < cell.end && (!s->can_start[*cell.start] || !csv_is_missing(cells, cell))) return;
  if (empties->empty_count++ == 0) empties->first_empty = record;
}

static inline uint64_t first_bytes_highest(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return __builtin_bswap64(word);
}

// Compares a text with the one before it. Two words tell texts of one length from 8 to 16.
static inline void follow(const csv_cell *last, const csv_cell *next, csv_hashed *found) {
  size_t a = (size_t)(last->end - last->start), b = (size_t)(next->end - next->start);
  bool is_behind;
  if (a == b && a >= 8 && a <= 16) {
    uint64_t x = first_bytes_highest(last->start), y = first_bytes_highest(next->start);
    if (x == y) {
      x = first_bytes_highest(last->end - 8);
      y = first_bytes_highest(next->end - 8);
    }
    is_behind = x < y;
  } else {
    int order = memcmp(last->start, next->start, a < b ? a : b);
    is_behind = order < 0 || (order == 0 && a < b);
    if (a != b) found->by_length &= a < b;
  }
  found->by_bytes &= is_behind;
  if (a == b) found->by_length &= is_behind;
}

csv_hashed csv_read_hashes(const csv_cells *cells, uint64_t *hashes) {
  csv_hashed found = {{0, 0}, true, true};
  starts s = starts_of(cells);
  csv_cell last = {0};
  for (size_t record = 0; record < cells->records; record++) {
    csv_cell cell = csv_cell_at(cells, record);
    hashes[record] = stable_hash(cell);
    note_empty(cells, &s, cell, record, &found.empties);
    if (cell.escaped) found.by_bytes = found.by_length = false;
    if (record > 0 && (found.by_bytes || found.by_length)) follow(&last, &cell, &found);
    last = cell;
  }
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
    note_empty(cells, &s, cell, record, &empties);
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
