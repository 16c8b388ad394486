#include "logistic_products.h"
#include <string.h>
#include "eights.h"
#include "processor.h"

// The predictors of `groups` times eight rows; the columns are added in order.
INLINE void predict_rows(const double *z, size_t stride, size_t q, const double *b, double *to, int groups) {
  lanes sum[4];
  for (int g = 0; g < groups; g++) sum[g] = all(0);
  for (size_t j = 0; j < q; j++) {
    lanes slope = all(b[j]);
    for (int g = 0; g < groups; g++) {
      sum[g] = fused(*(const lanes *)(z + j * stride + g * WIDTH), slope, sum[g]);
    }
  }
  for (int g = 0; g < groups; g++) *(lanes *)(to + g * WIDTH) = sum[g];
}

INLINE void predict(size_t n, const double *z, size_t stride, size_t q, const double *b, double *to) {
  size_t i = 0;
  for (; i + 4 * WIDTH <= n; i += 4 * WIDTH) predict_rows(z + i, stride, q, b, to + i, 4);
  for (; i + WIDTH <= n; i += WIDTH) predict_rows(z + i, stride, q, b, to + i, 1);
  for (; i < n; i++) {
    double sum = 0;
    for (size_t j = 0; j < q; j++) sum = __builtin_fma(z[j * stride + i], b[j], sum);
    to[i] = sum;
  }
}

// The same to twice the precision, rounded once: two-product and two-sum (Ogita, Rump, Oishi 2005,
// doi:10.1137/030601818).
INLINE void predict_exactly(size_t n, const double *z, size_t stride, size_t q, const double *b, double *to) {
  for (size_t i = 0; i < n; i += WIDTH) {
    size_t left = n - i < WIDTH ? n - i : WIDTH;
    lanes sum = all(0), rest = all(0);
    for (size_t j = 0; j < q; j++) {
      lanes x = all(0), slope = all(b[j]);
      memcpy(&x, z + j * stride + i, left * sizeof(double));
      lanes product = x * slope, lost = fused(x, slope, -product);
      lanes total = sum + product, part = total - sum;
      rest += ((sum - (total - part)) + (product - part)) + lost;
      sum = total;
    }
    sum += rest;
    memcpy(to + i, &sum, left * sizeof(double));
  }
}

// The products of up to four columns with a vector.
INLINE void dot_columns(size_t n, const double *z, size_t stride, const double *u, double *to, int columns) {
  lanes sum[4];
  for (int c = 0; c < columns; c++) sum[c] = all(0);
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) {
    lanes right = *(const lanes *)(u + i);
    for (int c = 0; c < columns; c++) {
      sum[c] = fused(*(const lanes *)(z + c * stride + i), right, sum[c]);
    }
  }
  for (int c = 0; c < columns; c++) {
    double total = sum[c][0];
    for (int lane = 1; lane < WIDTH; lane++) total += sum[c][lane];
    for (size_t r = i; r < n; r++) total = __builtin_fma(z[c * stride + r], u[r], total);
    to[c] = total;
  }
}

INLINE void dots(size_t n, const double *z, size_t stride, size_t q, const double *u, double *to) {
  size_t j = 0;
  for (; j + 4 <= q; j += 4) dot_columns(n, z + j * stride, stride, u, to + j, 4);
  for (; j < q; j++) dot_columns(n, z + j * stride, stride, u, to + j, 1);
}

PATHS(predict, (size_t n, const double *z, size_t stride, size_t q, const double *b, double *to),
      (n, z, stride, q, b, to))
PATHS(predict_exactly, (size_t n, const double *z, size_t stride, size_t q, const double *b, double *to),
      (n, z, stride, q, b, to))
PATHS(dots, (size_t n, const double *z, size_t stride, size_t q, const double *u, double *to),
      (n, z, stride, q, u, to))
