#include "logistic_gradient.h"
#include "processor.h"

// Contraction is switched off: every fused operation is written out, so that all paths round alike.
#pragma STDC FP_CONTRACT OFF

typedef double lanes __attribute__((vector_size(32), aligned(8)));

// Two-sum and two-product in eight lanes (Ogita, Rump, Oishi 2005, doi:10.1137/030601818), then the lanes in order.
INLINE void compensated_dot(size_t n, const double *x, const double *u, double *high, double *low) {
  lanes sum[2] = {{0}, {0}}, rest[2] = {{0}, {0}};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 2; k++) {
      lanes a = *(const lanes *)(x + i + 4 * k);
      lanes b = *(const lanes *)(u + i + 4 * k);
      lanes product = a * b;
      lanes lost = __builtin_elementwise_fma(a, b, -product);
      lanes total = sum[k] + product;
      lanes part = total - sum[k];
      rest[k] += ((sum[k] - (total - part)) + (product - part)) + lost;
      sum[k] = total;
    }
  }
  double h = *high, l = *low;
  for (int k = 0; k < 2; k++) {
    for (int j = 0; j < 4; j++) {
      double total = h + sum[k][j], part = total - h;
      l += ((h - (total - part)) + (sum[k][j] - part)) + rest[k][j];
      h = total;
    }
  }
  for (; i < n; i++) {
    double product = x[i] * u[i], lost = __builtin_fma(x[i], u[i], -product);
    double total = h + product, part = total - h;
    l += ((h - (total - part)) + (product - part)) + lost;
    h = total;
  }
  *high = h;
  *low = l;
}

PATHS(compensated_dot, (size_t n, const double *x, const double *u, double *high, double *low), (n, x, u, high, low))
