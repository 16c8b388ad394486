// Sums of products that keep what rounding would lose.
#ifndef LOGISTIC_GRADIENT_H
#define LOGISTIC_GRADIENT_H
#include <stddef.h>

// Adds sum of x[i] * u[i] to *high + *low with an error of about n * 2^-106 relative to the sum of |x[i] * u[i]|.
// All paths (AVX-512, AVX2 with fused multiply-add, and portable) do the same operations in the same order: 0 ulp apart.
void churn_compensated_dot(size_t n, const double *x, const double *u, double *high, double *low);
#endif
