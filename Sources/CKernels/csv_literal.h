// Decimal literals, shared by the kernels that read them.
#ifndef CSV_LITERAL_H
#define CSV_LITERAL_H
#include "csv_kernels.h"

typedef struct {
  uint64_t digits;            // the first 19 significant digits
  int exponent;               // value = digits * 10^exponent
  bool negative;
  bool cut;                   // there were more digits, not all zero
} csv_literal;

extern const double csv_exact_tens[23];

// Whether the bytes are one literal: sign, digits with at most one point, exponent.
bool csv_read_literal(const uint8_t *p, const uint8_t *end, uint8_t point, csv_literal *l);
// The correctly rounded value, perhaps infinite; a negative zero becomes zero.
double csv_rounded(csv_literal l, const uint8_t *start, const uint8_t *end, uint8_t point);
#endif
