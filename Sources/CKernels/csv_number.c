// Decimal literals to numbers: digits -> integer -> one correctly rounded scaling.
//
// Literals of up to eight characters are read eight bytes at a time. Where the digits fit 53 bits and the power of ten
// is exact, one division or multiplication rounds once (Clinger 1990, doi:10.1145/93542.93557). Where they fit 64 bits
// the x87 format's 64-bit significand does the same, and only results next to a rounding boundary of the 53-bit format
// go to strtod in the C locale, like everything else.
#define _GNU_SOURCE
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "csv_kernels.h"

static const double exact_tens[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
static const int64_t integer_tens[10] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

typedef struct {
  uint64_t digits;            // the first 19 significant digits
  int exponent;               // value = digits * 10^exponent
  bool negative;
  bool cut;                   // there were more digits, not all zero
} literal;

static inline bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

static inline void take_digit(literal *l, uint8_t byte, bool fraction, int *significant) {
  if (*significant < 19) {
    l->digits = l->digits * 10 + (byte - '0');
    if (l->digits) ++*significant;
    if (fraction) l->exponent--;
  } else {
    if (byte != '0') l->cut = true;
    if (!fraction) l->exponent++;
  }
}

// The exponent part after 'e'; false when it is malformed.
static bool read_exponent(const uint8_t *p, const uint8_t *end, int *exponent) {
  bool negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  if (p == end) return false;
  int value = 0;
  for (; p < end; p++) {
    if (!is_digit(*p)) return false;
    if (value < 100000) value = value * 10 + (*p - '0');
  }
  *exponent += negative ? -value : value;
  return true;
}

// Whether the bytes are one literal: sign, digits with at most one point, exponent.
static bool read_literal(const uint8_t *p, const uint8_t *end, uint8_t point, literal *l) {
  *l = (literal){0};
  if (p < end && (*p == '-' || *p == '+')) l->negative = *p++ == '-';
  int significant = 0;
  bool fraction = false, any = false;
  for (; p < end; p++) {
    if (is_digit(*p)) {
      take_digit(l, *p, fraction, &significant);
      any = true;
    } else if (*p == point && !fraction) {
      fraction = true;
    } else {
      break;
    }
  }
  if (!any) return false;
  if (p == end) return true;
  return (*p | 0x20) == 'e' && read_exponent(p + 1, end, &l->exponent);
}

static double by_library(const uint8_t *start, const uint8_t *end, uint8_t point) {
  static locale_t plain;      // made once; a race makes two of the same
  if (!plain) plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  char small[128];
  size_t count = (size_t)(end - start);
  char *copy = count < sizeof small ? small : malloc(count + 1);
  if (!copy) abort();
  for (size_t i = 0; i < count; i++) copy[i] = start[i] == point ? '.' : (char)start[i];
  copy[count] = 0;
  double value = plain ? strtod_l(copy, NULL, plain) : strtod(copy, NULL);
  if (copy != small) free(copy);
  return value;
}

#if defined(__x86_64__)
// digits * 10^exponent rounded once to 64 bits; false when rounding that to 53 bits could differ from the true value.
static bool by_extended(uint64_t digits, int exponent, double *value) {
  static const long double tens[28] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,
                                       1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L,
                                       1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};
  if (exponent < -27 || exponent > 27) return false;
  long double scaled = exponent < 0 ? (long double)digits / tens[-exponent] : (long double)digits * tens[exponent];
  uint64_t significand;
  memcpy(&significand, &scaled, 8);
  uint64_t rest = significand & 0x7FF;
  if (rest >= 0x3FF && rest <= 0x401) return false;
  *value = (double)scaled;
  return true;
}
#else
static bool by_extended(uint64_t digits, int exponent, double *value) {
  (void)digits, (void)exponent, (void)value;
  return false;
}
#endif

// The correctly rounded value; a negative zero becomes zero.
static double rounded(literal l, const uint8_t *start, const uint8_t *end, uint8_t point) {
  double value;
  if (l.digits == 0) return 0;
  if (!l.cut && l.digits <= (1ull << 53) && l.exponent >= -22 && l.exponent <= 22) {
    value = (double)l.digits;
    value = l.exponent < 0 ? value / exact_tens[-l.exponent] : value * exact_tens[l.exponent];
    return l.negative ? -value : value;
  }
  if (!l.cut && by_extended(l.digits, l.exponent, &value)) return l.negative ? -value : value;
  value = by_library(start, end, point);
  return value == 0 ? 0 : value;
}

int csv_parse_number(const uint8_t *start, const uint8_t *end, uint8_t point, double *value) {
  literal l;
  if (!read_literal(start, end, point, &l)) return 1;
  *value = rounded(l, start, end, point);
  return isinf(*value) ? 2 : 0;
}

// One to eight bytes before `end`, digits with at most one point, to an integer and its decimals.
static inline bool read_short(const uint8_t *end, size_t length, uint8_t point, uint32_t *digits, int *decimals) {
  const uint64_t ones = 0x0101010101010101ull, zeros = 0x3030303030303030ull, highs = 0x8080808080808080ull;
  uint64_t word;
  memcpy(&word, end - 8, 8);
  int unused = 8 * (8 - (int)length);
  uint64_t below = (1ull << unused) - 1;
  word = (word & ~below) | (zeros & below);
  uint64_t hit = word ^ (ones * point);
  hit = (hit - ones) & ~hit & highs;
  *decimals = 0;
  if (hit) {
    if (length == 1) return false;
    int at = __builtin_ctzll(hit) & ~7;
    uint64_t before = (1ull << at) - 1;
    *decimals = 7 - at / 8;
    word = (word & ~(before | (0xFFull << at))) | (word & before) << 8 | 0x30;
  }
  uint64_t values = word - zeros;
  if (((word + 0x4646464646464646ull) | values) & highs) return false;
  values = values * 10 + (values >> 8);
  uint64_t low = (values & 0x000000FF000000FFull) * 0x000F424000000064ull;
  uint64_t high = ((values >> 16) & 0x000000FF000000FFull) * 0x0000271000000001ull;
  *digits = (uint32_t)((low + high) >> 32);
  return true;
}

static void widen(csv_numbers *n, size_t records) {
  if (n->is_wide) return;
  for (size_t i = 0; i < records; i++) {
    n->wide[i] = n->narrow[i] == INT32_MIN ? NAN : (double)n->narrow[i] / exact_tens[n->decimals];
  }
  n->is_wide = true;
  n->decimals = 0;
}

// Brings the numbers before `records` to more decimals, or to doubles when they would not fit.
static void add_decimals(csv_numbers *n, size_t records, int decimals) {
  int64_t factor = integer_tens[decimals - n->decimals];
  if ((int64_t)n->magnitude * factor > INT32_MAX) {
    widen(n, records);
    return;
  }
  uint32_t magnitude = 0;
  for (size_t i = 0; i < records; i++) {
    if (n->narrow[i] == INT32_MIN) continue;
    n->narrow[i] = (int32_t)(n->narrow[i] * factor);
    magnitude |= (uint32_t)abs(n->narrow[i]);
  }
  n->magnitude = magnitude;
  n->decimals = decimals;
}

// Stores digits / 10^decimals; false when it needs a double.
static inline bool store_narrow(csv_numbers *n, size_t record, int64_t value, int decimals) {
  if (decimals > n->decimals) {
    add_decimals(n, record, decimals);
    if (n->is_wide) return false;
  }
  if (decimals < n->decimals) {
    if (value > INT32_MAX || value < -INT32_MAX) return false;
    value *= integer_tens[n->decimals - decimals];
  }
  if (value > INT32_MAX || value < -INT32_MAX) return false;
  n->narrow[record] = (int32_t)value;
  n->magnitude |= (uint32_t)(value < 0 ? -value : value);
  return true;
}

// The integer form of a literal with its zeros at the end cut off; false when it has none.
static bool integer_form(literal l, int64_t *value, int *decimals) {
  if (l.cut || l.exponent > 9 || l.exponent < -30) return false;
  while (l.exponent < -9) {
    if (l.digits % 10) return false;
    l.digits /= 10;
    l.exponent++;
  }
  if (l.digits > INT32_MAX) return false;
  *value = (int64_t)l.digits * (l.exponent > 0 ? integer_tens[l.exponent] : 1);
  if (l.negative) *value = -*value;
  *decimals = l.exponent < 0 ? -l.exponent : 0;
  return true;
}

static void set_empty(csv_numbers *n, size_t record) {
  if (n->is_wide) n->wide[record] = NAN;
  n->narrow[record] = INT32_MIN;
}

static void read_any(const csv_cells *cells, size_t record, csv_numbers *n) {
  csv_cell cell = csv_cell_at(cells, record);
  const uint8_t *p = cell.start, *end = cell.end;
  while (p < end && (*p == ' ' || *p == '\t')) p++;
  while (p < end && (end[-1] == ' ' || end[-1] == '\t')) end--;
  literal l;
  double value = INFINITY;
  bool is_number = read_literal(p, end, n->point, &l);
  if (is_number && !n->is_wide) {
    int64_t integer;
    int decimals;
    if (integer_form(l, &integer, &decimals) && store_narrow(n, record, integer, decimals)) return;
  }
  if (is_number) value = rounded(l, p, end, n->point);
  if (isfinite(value)) {
    widen(n, record);
    n->wide[record] = value;
    return;
  }
  set_empty(n, record);
  if (!is_number && csv_is_missing(cells, cell)) {
    if (n->missing_count++ == 0) n->first_missing = record;
  } else {
    n->bad[n->bad_count++] = (uint32_t)record;
  }
}

void csv_read_numbers(const csv_cells *cells, csv_numbers *n) {
  n->is_wide = false;
  n->decimals = 0;
  n->magnitude = 0;
  n->bad_count = n->missing_count = n->first_missing = 0;
  const uint8_t *bytes = cells->bytes;
  const uint32_t *index = cells->index;
  for (size_t record = 0; record < cells->records; record++, index += cells->stride) {
    const uint8_t *start = bytes + (uint32_t)(index[0] + 1), *end = bytes + index[1];
    if (cells->is_last && end > start && end[-1] == '\r') end--;
    if (start == end) {
      set_empty(n, record);
      if (n->missing_count++ == 0) n->first_missing = record;
      continue;
    }
    bool negative = *start == '-';
    start += negative;
    size_t length = (size_t)(end - start);
    uint32_t digits;
    int decimals;
    if (length - 1 < 8 && read_short(end, length, n->point, &digits, &decimals)) {
      int64_t value = negative ? -(int64_t)digits : (int64_t)digits;
      if (n->is_wide) {
        n->wide[record] = (double)value / exact_tens[decimals];
        continue;
      }
      if (store_narrow(n, record, value, decimals)) continue;
    }
    read_any(cells, record, n);
  }
}
