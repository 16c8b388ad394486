// Decimal literals to numbers: digits -> integer -> one correctly rounded scaling.
//
// Where the digits fit 53 bits and the power of ten
// is exact, one division or multiplication rounds once (Clinger 1990, doi:10.1145/93542.93557). Where they fit 64 bits
// the x87 format's 64-bit significand does the same, and only results next to a rounding boundary of the 53-bit format
// go to strtod in the C locale, like everything else.
#define _GNU_SOURCE
#include <locale.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "csv_literal.h"

const double csv_exact_tens[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static inline bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

// The value of eight digits; false when there are other bytes among them.
static inline bool eight_digits(const uint8_t *p, uint64_t *value) {
  uint64_t word;
  memcpy(&word, p, 8);
  uint64_t values = word - 0x3030303030303030ull;
  if (((word + 0x4646464646464646ull) | values) & 0x8080808080808080ull) return false;
  values = values * 10 + (values >> 8);
  uint64_t low = (values & 0x000000FF000000FFull) * 0x000F424000000064ull;
  uint64_t high = ((values >> 16) & 0x000000FF000000FFull) * 0x0000271000000001ull;
  *value = (uint32_t)((low + high) >> 32);
  return true;
}

static inline void take_digit(csv_literal *l, uint8_t byte, bool fraction) {
  if (l->digits < 1000000000000000000ull) {
    l->digits = l->digits * 10 + (byte - '0');
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
bool csv_read_literal(const uint8_t *p, const uint8_t *end, uint8_t point, csv_literal *l) {
  *l = (csv_literal){0};
  if (p < end && (*p == '-' || *p == '+')) l->negative = *p++ == '-';
  bool fraction = false, any = false;
  for (; p < end; p++) {
    uint64_t eight;
    while (end - p >= 8 && l->digits < 100000000000ull && eight_digits(p, &eight)) {
      l->digits = l->digits * 100000000 + eight;
      if (fraction) l->exponent -= 8;
      any = true;
      p += 8;
    }
    if (p == end) break;
    if (is_digit(*p)) {
      take_digit(l, *p, fraction);
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
  static _Atomic(locale_t) made;   // a race makes two of the same
  locale_t plain = atomic_load(&made);
  if (!plain) {
    plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    atomic_store(&made, plain);
  }
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
double csv_rounded(csv_literal l, const uint8_t *start, const uint8_t *end, uint8_t point) {
  double value;
  if (l.digits == 0) return 0;
  if (!l.cut && l.digits <= (1ull << 53) && l.exponent >= -22 && l.exponent <= 22) {
    value = (double)l.digits;
    value = l.exponent < 0 ? value / csv_exact_tens[-l.exponent] : value * csv_exact_tens[l.exponent];
    return l.negative ? -value : value;
  }
  if (!l.cut && by_extended(l.digits, l.exponent, &value)) return l.negative ? -value : value;
  value = by_library(start, end, point);
  return value == 0 ? 0 : value;
}

int csv_parse_number(const uint8_t *start, const uint8_t *end, uint8_t point, double *value) {
  csv_literal l;
  if (!csv_read_literal(start, end, point, &l)) return 1;
  *value = csv_rounded(l, start, end, point);
  return isinf(*value) ? 2 : 0;
}
