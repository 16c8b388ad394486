// The mean and the spread of a column of a block.
#ifndef MOMENTS_H
#define MOMENTS_H
#include <stddef.h>

struct churn_moments {
  // Sum of the weights, weighted mean of x times the scale, and weighted sum of squared deviations from it.
  double weight, mean, squares;
};

// The moments of n > 0 values times a scale: the mean first, then deviations from it. Without weights (NULL) each weighs 1.
// All paths (AVX-512, AVX2 with fused multiply-add, and portable) add in the same order: 0 ulp apart.
struct churn_moments churn_measure(size_t n, const double *x, const double *weights, double scale);
#endif
