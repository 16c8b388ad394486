// The products of a block of rows with a point and with the slopes of the loss.
#ifndef LOGISTIC_PRODUCTS_H
#define LOGISTIC_PRODUCTS_H
#include <stddef.h>

// Column j of the block starts at z + j * stride. All paths (AVX-512, AVX2 with fused multiply-add, and portable) do
// the same operations in the same order: 0 ulp apart.

// to[i] = sum over columns of z[i] * b, fused, in the order of the columns.
void churn_predict(size_t n, const double *z, size_t stride, size_t q, const double *b, double *to);

// The same to twice the precision, rounded once: large slopes that cancel leave no trace. Some ten times the work.
void churn_predict_exactly(size_t n, const double *z, size_t stride, size_t q, const double *b, double *to);

// to[j] = sum over rows of z[j] * u: plain sums in eight lanes, for blocks that are short and added with compensation.
void churn_dots(size_t n, const double *z, size_t stride, size_t q, const double *u, double *to);
#endif
