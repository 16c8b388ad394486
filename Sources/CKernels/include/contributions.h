// What features push on the log-odds of a block of rows.
#ifndef CONTRIBUTIONS_H
#define CONTRIBUTIONS_H
#include <stddef.h>
#include <stdint.h>

// x = (x - mean) * estimate + present, or `missing` where x is NaN.
void churn_contribute(size_t n, double *x, double mean, double estimate, double present, double missing);

// sum += x, element by element.
void churn_add(size_t n, const double *x, double *sum);

// Keeps the three contributions of largest magnitude of each row, largest first, and the features they are of: row i's
// k-th stands at value[k * stride + i] and feature[k * stride + i]. Equal ones keep the order in which they came.
void churn_keep_strongest(size_t n, const double *x, int64_t feature, size_t stride, double *values,
                          int64_t *features);
#endif
