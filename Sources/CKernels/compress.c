#include "compress.h"
#include "processor.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Taking the cell along before asking whether it counts needs no branch.
#define SCALAR(type)                                                                      \
  size_t kept = from_kept;                                                                \
  for (size_t i = from; i < n; i++) {                                                     \
    type cell = x[i];                                                                     \
    x[kept] = cell;                                                                       \
    kept += bits[i / 8] >> (i % 8) & 1;                                                   \
  }                                                                                       \
  return kept;

static size_t doubles_from(size_t from, size_t from_kept, size_t n, const uint8_t *bits, double *x) { SCALAR(double) }

#if defined(__x86_64__)
CHURN_AVX512 static size_t doubles_avx512(size_t n, const uint8_t *bits, double *x) {
  size_t i = 0, kept = 0;
  for (; i + 8 <= n; i += 8) {
    __m512d packed = _mm512_maskz_compress_pd(bits[i / 8], _mm512_loadu_pd(x + i));
    _mm512_storeu_pd(x + kept, packed);
    kept += (size_t)__builtin_popcount(bits[i / 8]);
  }
  return doubles_from(i, kept, n, bits, x);
}

// For each set of four cells, the halves of the cells to keep, in order.
static const int32_t halves[16][8] = {
#define CELL(k) 2 * (k), 2 * (k) + 1
    {0},
    {CELL(0)},
    {CELL(1)},
    {CELL(0), CELL(1)},
    {CELL(2)},
    {CELL(0), CELL(2)},
    {CELL(1), CELL(2)},
    {CELL(0), CELL(1), CELL(2)},
    {CELL(3)},
    {CELL(0), CELL(3)},
    {CELL(1), CELL(3)},
    {CELL(0), CELL(1), CELL(3)},
    {CELL(2), CELL(3)},
    {CELL(0), CELL(2), CELL(3)},
    {CELL(1), CELL(2), CELL(3)},
    {CELL(0), CELL(1), CELL(2), CELL(3)},
};

CHURN_AVX2 static size_t doubles_avx2(size_t n, const uint8_t *bits, double *x) {
  size_t i = 0, kept = 0;
  for (; i + 4 <= n; i += 4) {
    unsigned four = bits[i / 8] >> (i % 8) & 15;
    __m256i order = _mm256_loadu_si256((const __m256i *)halves[four]);
    __m256i cells = _mm256_loadu_si256((const __m256i *)(x + i));
    _mm256_storeu_si256((__m256i *)(x + kept), _mm256_permutevar8x32_epi32(cells, order));
    kept += (size_t)__builtin_popcount(four);
  }
  return doubles_from(i, kept, n, bits, x);
}
#endif

size_t churn_compress(size_t n, const uint8_t *bits, double *x) {
#if defined(__x86_64__)
  if (churn_has_avx512()) return doubles_avx512(n, bits, x);
  if (churn_has_avx2()) return doubles_avx2(n, bits, x);
#endif
  return doubles_from(0, 0, n, bits, x);
}

size_t churn_compress_codes(size_t n, const uint8_t *bits, int32_t *x) {
  const size_t from = 0, from_kept = 0;
  SCALAR(int32_t)
}

size_t churn_compress_bytes(size_t n, const uint8_t *bits, uint8_t *x) {
  const size_t from = 0, from_kept = 0;
  SCALAR(uint8_t)
}
