#include "logistic_rows.h"
#include <string.h>

// Contraction is switched off, so that all paths round alike.
#pragma STDC FP_CONTRACT OFF
// Vectors are only passed to functions that are inlined, so how they would be passed does not matter.
#pragma GCC diagnostic ignored "-Wpsabi"

typedef double lanes __attribute__((vector_size(32), aligned(8)));
typedef int64_t bits __attribute__((vector_size(32), aligned(8)));
#define INLINE static inline __attribute__((always_inline))

INLINE lanes all(double x) { return (lanes){x, x, x, x}; }
INLINE lanes choose(bits mask, lanes yes, lanes no) { return (lanes)((mask & (bits)yes) | (~mask & (bits)no)); }

// 2^k for integral k in -1022...1023, by writing the exponent field.
INLINE lanes power_of_two(lanes k) {
  bits shifted = (bits)(k + all(0x1.8p52)) << 52;
  return (lanes)(shifted + (bits)all(1.0));
}

// exp(-a) for a >= 0: a = -(k ln 2 + r), |r| <= ln(2) / 2, Taylor's series to r^13, 2^k in two factors for subnormals.
INLINE lanes exp_of_minus(lanes a) {
  bits beyond = a > all(745.2);
  lanes x = -choose(beyond, all(745.2), a);
  lanes k = (x * all(0x1.71547652b82fep0) + all(0x1.8p52)) - all(0x1.8p52);
  lanes r = (x - k * all(0x1.62e42fefa38p-1)) - k * all(0x1.ef35793c7673p-45);
  lanes q = all(1.0 / 6227020800);
  q = q * r + all(1.0 / 479001600);
  q = q * r + all(1.0 / 39916800);
  q = q * r + all(1.0 / 3628800);
  q = q * r + all(1.0 / 362880);
  q = q * r + all(1.0 / 40320);
  q = q * r + all(1.0 / 5040);
  q = q * r + all(1.0 / 720);
  q = q * r + all(1.0 / 120);
  q = q * r + all(1.0 / 24);
  q = q * r + all(1.0 / 6);
  q = q * r + all(0.5);
  lanes e = all(1.0) + (r + r * r * q);
  lanes half = (k * all(0.5) + all(0x1.8p52)) - all(0x1.8p52);
  return choose(beyond, all(0), e * power_of_two(half) * power_of_two(k - half));
}

// log(1 + e) for e in 0...1: with s = e / (2 + e) it is 2 artanh(s) = e - s * (e - 2 s^2 (1/3 + s^2/5 + ...)).
INLINE lanes log_of_one_plus(lanes e) {
  lanes s = e / (all(2.0) + e);
  lanes t = s * s;
  lanes q = all(2.0 / 35);
  q = q * t + all(2.0 / 33);
  q = q * t + all(2.0 / 31);
  q = q * t + all(2.0 / 29);
  q = q * t + all(2.0 / 27);
  q = q * t + all(2.0 / 25);
  q = q * t + all(2.0 / 23);
  q = q * t + all(2.0 / 21);
  q = q * t + all(2.0 / 19);
  q = q * t + all(2.0 / 17);
  q = q * t + all(2.0 / 15);
  q = q * t + all(2.0 / 13);
  q = q * t + all(2.0 / 11);
  q = q * t + all(2.0 / 9);
  q = q * t + all(2.0 / 7);
  q = q * t + all(2.0 / 5);
  q = q * t + all(2.0 / 3);
  return e - s * (e - t * q);
}

// Four rows: loss, slope and curvature before their weight. `sign` is 1 for label 0 and -1 for label 1.
INLINE void four_rows(const lanes *eta, const lanes *sign, lanes *loss, lanes *slope, lanes *curvature) {
  lanes margin = *eta * *sign;
  bits positive = margin >= all(0);
  lanes e = exp_of_minus(choose(positive, margin, -margin));
  lanes larger = all(1.0) / (all(1.0) + e);
  lanes smaller = e / (all(1.0) + e);
  *loss = choose(positive, margin, all(0)) + log_of_one_plus(e);
  *slope = *sign * choose(positive, larger, smaller);
  *curvature = larger * smaller;
}

INLINE void add(lanes value, lanes *sum, lanes *rest) {
  lanes total = *sum + value, part = total - *sum;
  *rest += (*sum - (total - part)) + (value - part);
  *sum = total;
}

INLINE void rows(size_t n, const double *eta, const uint8_t *labels, const double *weights, double *slopes,
                 double *curvatures, double *high, double *low) {
  lanes sum = all(0), rest = all(0), loss, slope, curvature;
  for (size_t i = 0; i < n; i += 4) {
    size_t left = n - i < 4 ? n - i : 4;
    lanes x = all(0), sign = all(1), w = all(1);
    if (left == 4) {
      x = *(const lanes *)(eta + i);
      if (weights) w = *(const lanes *)(weights + i);
      sign = (lanes){1 - 2.0 * labels[i], 1 - 2.0 * labels[i + 1], 1 - 2.0 * labels[i + 2], 1 - 2.0 * labels[i + 3]};
    } else {
      w = all(0);
      for (size_t j = 0; j < left; j++) {
        x[j] = eta[i + j];
        sign[j] = 1 - 2.0 * labels[i + j];
        w[j] = weights ? weights[i + j] : 1;
      }
    }
    four_rows(&x, &sign, &loss, &slope, &curvature);
    add(loss * w, &sum, &rest);
    slope *= w;
    curvature *= w;
    memcpy(slopes + i, &slope, left * sizeof(double));
    memcpy(curvatures + i, &curvature, left * sizeof(double));
  }
  double h = *high, l = *low;
  for (int j = 0; j < 4; j++) {
    double total = h + sum[j], part = total - h;
    l += ((h - (total - part)) + (sum[j] - part)) + rest[j];
    h = total;
  }
  *high = h;
  *low = l;
}

static void rows_portable(size_t n, const double *eta, const uint8_t *labels, const double *weights, double *slopes,
                          double *curvatures, double *high, double *low) {
  rows(n, eta, labels, weights, slopes, curvatures, high, low);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void rows_avx2(size_t n, const double *eta, const uint8_t *labels,
                                                      const double *weights, double *slopes, double *curvatures,
                                                      double *high, double *low) {
  rows(n, eta, labels, weights, slopes, curvatures, high, low);
}
#endif

void churn_logistic_rows(size_t n, const double *eta, const uint8_t *labels, const double *weights, double *slopes,
                         double *curvatures, double *high, double *low) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    rows_avx2(n, eta, labels, weights, slopes, curvatures, high, low);
    return;
  }
#endif
  rows_portable(n, eta, labels, weights, slopes, curvatures, high, low);
}
