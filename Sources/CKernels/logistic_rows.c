#include "logistic_rows.h"
#include <math.h>
#include <string.h>
#include "eights.h"
#include "processor.h"

typedef uint8_t bytes __attribute__((vector_size(8), aligned(1)));

INLINE lanes magnitude(lanes x) { return (lanes)((bits)x & ~(bits)all(-0.0)); }

// 2^k for integral k in -1022...1023, by writing the exponent field.
INLINE lanes power_of_two(lanes k) {
  bits shifted = (bits)(k + all(0x1.8p52)) << 52;
  return (lanes)(shifted + (bits)all(1.0));
}

// exp(-a) for a >= 0: a = -(k ln 2 + r), |r| <= ln(2) / 2; exp(r) = 1 + r + r^2 q(r), q the polynomial of degree 9
// through the Chebyshev nodes (0.2 units in the last place); 2^k in two factors for subnormals.
//
// Only beyond 708 are there subnormals, and from 745.2 on it is 0; whether there may be any is a constant where this is inlined.
INLINE lanes exp_of_minus(lanes a, int may_be_large) {
  bits beyond = a > all(745.2);
  lanes x = may_be_large ? -choose(beyond, all(745.2), a) : -a;
  lanes k = fused(x, all(0x1.71547652b82fep0), all(0x1.8p52)) - all(0x1.8p52);
  lanes r = fused(k, all(-0x1.ef35793c7673p-45), fused(k, all(-0x1.62e42fefa38p-1), x));
  lanes q = all(0x1.af389eea54156p-26);
  q = fused(q, r, all(0x1.28917c9f3a495p-22));
  q = fused(q, r, all(0x1.71de0db2eb873p-19));
  q = fused(q, r, all(0x1.a019b914881bap-16));
  q = fused(q, r, all(0x1.a01a01a7c2f2cp-13));
  q = fused(q, r, all(0x1.6c16c17889f3cp-10));
  q = fused(q, r, all(0x1.11111111109b5p-7));
  q = fused(q, r, all(0x1.5555555553d68p-5));
  q = fused(q, r, all(0x1.5555555555556p-3));
  q = fused(q, r, all(0x1.0000000000001p-1));
  lanes e = all(1.0) + fused(r * r, q, r);
  if (!may_be_large) return e * power_of_two(k);
  lanes half = fused(k, all(0.5), all(0x1.8p52)) - all(0x1.8p52);
  return choose(beyond, all(0), e * power_of_two(half) * power_of_two(k - half));
}

// log(1 + e) for e in 0...1: with s = e / (2 + e) it is 2 artanh(s) = e - s * (e - 2 s^2 (1/3 + s^2/5 + ...)).
INLINE lanes log_of_one_plus(lanes e) {
  lanes s = e / (all(2.0) + e);
  lanes t = s * s;
  lanes q = all(2.0 / 35);
  for (int odd = 33; odd > 1; odd -= 2) q = fused(q, t, all(2.0 / odd));
  return e - s * (e - t * q);
}

// Sums of the lanes, each with what rounding left over.
typedef struct {
  lanes sum, rest;
} compensated;

INLINE void add(lanes value, compensated *to) {
  lanes total = to->sum + value, part = total - to->sum;
  to->rest += (to->sum - (total - part)) + (value - part);
  to->sum = total;
}

// A product of numbers from 1 to 2 to twice the precision: the log of it is the sum of their logs.
typedef struct {
  lanes product, rest;
} long_product;

// Multiplies by 1 + e, of which `one_plus` is the rounded value.
INLINE void multiply(lanes e, lanes one_plus, long_product *by) {
  lanes lost = e - (one_plus - all(1.0));
  lanes product = by->product * one_plus;
  lanes error = fused(by->product, one_plus, -product);
  by->rest = fused(by->rest, one_plus, fused(by->product, lost, error));
  by->product = product;
}

// The sign bit where the label is 1: what a number's sign is turned with.
INLINE bits turns(const uint8_t *labels) { return __builtin_convertvector(*(const bytes *)labels, bits) << 63; }

INLINE lanes turned(lanes x, bits turn) { return (lanes)((bits)x ^ turn); }

// Eight rows without weights.
INLINE void plain_rows(const double *eta, const uint8_t *labels, double *slopes, double *curvatures, int may_be_large,
                       compensated *margins, long_product *logs) {
  bits turn = turns(labels);
  lanes margin = turned(*(const lanes *)eta, turn);
  bits positive = margin >= all(0);
  lanes e = exp_of_minus(magnitude(margin), may_be_large);
  lanes one_plus = all(1.0) + e;
  lanes larger = all(1.0) / one_plus;
  lanes smaller = e * larger;
  *(lanes *)slopes = turned(choose(positive, larger, smaller), turn);
  *(lanes *)curvatures = larger * smaller;
  add(choose(positive, margin, all(0)), margins);
  multiply(e, one_plus, logs);
}

// Eight rows with weights; the loss is added row by row.
INLINE void weighted_rows(const double *eta, const uint8_t *labels, const double *weights, double *slopes,
                          double *curvatures, int may_be_large, compensated *losses) {
  bits turn = turns(labels);
  lanes weight = *(const lanes *)weights, margin = turned(*(const lanes *)eta, turn);
  bits positive = margin >= all(0);
  lanes e = exp_of_minus(magnitude(margin), may_be_large);
  lanes larger = all(1.0) / (all(1.0) + e);
  lanes smaller = e * larger;
  *(lanes *)slopes = weight * turned(choose(positive, larger, smaller), turn);
  *(lanes *)curvatures = weight * (larger * smaller);
  add(weight * (choose(positive, margin, all(0)) + log_of_one_plus(e)), losses);
}

// The lanes in order, then the sum of the logs of the lanes' products.
static void finish(const compensated *sums, const long_product *logs, double *high, double *low) {
  double h = *high, l = *low;
  for (int j = 0; j < 2 * WIDTH; j++) {
    double value = j < WIDTH ? sums->sum[j] : log(logs->product[j - WIDTH]);
    double rest = j < WIDTH ? sums->rest[j] : log1p(logs->rest[j - WIDTH] / logs->product[j - WIDTH]);
    // near 1 the log of the rounded product would lose what the rest holds
    if (j >= WIDTH && logs->product[j - WIDTH] < 2) value = log1p((logs->product[j - WIDTH] - 1) + logs->rest[j - WIDTH]), rest = 0;
    double total = h + value, part = total - h;
    l += ((h - (total - part)) + (value - part)) + rest;
    h = total;
  }
  *high = h;
  *low = l;
}

// Rows whose product of numbers up to 2 stays within range: 512 in each lane.
enum { RUN = 512 * WIDTH };

// Whether a margin is so large that a subnormal number may come up.
INLINE int has_large(size_t n, const double *eta) {
  double most[WIDTH] = {0};
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) {
    for (size_t j = 0; j < WIDTH; j++) most[j] = __builtin_fabs(eta[i + j]) > most[j] ? __builtin_fabs(eta[i + j]) : most[j];
  }
  int is_large = 0;
  for (size_t j = 0; j < WIDTH; j++) is_large |= most[j] > 708;
  for (; i < n; i++) is_large |= __builtin_fabs(eta[i]) > 708;
  return is_large;
}

INLINE void run_of_rows(size_t n, const double *eta, const uint8_t *labels, const double *weights, double *slopes,
                        double *curvatures, int may_be_large, compensated *sums, long_product *logs) {
  size_t i = 0;
  if (weights) {
    for (; i + WIDTH <= n; i += WIDTH) {
      weighted_rows(eta + i, labels + i, weights + i, slopes + i, curvatures + i, may_be_large, sums);
    }
  } else {
    for (; i + WIDTH <= n; i += WIDTH) plain_rows(eta + i, labels + i, slopes + i, curvatures + i, may_be_large, sums, logs);
  }
  if (i == n) return;
  // rows that are not there have weight 0, or a margin beyond which nothing is added
  double x[WIDTH], w[WIDTH] = {0}, slope[WIDTH], curvature[WIDTH];
  uint8_t label[WIDTH] = {0};
  size_t left = n - i;
  for (size_t j = 0; j < WIDTH; j++) x[j] = j < left ? eta[i + j] : -1000;
  for (size_t j = 0; j < left; j++) label[j] = labels[i + j], w[j] = weights ? weights[i + j] : 1;
  if (weights) {
    weighted_rows(x, label, w, slope, curvature, 1, sums);
  } else {
    plain_rows(x, label, slope, curvature, 1, sums, logs);
  }
  memcpy(slopes + i, slope, left * sizeof(double));
  memcpy(curvatures + i, curvature, left * sizeof(double));
}

INLINE void logistic_rows(size_t n, const double *eta, const uint8_t *labels, const double *weights, double *slopes,
                          double *curvatures, double *high, double *low) {
  for (size_t start = 0; start < n; start += RUN) {
    size_t count = n - start < RUN ? n - start : RUN;
    compensated sums = {all(0), all(0)};
    long_product logs = {all(1), all(0)};
#define ROWS(may_be_large)                                                                                      \
  run_of_rows(count, eta + start, labels + start, weights ? weights + start : 0, slopes + start, curvatures + start, \
              may_be_large, &sums, &logs)
    if (has_large(count, eta + start)) {
      ROWS(1);
    } else {
      ROWS(0);
    }
    finish(&sums, &logs, high, low);
  }
}

PATHS(logistic_rows,
      (size_t n, const double *eta, const uint8_t *labels, const double *weights, double *slopes, double *curvatures,
       double *high, double *low),
      (n, eta, labels, weights, slopes, curvatures, high, low))
