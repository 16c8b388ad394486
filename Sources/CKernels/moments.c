#include "moments.h"
#include <string.h>
#include "eights.h"
#include "processor.h"

// Eight values and their weights; behind the last value weights are 0.
INLINE void take(size_t left, const double *x, const double *weights, lanes *values, lanes *mass) {
  if (left >= WIDTH) {
    memcpy(values, x, sizeof *values);
    if (weights) memcpy(mass, weights, sizeof *mass);
    else *mass = all(1);
    return;
  }
  *values = all(0);
  *mass = all(0);
  for (size_t k = 0; k < left; k++) (*values)[k] = x[k], (*mass)[k] = weights ? weights[k] : 1;
}

INLINE double total(lanes v) {
  double sum = v[0];
  for (int k = 1; k < WIDTH; k++) sum += v[k];
  return sum;
}

INLINE struct churn_moments measure(size_t n, const double *x, const double *weights, double scale) {
  lanes sum = all(0), weight = all(0), v, w;
  for (size_t i = 0; i < n; i += WIDTH) {
    take(n - i, x + i, weights ? weights + i : NULL, &v, &w);
    sum += w * (v * all(scale));
    weight += w;
  }
  double whole = total(weight), first = total(sum) / whole;
  lanes rest = all(0), squares = all(0);
  for (size_t i = 0; i < n; i += WIDTH) {
    take(n - i, x + i, weights ? weights + i : NULL, &v, &w);
    lanes gap = v * all(scale) - all(first), part = w * gap;
    rest += part;
    squares = fused(part, gap, squares);
  }
  double left = total(rest);
  return (struct churn_moments){whole, first + left / whole, total(squares) - left * left / whole};
}

VALUE_PATHS(measure, struct churn_moments, (size_t n, const double *x, const double *weights, double scale),
            (n, x, weights, scale))
