#include "columns.h"
#include <math.h>
#include "compress.h"
#include "eights.h"
#include "processor.h"

// Values that are gathered before they are widened: they stay in the first-level cache.
enum { CHUNK = 512 };

// x / scale, correctly rounded, from 1 / scale and what the product with it leaves over (Markstein 1990,
// doi:10.1147/rd.341.0111): a division takes several times as long. Every whole number of 32 bits and every power of ten up
// to 10^9 was tried (Benchmarks/quotients.c).
INLINE double quotient(double x, double scale, double inverse) {
  double q = x * inverse;
  return __builtin_fma(__builtin_fma(-q, scale, x), inverse, q);
}

INLINE lanes quotients(lanes x, double scale, double inverse) {
  lanes q = x * inverse;
  return fused(fused(-q, all(scale), x), all(inverse), q);
}

#define WIDENERS(type, smallest)                                                                        \
  INLINE void widen_##type(size_t n, const type *from, double scale, double *to) {                     \
    if (scale == 1) {                                                                                   \
      for (size_t i = 0; i < n; i++) to[i] = from[i] == smallest ? NAN : (double)from[i];               \
    } else {                                                                                            \
      double inverse = 1 / scale;                                                                       \
      for (size_t i = 0; i < n; i++)                                                                    \
        to[i] = from[i] == smallest ? NAN : quotient((double)from[i], scale, inverse);                  \
    }                                                                                                   \
  }                                                                                                     \
  INLINE void widen_chosen_##type(size_t n, const type *from, const int32_t *rows, int32_t first,      \
                                  double scale, double *to) {                                           \
    type chosen[CHUNK];                                                                                 \
    for (size_t at = 0; at < n; at += CHUNK) {                                                          \
      size_t count = n - at < CHUNK ? n - at : CHUNK;                                                   \
      for (size_t i = 0; i < count; i++) chosen[i] = from[rows[at + i] - first];                        \
      widen_##type(count, chosen, scale, to + at);                                                      \
    }                                                                                                   \
  }                                                                                                     \
  INLINE void codes_##type(size_t n, const type *from, const int32_t *rows, int32_t first, int32_t *to) { \
    if (rows) {                                                                                         \
      for (size_t i = 0; i < n; i++) to[i] = from[rows[i] - first];                                     \
    } else {                                                                                            \
      for (size_t i = 0; i < n; i++) to[i] = from[i];                                                   \
    }                                                                                                   \
  }

WIDENERS(int8_t, INT8_MIN)
WIDENERS(int16_t, INT16_MIN)
WIDENERS(int32_t, INT32_MIN)

#define STANDARDISERS(type, smallest, bytes)                                                            \
  typedef type eight_##type __attribute__((vector_size(8 * bytes), aligned(bytes)));                   \
  INLINE double standard_##type(type cell, double scale, struct churn_scaling s) {                     \
    double x = cell == smallest ? s.fill : (double)cell / scale;                                        \
    return x * s.factor - s.shift;                                                                      \
  }                                                                                                     \
  INLINE void standards_##type(size_t n, const type *from, double scale, struct churn_scaling s, double *to) { \
    /* the factor is a power of two, so that the product is exact and the fused operation rounds alike */ \
    lanes factor = all(s.factor), shift = all(-s.shift), fill = all(s.fill);                            \
    double inverse = 1 / scale;                                                                         \
    size_t i = 0;                                                                                       \
    if (scale == 1) {                                                                                   \
      for (; i + WIDTH <= n; i += WIDTH) {                                                              \
        lanes x = __builtin_convertvector(*(const eight_##type *)(from + i), lanes);                    \
        *(lanes *)(to + i) = fused(choose(x == (double)smallest, fill, x), factor, shift);              \
      }                                                                                                 \
    } else {                                                                                            \
      for (; i + WIDTH <= n; i += WIDTH) {                                                              \
        lanes x = __builtin_convertvector(*(const eight_##type *)(from + i), lanes);                    \
        lanes value = quotients(x, scale, inverse);                                                     \
        *(lanes *)(to + i) = fused(choose(x == (double)smallest, fill, value), factor, shift);          \
      }                                                                                                 \
    }                                                                                                   \
    for (; i < n; i++) to[i] = standard_##type(from[i], scale, s);                                      \
  }

STANDARDISERS(int8_t, INT8_MIN, 1)
STANDARDISERS(int16_t, INT16_MIN, 2)
STANDARDISERS(int32_t, INT32_MIN, 4)

INLINE void widen_scaled(size_t n, const void *from, int width, double scale, struct churn_scaling scaling,
                         double *to) {
  if (width == 1) standards_int8_t(n, from, scale, scaling, to);
  if (width == 2) standards_int16_t(n, from, scale, scaling, to);
  if (width == 4) standards_int32_t(n, from, scale, scaling, to);
  if (width == 8) {
    const double *cells = from;
    for (size_t i = 0; i < n; i++) to[i] = (cells[i] == cells[i] ? cells[i] : scaling.fill) * scaling.factor - scaling.shift;
  }
}

void churn_fetch(const void *from, size_t bytes) {
  for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch((const char *)from + at, 0, 2);
}

INLINE void widen(size_t n, const void *from, int width, const int32_t *rows, int32_t first, double scale,
                  double *to) {
  if (rows) {
    if (width == 1) widen_chosen_int8_t(n, from, rows, first, scale, to);
    if (width == 2) widen_chosen_int16_t(n, from, rows, first, scale, to);
    if (width == 4) widen_chosen_int32_t(n, from, rows, first, scale, to);
  } else {
    if (width == 1) widen_int8_t(n, from, scale, to);
    if (width == 2) widen_int16_t(n, from, scale, to);
    if (width == 4) widen_int32_t(n, from, scale, to);
  }
}

INLINE void widen_codes(size_t n, const void *from, int width, const int32_t *rows, int32_t first, int32_t *to) {
  if (width == 1) codes_int8_t(n, from, rows, first, to);
  if (width == 2) codes_int16_t(n, from, rows, first, to);
  if (width == 4) codes_int32_t(n, from, rows, first, to);
}

INLINE int all_within(size_t n, const int32_t *rows, int32_t first, int32_t end) {
  uint32_t outside = 0, length = (uint32_t)(end - first);
  for (size_t i = 0; i < n; i++) outside |= (uint32_t)rows[i] - (uint32_t)first >= length;
  return !outside;
}

INLINE void indicate(size_t n, const int32_t *codes, int32_t level, double zero, double one, double *to) {
  for (size_t i = 0; i < n; i++) to[i] = codes[i] == level ? one : zero;
}

// Written with vectors: a loop over the library's root is not widened, since it may set errno.
INLINE void square_roots(size_t n, const double *from, double *to) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) *(lanes *)(to + i) = __builtin_elementwise_sqrt(*(const lanes *)(from + i));
  for (; i < n; i++) to[i] = __builtin_sqrt(from[i]);
}

INLINE void products(size_t n, const double *a, const double *b, double *to) {
  for (size_t i = 0; i < n; i++) to[i] = a[i] * b[i];
}

// Eight lanes side by side; least, most and counts do not depend on the order.
INLINE void join_values(size_t n, const double *x, double zero, double one, int counts_others, struct churn_range *range) {
  double least[8], most[8], excess[8];
  int64_t others[8];
  for (int k = 0; k < 8; k++) least[k] = range->least, most[k] = range->most, excess[k] = 0, others[k] = 0;
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) {
      double v = x[i + k];
      least[k] = v < least[k] ? v : least[k];
      most[k] = v > most[k] ? v : most[k];
      excess[k] += v - v;
      if (counts_others) others[k] += (v != zero) & (v != one);
    }
  }
  for (; i < n; i++) {
    double v = x[i];
    least[0] = v < least[0] ? v : least[0];
    most[0] = v > most[0] ? v : most[0];
    excess[0] += v - v;
    if (counts_others) others[0] += (v != zero) & (v != one);
  }
  for (int k = 0; k < 8; k++) {
    range->least = least[k] < range->least ? least[k] : range->least;
    range->most = most[k] > range->most ? most[k] : range->most;
    range->excess += excess[k];
    range->others += others[k];
  }
}

INLINE void join_range(size_t n, const double *x, double zero, double one, struct churn_range *range) {
  if (range->others) {
    join_values(n, x, zero, one, 0, range);
  } else {
    join_values(n, x, zero, one, 1, range);
  }
}

PATHS(widen, (size_t n, const void *from, int width, const int32_t *rows, int32_t first, double scale, double *to),
      (n, from, width, rows, first, scale, to))
PATHS(widen_codes, (size_t n, const void *from, int width, const int32_t *rows, int32_t first, int32_t *to),
      (n, from, width, rows, first, to))
VALUE_PATHS(all_within, int, (size_t n, const int32_t *rows, int32_t first, int32_t end), (n, rows, first, end))
PATHS(indicate, (size_t n, const int32_t *codes, int32_t level, double zero, double one, double *to),
      (n, codes, level, zero, one, to))
PATHS(square_roots, (size_t n, const double *from, double *to), (n, from, to))
PATHS(products, (size_t n, const double *a, const double *b, double *to), (n, a, b, to))
PATHS(join_range, (size_t n, const double *x, double zero, double one, struct churn_range *range),
      (n, x, zero, one, range))
size_t churn_widen_kept(size_t n, const void *from, int width, struct churn_kept rows, double scale,
                        struct churn_scaling scaling, double *to) {
  double room[CHUNK];
  size_t kept = 0;
  for (size_t at = 0; at < n; at += CHUNK) {
    size_t more = churn_keep_some(n, at, CHUNK, from, width, rows, room);
    churn_widen_scaled(more, room, width, scale, scaling, to + kept);
    kept += more;
  }
  return kept;
}

size_t churn_codes_kept(size_t n, const void *from, int width, struct churn_kept rows, int32_t *to) {
  int32_t room[CHUNK];
  size_t kept = 0;
  for (size_t at = 0; at < n; at += CHUNK) {
    size_t more = churn_keep_some(n, at, CHUNK, from, width, rows, room);
    churn_widen_codes(more, room, width, 0, 0, to + kept);
    kept += more;
  }
  return kept;
}

PATHS(widen_scaled,
      (size_t n, const void *from, int width, double scale, struct churn_scaling scaling, double *to),
      (n, from, width, scale, scaling, to))
