#include "logistic_gram.h"
#include "eights.h"
#include "processor.h"

// Each product has a sum of its own in each lane, so the shape of the tiles does not show in the bits.
//
// `columns` columns from `right` on, times `rows` columns from i on, at most 4 of each; of a tile on the diagonal only the
// part that is asked for. All sizes are constants where this is inlined. With weights the right columns are weighted here.
INLINE void tile(size_t n, const double *z, size_t stride, const double *right_columns, size_t right_stride,
                 const double *w, size_t i, size_t j, int rows, int columns, int diagonal, double *c, size_t q) {
  lanes sum[4][4];
  for (int a = 0; a < rows; a++)
    for (int b = 0; b < columns; b++) sum[a][b] = all(0);
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
  for (int a = 0; a < rows; a++) {
    for (int b = diagonal ? a : 0; b < columns; b++) {
      double total = sum[a][b][0];
      for (int lane = 1; lane < WIDTH; lane++) total += sum[a][b][lane];
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

INLINE void add_by_level(size_t n, const double *z, size_t stride, size_t q, const double *w, const int32_t *levels,
                         double *sums, size_t step) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) {
    lanes weights = *(const lanes *)(w + i);
    for (size_t j = 0; j < q; j += WIDTH) {
      lanes m[8];
      for (int k = 0; k < 8; k++) m[k] = j + k < q ? *(const lanes *)(z + (j + k) * stride + i) * weights : all(0);
      transpose(m);
      // what lies behind the last column is the next level's or padding, and gains nothing
      for (int r = 0; r < WIDTH; r++)
        if (levels[i + r] >= 0) *(lanes *)(sums + (size_t)levels[i + r] * step + j) += m[r];
    }
  }
  for (; i < n; i++)
    if (levels[i] >= 0)
      for (size_t j = 0; j < q; j++) sums[(size_t)levels[i] * step + j] += z[j * stride + i] * w[i];
}
PATHS(add_by_level,
      (size_t n, const double *z, size_t stride, size_t q, const double *w, const int32_t *levels, double *sums,
       size_t step),
      (n, z, stride, q, w, levels, sums, step))
