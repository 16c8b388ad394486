#include "compress.h"
#include "processor.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The cells of the rows from row `from` on. Taking a cell along before asking whether it counts needs no branch.
#define KEEPERS(type)                                                                                            \
  static size_t keep_##type(size_t from, size_t kept, size_t n, const type *cells, const uint64_t *words,        \
                            size_t first, type *to) {                                                            \
    for (size_t i = from; i < n; i++) {                                                                          \
      to[kept] = cells[i];                                                                                       \
      kept += words[(first + i) / 64] >> ((first + i) % 64) & 1;                                                 \
    }                                                                                                            \
    return kept;                                                                                                 \
  }

KEEPERS(uint8_t)
KEEPERS(uint16_t)
KEEPERS(uint32_t)
KEEPERS(uint64_t)

#if defined(__x86_64__)
// Vectors of `count` cells; 64 rows at a time.
#define VECTORS(type, features, count, mask, compress)                                                           \
  __attribute__((target(features))) static size_t vectors_##type(size_t n, const type *cells,                    \
                                                                 const uint64_t *words, size_t first, type *to) { \
    size_t i = 0, kept = 0;                                                                                      \
    for (; i + 64 <= n; i += 64) {                                                                               \
      uint64_t bits = churn_kept_bits((struct churn_kept){words, first}, i);                                                                 \
      for (int part = 0; part < 64; part += count) {                                                             \
        mask some = (mask)(bits >> part);                                                                        \
        _mm512_storeu_si512(to + kept, compress(some, _mm512_loadu_si512(cells + i + part)));                    \
        kept += (size_t)__builtin_popcountll(some);                                                              \
      }                                                                                                          \
    }                                                                                                            \
    return keep_##type(i, kept, n, cells, words, first, to);                                                     \
  }

VECTORS(uint8_t, "avx512f,avx512bw,avx512vbmi2,popcnt", 64, __mmask64, _mm512_maskz_compress_epi8)
VECTORS(uint16_t, "avx512f,avx512bw,avx512vbmi2,popcnt", 32, __mmask32, _mm512_maskz_compress_epi16)
VECTORS(uint32_t, "avx512f,popcnt", 16, __mmask16, _mm512_maskz_compress_epi32)
VECTORS(uint64_t, "avx512f,popcnt", 8, __mmask8, _mm512_maskz_compress_epi64)
#endif

size_t churn_keep(size_t n, const void *from, int width, struct churn_kept rows, void *to) {
#if defined(__x86_64__)
  if (churn_has_avx512()) {
    if (width == 8) return vectors_uint64_t(n, from, rows.words, rows.first, to);
    if (width == 4) return vectors_uint32_t(n, from, rows.words, rows.first, to);
    if (__builtin_cpu_supports("avx512vbmi2")) {
      return width == 2 ? vectors_uint16_t(n, from, rows.words, rows.first, to) : vectors_uint8_t(n, from, rows.words, rows.first, to);
    }
  }
#endif
  if (width == 8) return keep_uint64_t(0, 0, n, from, rows.words, rows.first, to);
  if (width == 4) return keep_uint32_t(0, 0, n, from, rows.words, rows.first, to);
  return width == 2 ? keep_uint16_t(0, 0, n, from, rows.words, rows.first, to) : keep_uint8_t(0, 0, n, from, rows.words, rows.first, to);
}
