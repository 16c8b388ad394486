#include "logistic_gram.h"
#include "eights.h"
#include "processor.h"

// Each product has a sum of its own in each lane, so the shape of the tiles does not show in the bits.
//
// `columns` columns from j on, times `rows` columns from i on, at most 4 of each; of a tile on the diagonal only the
// part that is asked for. All sizes are constants where this is inlined.
INLINE void tile(size_t n, const double *z, size_t stride, const double *w, size_t i, size_t j, int rows, int columns,
                 int diagonal, double *c, size_t q) {
  lanes sum[4][4];
  for (int a = 0; a < rows; a++)
    for (int b = 0; b < columns; b++) sum[a][b] = all(0);
  size_t k = 0;
  for (; k + WIDTH <= n; k += WIDTH) {
    lanes right[4];
    for (int b = 0; b < columns; b++) {
      right[b] = *(const lanes *)(z + (j + b) * stride + k);
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
        double weighted = z[(j + b) * stride + r] * (w ? w[r] : 1);
        total = __builtin_fma(z[(i + a) * stride + r], weighted, total);
      }
      c[(j + b) * q + i + a] = total;
    }
  }
}

#define TILE(rows, columns, diagonal) tile(n, z, stride, w, i, j, rows, columns, diagonal, c, q)
#define ONE_OF(count, name) \
  switch (count) { case 1: name(1); break; case 2: name(2); break; case 3: name(3); break; default: name(4); }

// Square tiles of `size`; those at the lower edge are narrower.
INLINE void gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c, size_t size) {
  for (size_t j = 0; j < q; j += size) {
    size_t columns = q - j < size ? q - j : size;
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

static void gram_portable(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c) {
  gram(n, z, stride, q, w, c, 2);
}

#if defined(__x86_64__)
CHURN_AVX2 static void gram_avx2(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c) {
  gram(n, z, stride, q, w, c, 2);
}

CHURN_AVX512 static void gram_avx512(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c) {
  gram(n, z, stride, q, w, c, 4);
}
#endif

void churn_weighted_gram(size_t n, const double *z, size_t stride, size_t q, const double *w, double *c) {
#if defined(__x86_64__)
  if (churn_has_avx512()) {
    gram_avx512(n, z, stride, q, w, c);
    return;
  }
  if (churn_has_avx2()) {
    gram_avx2(n, z, stride, q, w, c);
    return;
  }
#endif
  gram_portable(n, z, stride, q, w, c);
}
