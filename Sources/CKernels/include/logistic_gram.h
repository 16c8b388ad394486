// The curvature of a block of rows.
#ifndef LOGISTIC_GRAM_H
#define LOGISTIC_GRAM_H
#include <stddef.h>
#include <stdint.h>

// c[j * q + i] = sum over rows of w * z[i] * z[j] for i <= j; column j of the block starts at z + j * stride. `w` may be
// NULL (all 1). All paths (AVX-512, AVX2 with fused multiply-add, and portable) do the same operations in the same
// order: 0 ulp apart. `room` is for 4 * n numbers, or NULL: with many columns it saves weighting them over and over.
void churn_weighted_gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *room, double *c);

// The same to single precision, with twice as many numbers in a vector. `room` is for (q + 7) * (n + 15) floats.
void churn_rough_gram(size_t n, const double *z, size_t stride, size_t q, const double *w, float *room, double *c);

// sums[l * step + j] += sum over the rows of level l of w * z[j], and for j = q that of `last`, which may be NULL; rows of a
// level below 0 are left out. Behind `sums` 7 more numbers must lie.
void churn_add_by_level(size_t n, const double *z, size_t stride, size_t q, const double *w, const double *last,
                        const int32_t *levels, double *sums, size_t step);

// high + low += x, the sums kept to twice the precision.
void churn_add_compensated(size_t n, const double *x, double *high, double *low);
#endif
