// The careful reader: one byte after another, every rule of the format in the open.
//
// A field that starts with a quote runs to the next quote that is not doubled and must then end; in any other field a
// quote is a fault. A record ends at LF, CRLF or a lone CR outside quotes. Lines of blanks only are no records.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include "csv_kernels.h"

typedef struct {
  size_t next;                // first byte after the record's line end
  size_t end;                 // the line end itself (count when the bytes run out)
  bool whole;
  uint32_t fields;
  uint32_t kind;              // first fault within a field
  uint32_t fault_line;
  uint32_t line_ends;         // line ends inside quotes
  bool lone_carriage;
} record;

static inline bool ends_line(uint8_t byte) { return byte == '\n' || byte == '\r'; }

static inline void set_fault(record *r, uint32_t kind, uint32_t line) {
  if (r->kind) return;
  r->kind = kind;
  r->fault_line = line;
}

// Past the closing quote of the field that opens at `at`; count + 1 when it never closes.
static size_t skip_quoted(const uint8_t *bytes, size_t count, size_t at, record *r) {
  for (size_t p = at + 1; p < count; p++) {
    if (bytes[p] == '"') {
      if (p + 1 < count && bytes[p + 1] == '"') {
        p++;
      } else {
        return p + 1;
      }
    } else if (bytes[p] == '\n' || (bytes[p] == '\r' && !(p + 1 < count && bytes[p + 1] == '\n'))) {
      r->line_ends++;
    }
  }
  return count + 1;
}

// Reads one record from `at`; the end of cell i goes to cells[i] while i < columns.
static record read_record(const uint8_t *bytes, size_t count, size_t at, uint8_t delimiter, uint32_t *cells,
                          size_t columns) {
  record r = {0};
  size_t p = at;
  for (;;) {
    if (p < count && bytes[p] == '"') {
      uint32_t opened = r.line_ends;
      p = skip_quoted(bytes, count, p, &r);
      if (p > count) {
        set_fault(&r, csv_unclosed, opened);
        r.fields++;
        r.end = r.next = count;
        return r;
      }
      if (p < count && bytes[p] != delimiter && !ends_line(bytes[p])) set_fault(&r, csv_stray_text, r.line_ends);
    }
    while (p < count && bytes[p] != delimiter && !ends_line(bytes[p])) {
      if (bytes[p] == '"') set_fault(&r, csv_stray_quote, r.line_ends);
      p++;
    }
    if (r.fields < columns) cells[r.fields] = (uint32_t)p;
    r.fields++;
    if (p >= count || bytes[p] != delimiter) break;
    p++;
  }
  r.end = r.next = p;
  if (p >= count) return r;
  r.whole = bytes[p] == '\n' || p + 1 < count;
  r.lone_carriage = bytes[p] == '\r' && !(p + 1 < count && bytes[p + 1] == '\n');
  r.next = p + (bytes[p] == '\r' && !r.lone_carriage ? 2 : 1);
  return r;
}

static void add_fault(csv_records *records, csv_fault fault) {
  if (records->fault_count == records->fault_room) {
    size_t room = records->fault_room ? 2 * records->fault_room : 16;
    csv_fault *grown = realloc(records->faults, room * sizeof(csv_fault));
    if (!grown) abort();
    records->faults = grown;
    records->fault_room = room;
  }
  records->faults[records->fault_count++] = fault;
}

// The end of a line of blanks only, or `count + 1` when the line holds more.
static size_t blank_line_end(const uint8_t *bytes, size_t count, size_t at, uint8_t delimiter) {
  size_t p = at;
  while (p < count && (bytes[p] == ' ' || (bytes[p] == '\t' && delimiter != '\t'))) p++;
  if (p < count && !ends_line(bytes[p])) return count + 1;
  return p;
}

static size_t past_line_end(const uint8_t *bytes, size_t count, size_t at, csv_records *records) {
  if (at >= count) return count;
  if (bytes[at] == '\r' && at + 1 < count && bytes[at + 1] == '\n') return at + 2;
  if (bytes[at] == '\r') records->carriage_returns++;
  return at + 1;
}

static size_t skip_mark(const uint8_t *bytes, size_t count, size_t at, csv_records *records) {
  if (count - at < 3 || memcmp(bytes + at, "\xEF\xBB\xBF", 3) != 0) return at;
  if (records->byte_order_marks++ == 0) records->first_mark_line = (uint32_t)records->line_count;
  return at + 3;
}

void csv_read_records(const uint8_t *bytes, size_t count, uint8_t delimiter, size_t columns, csv_records *records) {
  size_t at = 0;
  while (at < count) {
    size_t start = skip_mark(bytes, count, at, records);
    size_t blank_end = blank_line_end(bytes, count, start, delimiter);
    if (blank_end <= count) {
      at = past_line_end(bytes, count, blank_end, records);
      records->blank_lines++;
      records->ends_blank = true;
      records->line_count++;
      continue;
    }
    uint32_t *row = records->index + records->records * (columns + 1);
    row[0] = (uint32_t)start - 1;
    record r = read_record(bytes, count, start, delimiter, row + 1, columns);
    if (!r.kind && r.fields != columns) set_fault(&r, csv_ragged, 0);
    uint32_t line = (uint32_t)records->line_count;
    if (r.kind) {
      add_fault(records, (csv_fault){r.kind, (uint32_t)start, (uint32_t)r.end, line, line + r.fault_line,
                                     line + r.line_ends, r.fields, records->ends_blank});
    } else {
      records->lines[records->records++] = line;
    }
    records->ends_blank = false;
    records->carriage_returns += r.lone_carriage;
    records->line_count += r.line_ends + 1;
    at = r.next;
  }
}

void csv_records_free(csv_records *records) {
  free(records->faults);
  records->faults = NULL;
  records->fault_count = records->fault_room = 0;
}

size_t csv_first_record(const uint8_t *bytes, size_t count, uint8_t delimiter) {
  record r = read_record(bytes, count, 0, delimiter, NULL, 0);
  return r.whole ? r.next : 0;
}

// The last line feed outside quotes, given that every quote opens or closes a field or is doubled: the quotes before it
// are then even in number.
static size_t past_last_outer_feed(const uint8_t *bytes, size_t count) {
  size_t quotes = 0;
  for (size_t p = 0; p < count; p++) quotes += bytes[p] == '"';
  for (size_t p = count; p-- > 0;) {
    if (bytes[p] == '\n' && quotes % 2 == 0) return p + 1;
    quotes -= bytes[p] == '"';
  }
  return 0;
}

size_t csv_whole_records(const uint8_t *bytes, size_t count, uint8_t delimiter) {
  if (!memchr(bytes, '"', count)) {
    const uint8_t *feed = memrchr(bytes, '\n', count);
    if (feed) return (size_t)(feed - bytes) + 1;
  } else if (!csv_check_quotes(bytes, count, delimiter).has_odd_quote) {
    size_t end = past_last_outer_feed(bytes, count);
    if (end) return end;
  }
  size_t at = 0;
  while (at < count) {
    record r = read_record(bytes, count, at, delimiter, NULL, 0);
    if (!r.whole) break;
    at = r.next;
  }
  return at;
}

size_t csv_count_lines(const uint8_t *bytes, size_t count) {
  size_t lines = 0;
  for (size_t p = 0; p < count; p++) {
    lines += bytes[p] == '\n' || (bytes[p] == '\r' && !(p + 1 < count && bytes[p + 1] == '\n'));
  }
  return lines;
}
