// A libFuzzer target for the kernels of the CSV reader: whatever the bytes, nothing is read or written out of bounds, and
// fast and slow ways agree. `scripts/fuzz` builds and runs it.
//
// The first byte of an input chooses delimiter and number of columns; the rest is a block of a file.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "csv_kernels.h"
#include "vectors.h"

#define MUST(holds)                                                        \
  do {                                                                     \
    if (!(holds)) {                                                        \
      fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #holds); \
      abort();                                                             \
    }                                                                      \
  } while (0)

static const csv_text missing[] = {{(const uint8_t *)"NA\0\0\0\0\0\0\0", 2}, {(const uint8_t *)"\0\0\0\0\0\0\0\0", 0}};

// A block with its margins, in memory of exactly that size.
typedef struct {
  uint8_t *memory, *bytes;
  size_t count;
} block;

static block make_block(const uint8_t *data, size_t size) {
  block b = {calloc(1, size + 1 + 2 * CSV_PADDING), NULL, size};
  b.bytes = b.memory + CSV_PADDING;
  memcpy(b.bytes, data, size);
  if (size == 0 || data[size - 1] != '\n') b.bytes[b.count++] = '\n';
  return b;
}

static csv_text plain(const csv_cells *cells, size_t record, uint8_t *room) {
  csv_cell cell = csv_cell_at(cells, record);
  MUST(cell.start <= cell.end);
  size_t count = csv_copy_cell(cell, room);
  MUST(count <= (size_t)(cell.end - cell.start));
  return (csv_text){room, count};
}

static csv_text trimmed(csv_text text) {
  while (text.count && (*text.bytes == ' ' || *text.bytes == '\t')) text.bytes++, text.count--;
  while (text.count && (text.bytes[text.count - 1] == ' ' || text.bytes[text.count - 1] == '\t')) text.count--;
  return text;
}

static void check_numbers(const csv_cells *cells, uint8_t point) {
  size_t n = cells->records;
  csv_numbers numbers = {.narrow = malloc(4 * n + 4), .wide = malloc(8 * n + 8), .bad = malloc(4 * n + 4), .point = point};
  csv_read_numbers(cells, &numbers);
  MUST(numbers.bad_count <= n && numbers.missing_count <= n && numbers.decimals >= 0 && numbers.decimals <= 9);
  size_t bad = 0, absent = 0;
  for (size_t record = 0; record < n; record++) {
    double value = numbers.wide[record], expected;
    if (!numbers.is_wide) {
      value = numbers.narrow[record] == INT32_MIN ? NAN : numbers.narrow[record] / pow(10, numbers.decimals);
      uint32_t size = numbers.narrow[record] == INT32_MIN ? 0 : (uint32_t)abs(numbers.narrow[record]);
      MUST(size <= numbers.magnitude);
    }
    bool is_bad = bad < numbers.bad_count && numbers.bad[bad] == record;
    bad += is_bad;
    csv_cell cell = csv_cell_at(cells, record);
    csv_text text = trimmed((csv_text){cell.start, (size_t)(cell.end - cell.start)});
    int kind = csv_parse_number(text.bytes, text.bytes + text.count, point, &expected);
    if (kind == 0) {
      MUST(!is_bad && value == expected && !(value == 0 && signbit(value)));
    } else {
      MUST(isnan(value));
      MUST(is_bad == !(kind == 1 && csv_is_missing(cells, cell)));
      if (!is_bad && absent++ == 0) MUST(numbers.first_missing == record);
    }
  }
  MUST(bad == numbers.bad_count && absent == numbers.missing_count);
  free(numbers.narrow), free(numbers.wide), free(numbers.bad);
}

static csv_numbers room_for(size_t records, uint8_t point) {
  return (csv_numbers){
      .narrow = malloc(4 * records + 4), .wide = malloc(8 * records + 8), .bad = malloc(4 * records + 4), .point = point};
}

// Columns read together are those read one after another.
static void check_columns(const csv_cells *cells, size_t count, uint8_t point) {
  size_t n = cells->records;
  csv_numbers together[CSV_NUMBER_GROUP];
  for (size_t k = 0; k < count; k++) together[k] = room_for(n, point);
  csv_read_number_columns(cells, together, count);
  for (size_t k = 0; k < count; k++) {
    csv_numbers alone = room_for(n, point), *other = &together[k];
    csv_read_numbers(&cells[k], &alone);
    MUST(alone.is_wide == other->is_wide && alone.decimals == other->decimals);
    MUST(alone.is_wide ? !memcmp(alone.wide, other->wide, 8 * n) : !memcmp(alone.narrow, other->narrow, 4 * n));
    MUST(alone.is_wide || alone.magnitude == other->magnitude);
    MUST(alone.missing_count == other->missing_count && alone.first_missing == other->first_missing);
    MUST(alone.bad_count == other->bad_count && !memcmp(alone.bad, other->bad, 4 * alone.bad_count));
    free(alone.narrow), free(alone.wide), free(alone.bad);
    free(other->narrow), free(other->wide), free(other->bad);
  }
}

// Ids ascend where each stands behind the one before; not told where quotes are doubled.
static void check_order(const csv_cells *cells, csv_hashed found, const uint8_t *texts, const int64_t *ends) {
  bool by_bytes = true, by_length = true;
  for (size_t record = 0; record < cells->records; record++) {
    if (csv_cell_at(cells, record).escaped) by_bytes = by_length = false;
    if (record == 0) continue;
    int64_t before = record > 1 ? ends[record - 2] : 0, start = ends[record - 1], end = ends[record];
    size_t a = (size_t)(start - before), b = (size_t)(end - start);
    int order = memcmp(texts + before, texts + start, a < b ? a : b);
    bool is_behind = order < 0 || (order == 0 && a < b);
    by_bytes = by_bytes && is_behind;
    by_length = by_length && (a < b || (a == b && is_behind));
  }
  MUST(found.by_bytes == by_bytes && found.by_length == by_length);
}

static uint64_t slow_hash(const uint8_t *bytes, size_t count) {
  uint64_t z = 0xCBF29CE484222325ull;
  for (size_t i = 0; i < count; i++) z = (z ^ bytes[i]) * 0x100000001B3ull;
  z += 0x9E3779B97F4A7C15ull;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ z >> 27) * 0x94D049BB133111EBull;
  return z ^ z >> 31;
}

// With vectors and without, every hash is that of the text.
static void check_hashes(const csv_cells *cells, csv_hashed found, uint64_t *hashes, const uint8_t *texts,
                         const int64_t *ends) {
  for (int limited = 0; limited < 2; limited++) {
    for (size_t record = 0; record < cells->records; record++) {
      int64_t start = record ? ends[record - 1] : 0;
      MUST(hashes[record] == slow_hash(texts + start, (size_t)(ends[record] - start)));
    }
    if (limited) break;
    churn_limit_vectors(0);
    csv_hashed other = csv_read_hashes(cells, hashes);
    churn_limit_vectors(512);
    MUST(other.by_bytes == found.by_bytes && other.by_length == found.by_length);
    MUST(other.empties.empty_count == found.empties.empty_count && other.empties.first_empty == found.empties.first_empty);
  }
}

static void check_texts(const csv_cells *cells, size_t bytes) {
  size_t n = cells->records;
  int32_t *values = malloc(4 * n + 4);
  uint64_t *hashes = malloc(8 * n + 8);
  int64_t *ends = malloc(8 * n + 8);
  uint8_t *texts = malloc(bytes + 1), *room = malloc(bytes + 1);
  csv_levels *levels = csv_levels_create();
  csv_codes codes = {.codes = values};
  csv_read_codes(cells, levels, &codes);
  csv_hashed hashed = csv_read_hashes(cells, hashes);
  csv_empties of_hashes = hashed.empties, of_texts = csv_read_texts(cells, texts, ends);
  check_order(cells, hashed, texts, ends);
  check_hashes(cells, hashed, hashes, texts, ends);
  MUST(of_hashes.empty_count == of_texts.empty_count && of_hashes.empty_count == codes.missing_count);
  size_t absent = 0, rows = 0;
  for (size_t record = 0; record < n; record++) {
    csv_text text = plain(cells, record, room);
    int64_t start = record ? ends[record - 1] : 0;
    MUST((size_t)(ends[record] - start) == text.count && memcmp(texts + start, text.bytes, text.count) == 0);
    if (values[record] < 0) {
      absent++;
      MUST(csv_is_missing(cells, csv_cell_at(cells, record)));
      continue;
    }
    MUST((size_t)values[record] < codes.level_count);
    csv_text level = csv_level(levels, (size_t)values[record]), wanted = trimmed(text);
    MUST(level.count == wanted.count && memcmp(level.bytes, wanted.bytes, level.count) == 0);
    if (record) MUST(hashes[record] != hashes[record - 1] || values[record] == values[record - 1] || codes.trimmed);
  }
  for (size_t code = 0; code < codes.level_count; code++) {
    size_t of_level = 0;
    for (size_t record = 0; record < n; record++) of_level += values[record] == (int32_t)code;
    MUST(of_level == csv_level_rows(levels, code));
    rows += of_level;
  }
  MUST(absent == codes.missing_count && rows + absent == n);
  csv_levels_free(levels);
  free(values), free(hashes), free(ends), free(texts), free(room);
}

static void check_cells(const block *b, const uint32_t *index, size_t stride, size_t records, size_t columns) {
  csv_cells all[6];
  for (size_t column = 0; column < columns; column++) {
    csv_cells cells = {b->bytes, index + column, stride, records, column == columns - 1, missing, 2};
    all[column] = cells;
    check_numbers(&cells, '.');
    check_numbers(&cells, ',');
    check_texts(&cells, b->count);
    csv_first_present(&cells);
  }
  check_columns(all, columns, '.');
  check_columns(all + columns / 3, columns - columns / 3, ',');
}

// Cells found by the scan are those that the careful reader finds.
static void check_same(const block *b, const uint32_t *fast, size_t columns, const csv_records *slow) {
  for (size_t column = 0; column < columns; column++) {
    bool is_last = column == columns - 1;
    csv_cells ours = {b->bytes, fast + column, columns, slow->records, is_last, missing, 2}, theirs = ours;
    theirs.index = slow->index + column, theirs.stride = columns + 1;
    for (size_t record = 0; record < slow->records; record++) {
      csv_cell a = csv_cell_at(&ours, record), c = csv_cell_at(&theirs, record);
      MUST(a.start == c.start && a.end == c.end && a.quoted == c.quoted && a.escaped == c.escaped);
    }
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1 || size > 1 << 14) return 0;
  uint8_t delimiter = (uint8_t)",;\t|"[data[0] & 3];
  size_t columns = 1 + (data[0] >> 2) % 6;
  block b = make_block(data + 1, size - 1);

  size_t room = 2 * b.count + columns + 128;
  uint32_t *fast = malloc(4 * (room + 1)), *plain_index = malloc(4 * (room + 1));
  fast[0] = plain_index[0] = UINT32_MAX;
  csv_scan scan = csv_index(b.bytes, b.count, delimiter, fast + 1);
  csv_scan other = csv_index_portable(b.bytes, b.count, delimiter, plain_index + 1);
  MUST(scan.separators == other.separators && scan.lines == other.lines && scan.has_high == other.has_high);
  MUST((scan.smallest == 0) == (other.smallest == 0) && scan.has_quote == other.has_quote);
  MUST(scan.has_odd_quote == other.has_odd_quote && scan.irregular == other.irregular);
  MUST(memcmp(fast, plain_index, 4 * (scan.separators + 1)) == 0);

  MUST(csv_whole_records(b.bytes, b.count, delimiter) <= b.count);
  MUST(csv_first_record(b.bytes, b.count, delimiter) <= b.count);
  MUST(csv_first_invalid_utf8(b.bytes, b.count) <= b.count);
  size_t cut = csv_whole_records(b.bytes, b.count / 2, delimiter);
  MUST(cut <= b.count / 2 && (cut == 0 || b.bytes[cut - 1] == '\n' || b.bytes[cut - 1] == '\r'));

  csv_records records = {.index = malloc(4 * room), .lines = malloc(4 * (b.count + 1))};
  csv_read_records(b.bytes, b.count, delimiter, columns, &records);
  bool regular = csv_is_regular(b.bytes, fast + 1, scan, columns);
  if (regular && records.fault_count == 0 && records.byte_order_marks == 0) {
    MUST(records.records == scan.lines && records.line_count == scan.lines);
    check_same(&b, fast, columns, &records);
    check_cells(&b, fast, columns, scan.lines, columns);
  }
  check_cells(&b, records.index, columns + 1, records.records, columns);
  csv_records_free(&records);
  free(records.index), free(records.lines), free(fast), free(plain_index), free(b.memory);
  return 0;
}
