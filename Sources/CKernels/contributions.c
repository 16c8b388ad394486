#include "contributions.h"
#include "processor.h"

// Contraction is switched off, so that all paths round alike.
#pragma STDC FP_CONTRACT OFF
#pragma GCC diagnostic ignored "-Wpsabi"

typedef double lanes __attribute__((vector_size(32), aligned(8)));
typedef int64_t bits __attribute__((vector_size(32), aligned(8)));

INLINE bits pick(bits mask, bits yes, bits no) { return (mask & yes) | (~mask & no); }

INLINE void contribute(size_t n, double *x, double mean, double estimate, double present, double missing) {
  for (size_t i = 0; i < n; i++) {
    double value = (x[i] - mean) * estimate + present;
    x[i] = x[i] == x[i] ? value : missing;
  }
}

INLINE void add(size_t n, const double *x, double *sum) {
  for (size_t i = 0; i < n; i++) sum[i] += x[i];
}

// Four rows: a contribution goes in before the first that is smaller.
INLINE void keep_four(bits x, bits feature, bits *values, bits *features) {
  const bits magnitude = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
  bits above[3];
  for (int k = 0; k < 3; k++) above[k] = (lanes)(x & magnitude) > (lanes)(values[k] & magnitude);
  for (int k = 2; k > 0; k--) {
    values[k] = pick(above[k - 1], values[k - 1], pick(above[k], x, values[k]));
    features[k] = pick(above[k - 1], features[k - 1], pick(above[k], feature, features[k]));
  }
  values[0] = pick(above[0], x, values[0]);
  features[0] = pick(above[0], feature, features[0]);
}

INLINE void keep_strongest(size_t n, const double *x, int64_t feature, size_t stride, double *values,
                           int64_t *features) {
  const bits one = {feature, feature, feature, feature};
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    bits v[3], f[3];
    for (int k = 0; k < 3; k++) {
      v[k] = *(const bits *)(values + k * stride + i);
      f[k] = *(const bits *)(features + k * stride + i);
    }
    keep_four(*(const bits *)(x + i), one, v, f);
    for (int k = 0; k < 3; k++) {
      *(bits *)(values + k * stride + i) = v[k];
      *(bits *)(features + k * stride + i) = f[k];
    }
  }
  for (; i < n; i++) {
    int place = 3;
    while (place > 0 && __builtin_fabs(x[i]) > __builtin_fabs(values[(place - 1) * stride + i])) {
      if (place < 3) {
        values[place * stride + i] = values[(place - 1) * stride + i];
        features[place * stride + i] = features[(place - 1) * stride + i];
      }
      place--;
    }
    if (place < 3) {
      values[place * stride + i] = x[i];
      features[place * stride + i] = feature;
    }
  }
}

PATHS(contribute, (size_t n, double *x, double mean, double estimate, double present, double missing),
      (n, x, mean, estimate, present, missing))
PATHS(add, (size_t n, const double *x, double *sum), (n, x, sum))
PATHS(keep_strongest,
      (size_t n, const double *x, int64_t feature, size_t stride, double *values, int64_t *features),
      (n, x, feature, stride, values, features))
