#include "logistic_gram.h"
#include "eights.h"
#include "processor.h"

// The sums of the lanes of eight vectors: those four apart are added first, then those two apart, then the last two.
INLINE lanes sums_of_lanes(const lanes s[8]) {
  lanes t[4], u[2];
  for (int k = 0; k < 4; k++)
    t[k] = __builtin_shufflevector(s[2 * k], s[2 * k + 1], 0, 1, 2, 3, 8, 9, 10, 11) +
           __builtin_shufflevector(s[2 * k], s[2 * k + 1], 4, 5, 6, 7, 12, 13, 14, 15);
  for (int k = 0; k < 2; k++)
    u[k] = __builtin_shufflevector(t[2 * k], t[2 * k + 1], 0, 1, 4, 5, 8, 9, 12, 13) +
           __builtin_shufflevector(t[2 * k], t[2 * k + 1], 2, 3, 6, 7, 10, 11, 14, 15);
  return __builtin_shufflevector(u[0], u[1], 0, 2, 4, 6, 8, 10, 12, 14) +
         __builtin_shufflevector(u[0], u[1], 1, 3, 5, 7, 9, 11, 13, 15);
}

// Each product has a sum of its own in each lane, so the shape of the tiles does not show in the bits.
//
// `columns` columns from `right` on, times `rows` columns from i on, at most 4 of each; of a tile on the diagonal only the
// part that is asked for. All sizes are constants where this is inlined. With weights the right columns are weighted here.
INLINE void tile(size_t n, const double *z, size_t stride, const double *right_columns, size_t right_stride,
                 const double *w, size_t i, size_t j, int rows, int columns, int diagonal, double *c, size_t q) {
  lanes sum[4][4];
  for (int a = 0; a < 4; a++)
    for (int b = 0; b < 4; b++) sum[a][b] = all(0);
  size_t k = 0;
  for (; k + WIDTH <= n; k += WIDTH) {
    lanes right[4];
    for (int b = 0; b < columns; b++) {
      right[b] = *(const lanes *)(right_columns + b * right_stride + k);
      if (w) right[b] *= *(const lanes *)(w + k);
    }
    for (int a = 0; a < rows; a++) {
      lanes left = *(const lanes *)(z + (i + a) * stride + k);
      for (int b = diagonal ? a : 0; b < columns; b++) sum[a][b] = fused(left, right[b], sum[a][b]);
    }
  }
  lanes totals[2];
  for (int half = 0; 2 * half < rows; half++) totals[half] = sums_of_lanes(sum[2 * half]);
  for (int a = 0; a < rows; a++) {
    for (int b = diagonal ? a : 0; b < columns; b++) {
      double total = totals[a / 2][a % 2 * 4 + b];
      for (size_t r = k; r < n; r++) {
        double weighted = right_columns[b * right_stride + r] * (w ? w[r] : 1);
        total = __builtin_fma(z[(i + a) * stride + r], weighted, total);
      }
      c[(j + b) * q + i + a] = total;
    }
  }
}

// Writes columns times weights.
INLINE void weigh(size_t n, const double *z, size_t stride, size_t columns, const double *w, double *to) {
  for (size_t b = 0; b < columns; b++)
    for (size_t r = 0; r < n; r++) to[b * n + r] = z[b * stride + r] * w[r];
}

#define TILE(rows, columns, diagonal) \
  tile(n, z, stride, right, right_stride, weights, i, j, rows, columns, diagonal, c, q)
#define ONE_OF(count, name) \
  switch (count) { case 1: name(1); break; case 2: name(2); break; case 3: name(3); break; default: name(4); }

// Square tiles of `size`; those at the lower edge are narrower.
INLINE void gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *room, double *c,
                 size_t size) {
  for (size_t j = 0; j < q; j += size) {
    size_t columns = q - j < size ? q - j : size;
    const double *right = z + j * stride, *weights = w;
    size_t right_stride = stride;
    if (w && room) {
      weigh(n, right, stride, columns, w, room);
      right = room;
      right_stride = n;
      weights = 0;
    }
    for (size_t i = 0; i < j; i += size) {
      if (size == 4) {
#define WHOLE(count) TILE(4, count, 0)
        ONE_OF(columns, WHOLE)
      } else {
#define HALF(count) TILE(2, count, 0)
        if (columns == 2) { HALF(2); } else { HALF(1); }
      }
    }
    size_t i = j;
#define DIAGONAL(count) TILE(count, count, 1)
    if (size == 4) {
      ONE_OF(columns, DIAGONAL)
    } else {
      if (columns == 2) { DIAGONAL(2); } else { DIAGONAL(1); }
    }
  }
}

static void gram_portable(size_t n, const double *z, size_t stride, size_t q, const double *w, double *room,
                          double *c) {
  gram(n, z, stride, q, w, room, c, 2);
}

#if defined(__x86_64__)
CHURN_AVX2 static void gram_avx2(size_t n, const double *z, size_t stride, size_t q, const double *w, double *room,
                          double *c) {
  gram(n, z, stride, q, w, room, c, 2);
}

CHURN_AVX512 static void gram_avx512(size_t n, const double *z, size_t stride, size_t q, const double *w, double *room,
                          double *c) {
  gram(n, z, stride, q, w, room, c, 4);
}
#endif

void churn_weighted_gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *room,
                          double *c) {
#if defined(__x86_64__)
  if (churn_has_avx512()) {
    gram_avx512(n, z, stride, q, w, room, c);
    return;
  }
  if (churn_has_avx2()) {
    gram_avx2(n, z, stride, q, w, room, c);
    return;
  }
#endif
  gram_portable(n, z, stride, q, w, room, c);
}

typedef float singles __attribute__((vector_size(64), aligned(4)));
enum { SINGLES = 16 };

// The sums of the lanes of sixteen vectors, added likewise.
INLINE singles sums_of_singles(const singles s[16]) {
  singles t[8], u[4], v[2];
  for (int k = 0; k < 8; k++)
    t[k] = __builtin_shufflevector(s[2 * k], s[2 * k + 1], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
           __builtin_shufflevector(s[2 * k], s[2 * k + 1], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  for (int k = 0; k < 4; k++)
    u[k] = __builtin_shufflevector(t[2 * k], t[2 * k + 1], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
           __builtin_shufflevector(t[2 * k], t[2 * k + 1], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
  for (int k = 0; k < 2; k++)
    v[k] = __builtin_shufflevector(u[2 * k], u[2 * k + 1], 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29) +
           __builtin_shufflevector(u[2 * k], u[2 * k + 1], 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31);
  return __builtin_shufflevector(v[0], v[1], 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +
         __builtin_shufflevector(v[0], v[1], 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

// Four columns times four. All columns have `n` numbers, a multiple of SINGLES.
INLINE void rough_tile(size_t n, const float *left, const float *right, double *c, size_t q, size_t rows,
                       size_t columns, int diagonal) {
  singles sum[4][4];
  for (int a = 0; a < 4; a++)
    for (int b = 0; b < 4; b++) sum[a][b] = (singles){0};
  for (size_t k = 0; k < n; k += SINGLES) {
    singles x[4];
    for (size_t b = 0; b < 4; b++) x[b] = *(const singles *)(right + b * n + k);
    for (size_t a = 0; a < 4; a++) {
      singles y = *(const singles *)(left + a * n + k);
      for (int b = 0; b < 4; b++) sum[a][b] = __builtin_elementwise_fma(y, x[b], sum[a][b]);
    }
  }
  singles totals = sums_of_singles(sum[0]);
  for (size_t b = 0; b < columns; b++) {
    for (size_t a = 0; a < rows && (!diagonal || a <= b); a++) c[b * q + a] = (double)totals[4 * a + b];
  }
}

// Columns and rows are filled up with zeros, so that every tile is whole.
INLINE void rough_gram(size_t n, const double *z, size_t stride, size_t q, const double *w, float *room, double *c) {
  size_t rows = (n + SINGLES - 1) / SINGLES * SINGLES, columns = (q + 3) / 4 * 4;
  float *weighted = room + columns * rows;
  for (size_t j = 0; j < columns; j++) {
    float *column = room + j * rows;
    for (size_t r = 0; r < n && j < q; r++) column[r] = (float)z[j * stride + r];
    for (size_t r = j < q ? n : 0; r < rows; r++) column[r] = 0;
  }
  for (size_t j = 0; j < columns; j += 4) {
    for (size_t b = 0; b < 4; b++) {
      const float *column = room + (j + b) * rows;
      for (size_t r = 0; r < n; r++) weighted[b * rows + r] = column[r] * (float)w[r];
      for (size_t r = n; r < rows; r++) weighted[b * rows + r] = 0;
    }
    size_t wide = q - j < 4 ? q - j : 4;
    for (size_t i = 0; i < j; i += 4) rough_tile(rows, room + i * rows, weighted, c + j * q + i, q, 4, wide, 0);
    rough_tile(rows, room + j * rows, weighted, c + j * q + j, q, wide, wide, 1);
  }
}
PATHS(rough_gram, (size_t n, const double *z, size_t stride, size_t q, const double *w, float *room, double *c),
      (n, z, stride, q, w, room, c))

INLINE void add_compensated(size_t n, const double *x, double *high, double *low) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) {
    lanes old = *(lanes *)(high + i), more = *(const lanes *)(x + i), sum = old + more, part = sum - old;
    *(lanes *)(low + i) += (old - (sum - part)) + (more - part);
    *(lanes *)(high + i) = sum;
  }
  for (; i < n; i++) {
    double sum = high[i] + x[i], part = sum - high[i];
    low[i] += (high[i] - (sum - part)) + (x[i] - part);
    high[i] = sum;
  }
}
PATHS(add_compensated, (size_t n, const double *x, double *high, double *low), (n, x, high, low))

// Rows become columns.
INLINE void transpose(lanes m[8]) {
  lanes t[8], u[8];
  for (int k = 0; k < 8; k += 2) {
    t[k] = __builtin_shufflevector(m[k], m[k + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    t[k + 1] = __builtin_shufflevector(m[k], m[k + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int k = 0; k < 8; k += 4) {
    for (int h = 0; h < 2; h++) {
      u[k + h] = __builtin_shufflevector(t[k + h], t[k + h + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      u[k + h + 2] = __builtin_shufflevector(t[k + h], t[k + h + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int k = 0; k < 4; k++) {
    m[k] = __builtin_shufflevector(u[k], u[k + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    m[k + 4] = __builtin_shufflevector(u[k], u[k + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

INLINE void add_by_level(size_t n, const double *z, size_t stride, size_t q, const double *w, const double *last,
                         const int32_t *levels, double *sums, size_t step) {
  size_t i = 0, columns = last ? q + 1 : q;
  for (; i + WIDTH <= n; i += WIDTH) {
    lanes weights = *(const lanes *)(w + i);
    for (size_t j = 0; j < columns; j += WIDTH) {
      lanes m[8];
      for (int k = 0; k < 8; k++) {
        m[k] = j + k < q         ? *(const lanes *)(z + (j + k) * stride + i) * weights
               : j + k < columns ? *(const lanes *)(last + i)
                                 : all(0);
      }
      transpose(m);
      // what lies behind the last column is the next level's or padding, and gains nothing
      for (int r = 0; r < WIDTH; r++)
        if (levels[i + r] >= 0) *(lanes *)(sums + (size_t)levels[i + r] * step + j) += m[r];
    }
  }
  for (; i < n; i++) {
    if (levels[i] < 0) continue;
    double *of_level = sums + (size_t)levels[i] * step;
    for (size_t j = 0; j < q; j++) of_level[j] += z[j * stride + i] * w[i];
    if (last) of_level[q] += last[i];
  }
}
PATHS(add_by_level,
      (size_t n, const double *z, size_t stride, size_t q, const double *w, const double *last, const int32_t *levels,
       double *sums, size_t step),
      (n, z, stride, q, w, last, levels, sums, step))
