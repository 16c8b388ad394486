// Narrow columns to the doubles of a block.
#ifndef COLUMNS_H
#define COLUMNS_H
#include <stddef.h>
#include <stdint.h>
#include "compress.h"

// Writes stored values of `width` 1, 2 or 4 bytes as doubles, each divided by `scale`; the smallest stored value is
// missing and becomes NaN. With `rows`, value i is that at rows[i] - first, else that at i. `scale` is a power of ten up to
// 10^9; quotients are correctly rounded, so all paths give the same bits.
void churn_widen(size_t n, const void *from, int width, const int32_t *rows, int32_t first, double scale, double *to);

// What becomes of a value x: x * factor - shift; a missing one counts as `fill`.
struct churn_scaling {
  double factor, shift, fill;
};

// Writes stored values like churn_widen (of width 8: doubles, NaN is missing), each scaled. All paths give the same bits.
void churn_widen_scaled(size_t n, const void *from, int width, double scale, struct churn_scaling scaling, double *to);

// Writes those that are kept likewise; returns how many. `to` has room for n.
size_t churn_widen_kept(size_t n, const void *from, int width, struct churn_kept rows, double scale,
                        struct churn_scaling scaling, double *to);

// Asks for bytes that will be wanted soon; they need not be there.
void churn_fetch(const void *from, size_t bytes);

// Writes numbers in a form of `width` 1, 2 or 4 bytes that holds them all; INT32_MIN, which is missing, becomes the smallest
// of that form. Returns the sum of the others; exact.
int64_t churn_narrow(size_t n, const int32_t *from, int width, void *to);

// The sum of stored values, those that are missing left out and counted; exact.
int64_t churn_sum_stored(size_t n, const void *from, int width, int64_t *missing);

// Those of the rows that are kept.
int64_t churn_sum_kept(size_t n, const void *from, int width, struct churn_kept rows, int64_t *missing);

// Whether all rows lie in first ..< end.
int churn_all_within(size_t n, const int32_t *rows, int32_t first, int32_t end);

// Writes stored codes of `width` 1, 2 or 4 bytes at full width, chosen likewise.
void churn_widen_codes(size_t n, const void *from, int width, const int32_t *rows, int32_t first, int32_t *to);

// Writes the codes of rows that are kept; returns how many. `to` has room for n.
size_t churn_codes_kept(size_t n, const void *from, int width, struct churn_kept rows, int32_t *to);

// Writes `one` where a code is `level`, else `zero`.
void churn_indicate(size_t n, const int32_t *codes, int32_t level, double zero, double one, double *to);

// to = the square roots of `from`.
void churn_square_roots(size_t n, const double *from, double *to);

// to = a * b, element by element.
void churn_products(size_t n, const double *a, const double *b, double *to);

// What a column of a block holds.
struct churn_range {
  double least, most;
  // NaN where a value is not finite, else 0.
  double excess;
  // Values that are neither `zero` nor `one`; none are counted where there were some before.
  int64_t others;
};

// Joins the values of a block to a range.
void churn_join_range(size_t n, const double *x, double zero, double one, struct churn_range *range);
#endif
