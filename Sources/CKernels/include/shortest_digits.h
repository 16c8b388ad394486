// Shortest decimals of doubles, eight at a time.
#ifndef SHORTEST_DIGITS_H
#define SHORTEST_DIGITS_H
#include <stddef.h>
#include <stdint.h>

// How doubles of one exponent are scaled: (2^52 + fraction) * 2^shift * (high * 2^64 + low) / 2^128 = |x| * 10^-k with
// 16 or 17 digits before the point. Of an exponent that doubles without a fast way have, zeros.
struct churn_scale {
  uint64_t high, low;
  int64_t k;
  uint64_t shift;
};

// The text of the decimal with the fewest digits that reads back to each double: 24 bytes, in words[i], words[stride + i]
// and words[2 * stride + i], the first lowest, of which lengths[i] count. The length is 0 where another way must be gone:
// for zero, subnormal numbers, powers of two, infinities and NaN; where the text has an exponent, no point, more than
// four zeros behind the point or more than seven digits before it; and where one product does not tell the digits.
//
// scales: one for each of the 2,048 exponents. The result does not depend on the vectors used.
void churn_shortest_digits(size_t n, const double *x, const struct churn_scale *scales, size_t stride, uint64_t *words,
                           uint64_t *lengths);
#endif
