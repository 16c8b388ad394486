// Cells of chosen rows, moved together. Row i is chosen where bit i % 8 of bits[i / 8] is set.
#ifndef COMPRESS_H
#define COMPRESS_H
#include <stddef.h>
#include <stdint.h>

// Copies the cells of the chosen rows, or of all without bits, one after another; returns how many. `to` has room for n;
// what stands behind the cells copied is arbitrary. `to` may be `cells`.
size_t churn_copy_chosen(size_t n, const uint8_t *bits, const double *cells, double *to);

// The same in place.
size_t churn_compress_codes(size_t n, const uint8_t *bits, int32_t *x);
size_t churn_compress_bytes(size_t n, const uint8_t *bits, uint8_t *x);
#endif
