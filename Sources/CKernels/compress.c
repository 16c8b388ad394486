#include "compress.h"
#include "processor.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The cells of the rows to keep, from row `from` on; without bits all are kept.
static size_t copy_from(size_t from, size_t kept, size_t n, const uint8_t *bits, const double *cells, double *to) {
  for (size_t i = from; i < n; i++) {
    to[kept] = cells[i];
    kept += bits ? bits[i / 8] >> (i % 8) & 1 : 1;
  }
  return kept;
}

#if defined(__x86_64__)
CHURN_AVX512 static size_t copy_avx512(size_t n, const uint8_t *bits, const double *cells, double *to) {
  size_t i = 0, kept = 0;
  for (; i + 8 <= n; i += 8) {
    __m512d x = _mm512_loadu_pd(cells + i);
    if (bits) {
      _mm512_storeu_pd(to + kept, _mm512_maskz_compress_pd(bits[i / 8], x));
      kept += (size_t)__builtin_popcount(bits[i / 8]);
    } else {
      _mm512_storeu_pd(to + i, x);
      kept += 8;
    }
  }
  return copy_from(i, kept, n, bits, cells, to);
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

CHURN_AVX2 static size_t copy_avx2(size_t n, const uint8_t *bits, const double *cells, double *to) {
  size_t i = 0, kept = 0;
  for (; i + 4 <= n; i += 4) {
    __m256d x = _mm256_loadu_pd(cells + i);
    unsigned four = bits ? bits[i / 8] >> (i % 8) & 15 : 15;
    __m256i order = _mm256_loadu_si256((const __m256i *)halves[four]);
    _mm256_storeu_si256((__m256i *)(to + kept), _mm256_permutevar8x32_epi32(_mm256_castpd_si256(x), order));
    kept += (size_t)__builtin_popcount(four);
  }
  return copy_from(i, kept, n, bits, cells, to);
}
#endif

size_t churn_copy_chosen(size_t n, const uint8_t *bits, const double *cells, double *to) {
#if defined(__x86_64__)
  if (churn_has_avx512()) return copy_avx512(n, bits, cells, to);
  if (churn_has_avx2()) return copy_avx2(n, bits, cells, to);
#endif
  return copy_from(0, 0, n, bits, cells, to);
}

// Taking the cell along before asking whether it counts needs no branch.
size_t churn_compress_codes(size_t n, const uint8_t *bits, int32_t *x) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    x[kept] = x[i];
    kept += bits[i / 8] >> (i % 8) & 1;
  }
  return kept;
}

static size_t bytes_from(size_t from, size_t kept, size_t n, const uint8_t *bits, uint8_t *x) {
  for (size_t i = from; i < n; i++) {
    x[kept] = x[i];
    kept += bits[i / 8] >> (i % 8) & 1;
  }
  return kept;
}

#if defined(__x86_64__)
__attribute__((target("bmi2"))) static size_t bytes_bmi2(size_t n, const uint8_t *bits, uint8_t *x) {
  size_t i = 0, kept = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t cells, mask = _pdep_u64(bits[i / 8], 0x0101010101010101ull) * 0xFF;
    memcpy(&cells, x + i, 8);
    cells = _pext_u64(cells, mask);
    memcpy(x + kept, &cells, 8);
    kept += (size_t)__builtin_popcount(bits[i / 8]);
  }
  return bytes_from(i, kept, n, bits, x);
}
#endif

size_t churn_compress_bytes(size_t n, const uint8_t *bits, uint8_t *x) {
#if defined(__x86_64__)
  if (churn_has_avx2() && __builtin_cpu_supports("bmi2")) return bytes_bmi2(n, bits, x);
#endif
  return bytes_from(0, 0, n, bits, x);
}
