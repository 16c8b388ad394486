// The curvature of a block of rows.
#ifndef LOGISTIC_GRAM_H
#define LOGISTIC_GRAM_H
#include <stddef.h>

// c[j * q + i] = sum over rows of w * z[i] * z[j] for i <= j; column j of the block starts at z + j * stride. `w` may be
// NULL (all 1). All paths (AVX-512, AVX2 with fused multiply-add, and portable) do the same operations in the same
// order: 0 ulp apart. `room` is for 4 * n numbers, or NULL: with many columns it saves weighting them over and over.
void churn_weighted_gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *room, double *c);

// high + low += x, the sums kept to twice the precision.
void churn_add_compensated(size_t n, const double *x, double *high, double *low);
#endif
