// The logistic arithmetic of a block of rows.
#ifndef LOGISTIC_ROWS_H
#define LOGISTIC_ROWS_H
#include <stddef.h>
#include <stdint.h>

// For each row: slope = w * (p - y), curvature = w * p * (1 - p); adds sum of w * (log(1 + exp(eta)) - y * eta) to
// *high + *low. `weights` may be NULL (all 1); the logs are then taken of products of 1 + exp(-|eta|), kept to twice the
// precision. exp and log1p are within 2 ulp of the true value; p is exactly 0 only where a double has no smaller number.
// All paths (AVX-512, AVX2 with fused multiply-add, and portable) do the same operations in the same order: 0 ulp apart.
void churn_logistic_rows(size_t n, const double *eta, const uint8_t *labels, const double *weights, double *slopes,
                         double *curvatures, double *high, double *low);
#endif
