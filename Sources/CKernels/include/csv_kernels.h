// Kernels of the CSV reader: bytes -> positions of cells -> numbers, codes, hashes, texts.
//
// A "block" is a run of whole records; it ends with a line feed and has CSV_PADDING readable bytes before its first
// byte and after its last. Kernels never read further. None of them keeps state between calls.
#ifndef CSV_KERNELS_H
#define CSV_KERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_PADDING 64

// What the fast scan saw. `irregular` means: something only the careful reader can judge (a lone carriage return, a
// line end inside quotes, a quote at an odd place).
typedef struct {
  size_t separators;
  size_t lines;
  uint8_t smallest;
  bool has_high;
  bool has_quote;
  bool has_odd_quote;         // a quote stands where none may stand
  bool irregular;
} csv_scan;

// Writes the positions of all delimiters and line feeds outside quotes to `index` (room for count + 64).
csv_scan csv_index(const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *index);
// The same without positions.
csv_scan csv_check_quotes(const uint8_t *bytes, size_t count, uint8_t delimiter);
// The same by plain 64-bit arithmetic; equal results, for tests and for other processors.
csv_scan csv_index_portable(const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *index);
// Whether each record of the scan has exactly `columns` cells. `index` points at the first separator.
bool csv_is_regular(const uint8_t *bytes, const uint32_t *index, csv_scan scan, size_t columns);

// What can be wrong with one record.
enum { csv_ragged = 1, csv_stray_text = 2, csv_stray_quote = 3, csv_unclosed = 4 };

typedef struct {
  uint32_t kind;
  uint32_t start, end;        // bytes of the record, its line end not included
  uint32_t first_line;        // counted from 0 within the block
  uint32_t fault_line;        // the line of the fault itself (where an unclosed quote opens)
  uint32_t last_line;
  uint32_t fields;            // fields found
  bool after_blank;           // a blank line stands before it
} csv_fault;

// Records found by the careful reader.
typedef struct {
  uint32_t *index;            // columns + 1 entries per record: the byte before its first cell, then each cell's end
  uint32_t *lines;            // line of each record, from 0
  size_t records;
  size_t line_count;
  size_t blank_lines;
  bool ends_blank;            // the last line was blank
  size_t byte_order_marks;
  uint32_t first_mark_line;
  size_t carriage_returns;    // line ends that are a lone CR
  csv_fault *faults;          // in order; released with csv_records_free
  size_t fault_count, fault_room;
} csv_records;

// Reads the records of a block; `index` needs 2 * count + columns + 64 entries, `lines` count + 1.
void csv_read_records(const uint8_t *bytes, size_t count, uint8_t delimiter, size_t columns, csv_records *records);
void csv_records_free(csv_records *records);
// Bytes up to the end of the last whole record; 0 when there is none. A lone CR as last byte ends no record yet.
size_t csv_whole_records(const uint8_t *bytes, size_t count, uint8_t delimiter);
// Bytes of the first record with its line end; 0 when it is not whole.
size_t csv_first_record(const uint8_t *bytes, size_t count, uint8_t delimiter);
// Line ends (LF, CRLF or lone CR) in the bytes.
size_t csv_count_lines(const uint8_t *bytes, size_t count);

// Position of the first byte that is not UTF-8 (overlong forms and surrogates are not); count when all is well.
size_t csv_first_invalid_utf8(const uint8_t *bytes, size_t count);

// Text without its zero.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} csv_text;

// The cells of one column: cell r spans index[r * stride] + 1 ..< index[r * stride + 1].
typedef struct {
  const uint8_t *bytes;
  const uint32_t *index;
  size_t stride;
  size_t records;
  bool is_last;               // a CR before the line feed is not part of the cell
  const csv_text *missing;    // texts that mean "no value", compared without blanks around
  size_t missing_count;
} csv_cells;

// The text of a cell between its quotes; doubled quotes are still doubled when `escaped`.
typedef struct {
  const uint8_t *start, *end;
  bool quoted, escaped;
} csv_cell;
csv_cell csv_cell_at(const csv_cells *cells, size_t record);
bool csv_is_missing(const csv_cells *cells, csv_cell cell);
// Copies a cell's text with doubled quotes made single; returns the bytes written (at most end - start).
size_t csv_copy_cell(csv_cell cell, uint8_t *target);

// Numbers of one column. Stored = value * 10^decimals while they fit 32 bits, else doubles.
typedef struct {
  int32_t *narrow;            // room for all records; INT32_MIN is missing or bad
  double *wide;               // room for all records; NaN is missing or bad
  uint32_t *bad;              // records that hold a text; room for all records
  uint8_t point;              // '.' or ','
  bool is_wide;               // the result is in `wide`
  int decimals;
  uint32_t magnitude;         // a bound of all |narrow|, of the form 2^k - 1 or tight
  size_t bad_count;
  size_t missing_count;
  size_t first_missing;
} csv_numbers;
void csv_read_numbers(const csv_cells *cells, csv_numbers *numbers);

// Columns that are read together at most, and how far the last of them may stand behind the first.
enum { CSV_NUMBER_GROUP = 8, CSV_NUMBER_SPAN = 14 };
// Up to CSV_NUMBER_GROUP columns of the same records from left to right, the point the same; the results are those of
// csv_read_numbers. Positions of CSV_NUMBER_SPAN + 2 cells from the first column's on are read, in the last record too.
void csv_read_number_columns(const csv_cells *cells, csv_numbers *numbers, size_t count);

// One decimal literal: the correctly rounded value. 0 = a number, 1 = not one, 2 = beyond the range of doubles.
int csv_parse_number(const uint8_t *start, const uint8_t *end, uint8_t point, double *value);

// Levels of one column, in the order of their first record.
typedef struct csv_levels csv_levels;
csv_levels *csv_levels_create(void);
void csv_levels_free(csv_levels *levels);
// Whether levels live longer than their block, as long as they are not too many; forgets all levels.
void csv_levels_keep(csv_levels *levels, bool keeps);
// Codes of all records (-1 is missing); forgets the levels of the block before, where they are not kept.
typedef struct {
  int32_t *codes;
  size_t missing_count;
  size_t first_missing;
  size_t first_new;           // levels known before this block; 0 where they were forgotten
  size_t level_count;         // levels known now, perhaps without a record in this block
  bool trimmed;               // blanks around some text were removed
} csv_codes;
void csv_read_codes(const csv_cells *cells, csv_levels *levels, csv_codes *codes);
csv_text csv_level(const csv_levels *levels, size_t code);
size_t csv_level_rows(const csv_levels *levels, size_t code);

// FNV-1a with the finisher of splitmix64 over each cell's text.
typedef struct {
  size_t empty_count;         // cells that mean "no value"
  size_t first_empty;
} csv_empties;
// Whether each text stands behind the one before it in the order of bytes, or where shorter ones come first; false where a
// text has doubled quotes.
typedef struct {
  csv_empties empties;
  bool by_bytes, by_length;
} csv_hashed;
csv_hashed csv_read_hashes(const csv_cells *cells, uint64_t *hashes);
// Texts one after another: `target` needs room for all bytes of the block, `ends` for all records.
csv_empties csv_read_texts(const csv_cells *cells, uint8_t *target, int64_t *ends);
// Records whose bytes start with `text` (for repeated header lines); returns how many were written.
size_t csv_find_records(const csv_cells *first, csv_text text, uint32_t *found);
// The first record with a value in the column; `records` when there is none.
size_t csv_first_present(const csv_cells *cells);
#endif
