#include "logistic_gram.h"

// Contraction is switched off: every fused operation is written out, so that all paths round alike.
#pragma STDC FP_CONTRACT OFF
#pragma GCC diagnostic ignored "-Wpsabi"
#define INLINE static inline __attribute__((always_inline))

typedef double lanes __attribute__((vector_size(32), aligned(8)));

INLINE lanes all(double x) { return (lanes){x, x, x, x}; }

// `count` (1 to 3) columns from j on, times three columns from i on, over four rows at a time; lanes are added in order.
INLINE void tile(size_t n, const double *z, size_t stride, const double *w, size_t i, size_t j, int rows, int columns,
                 double sums[3][3]) {
  lanes sum[3][3];
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) sum[a][b] = all(0);
  size_t k = 0;
  for (; k + 4 <= n; k += 4) {
    lanes right[3];
    lanes weight = w ? *(const lanes *)(w + k) : all(1);
#pragma clang loop unroll(full)
    for (int b = 0; b < 3; b++)
      if (b < columns) right[b] = *(const lanes *)(z + (j + b) * stride + k) * weight;
#pragma clang loop unroll(full)
    for (int a = 0; a < 3; a++) {
      if (a < rows) {
        lanes left = *(const lanes *)(z + (i + a) * stride + k);
#pragma clang loop unroll(full)
        for (int b = 0; b < 3; b++)
          if (b < columns) sum[a][b] = __builtin_elementwise_fma(left, right[b], sum[a][b]);
      }
    }
  }
  for (int a = 0; a < rows; a++) {
    for (int b = 0; b < columns; b++) {
      double total = ((sum[a][b][0] + sum[a][b][1]) + sum[a][b][2]) + sum[a][b][3];
      for (size_t r = k; r < n; r++) {
        double weighted = z[(j + b) * stride + r] * (w ? w[r] : 1);
        total = __builtin_fma(z[(i + a) * stride + r], weighted, total);
      }
      sums[a][b] = total;
    }
  }
}

INLINE void gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c) {
  double sums[3][3];
  for (size_t j = 0; j < q; j += 3) {
    int columns = q - j < 3 ? (int)(q - j) : 3;
    for (size_t i = 0; i <= j; i += 3) {
      int rows = q - i < 3 ? (int)(q - i) : 3;
      if (rows == 3 && columns == 3) {
        tile(n, z, stride, w, i, j, 3, 3, sums);
      } else {
        tile(n, z, stride, w, i, j, rows, columns, sums);
      }
      for (int a = 0; a < rows; a++)
        for (int b = 0; b < columns; b++)
          if (i + a <= j + b) c[(j + b) * q + i + a] = sums[a][b];
    }
  }
}

static void gram_portable(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c) {
  gram(n, z, stride, q, w, c);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void gram_avx2(size_t n, const double *z, size_t stride, size_t q,
                                                          const double *w, double *c) {
  gram(n, z, stride, q, w, c);
}
#endif

void churn_weighted_gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    gram_avx2(n, z, stride, q, w, c);
    return;
  }
#endif
  gram_portable(n, z, stride, q, w, c);
}
