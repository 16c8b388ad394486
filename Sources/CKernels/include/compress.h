// Cells of chosen rows, moved together in place.
#ifndef COMPRESS_H
#define COMPRESS_H
#include <stddef.h>
#include <stdint.h>

// Keeps x[i] where bit i % 8 of bits[i / 8] is set, in order; returns how many were kept. What stands behind them is
// arbitrary.
size_t churn_compress(size_t n, const uint8_t *bits, double *x);
size_t churn_compress_codes(size_t n, const uint8_t *bits, int32_t *x);
size_t churn_compress_bytes(size_t n, const uint8_t *bits, uint8_t *x);
#endif
