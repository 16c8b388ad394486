// Exact sums of numbers in their narrow forms.
#include <string.h>
#include "columns.h"
#include "processor.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Values that are added before their sum is: `total` holds it.
enum { CHUNK = 512 };

#define SUMMERS(type, smallest, total)                                                                  \
  INLINE int64_t sum_##type(size_t n, const type *from, int64_t *missing) {                            \
    int64_t sum = 0;                                                                                    \
    for (size_t at = 0; at < n; at += CHUNK) {                                                          \
      size_t end = n - at < CHUNK ? n : at + CHUNK;                                                     \
      total part = 0, absent = 0;                                                                       \
      for (size_t i = at; i < end; i++) {                                                               \
        part += from[i] == smallest ? 0 : from[i];                                                      \
        absent += from[i] == smallest;                                                                  \
      }                                                                                                 \
      sum += part;                                                                                      \
      *missing += absent;                                                                               \
    }                                                                                                   \
    return sum;                                                                                         \
  }                                                                                                     \
  /* missing numbers become the smallest of the narrow form, and no other number is as small */         \
  INLINE int64_t narrow_##type(size_t n, const int32_t *from, type *to) {                              \
    int64_t sum = 0;                                                                                    \
    for (size_t at = 0; at < n; at += CHUNK) {                                                          \
      size_t end = n - at < CHUNK ? n : at + CHUNK;                                                     \
      total part = 0;                                                                                   \
      for (size_t i = at; i < end; i++) {                                                               \
        int32_t x = from[i];                                                                            \
        part += x == INT32_MIN ? 0 : x;                                                                 \
        to[i] = (type)(x < smallest ? smallest : x);                                                    \
      }                                                                                                 \
      sum += part;                                                                                      \
    }                                                                                                   \
    return sum;                                                                                         \
  }

SUMMERS(int8_t, INT8_MIN, int32_t)
SUMMERS(int16_t, INT16_MIN, int32_t)
SUMMERS(int32_t, INT32_MIN, int64_t)

INLINE int64_t sum_stored(size_t n, const void *from, int width, int64_t *missing) {
  if (width == 1) return sum_int8_t(n, from, missing);
  if (width == 2) return sum_int16_t(n, from, missing);
  return sum_int32_t(n, from, missing);
}

INLINE int64_t narrow(size_t n, const int32_t *from, int width, void *to) {
  if (width == 1) return narrow_int8_t(n, from, to);
  if (width == 2) return narrow_int16_t(n, from, to);
  return narrow_int32_t(n, from, to);
}

VALUE_PATHS(sum_stored, int64_t, (size_t n, const void *from, int width, int64_t *missing), (n, from, width, missing))
VALUE_PATHS(narrow, int64_t, (size_t n, const int32_t *from, int width, void *to), (n, from, width, to))

#if defined(__x86_64__)
// 64 cells of which those of the bits are kept: their sum comes to `sums`, eight lanes, and those without a value are none.
// Returns which of the kept have one.
CHURN_AVX512 static inline uint64_t add_int8_t(const int8_t *cells, uint64_t bits, __m512i *sums) {
  const __m512i least = _mm512_set1_epi8(INT8_MIN);
  __m512i x = _mm512_maskz_loadu_epi8(bits, cells);
  uint64_t present = _mm512_mask_cmpneq_epi8_mask(bits, x, least);
  // counted from the smallest on they are sums of absolute differences; what was added is taken away for all at the end
  __m512i above = _mm512_maskz_sub_epi8(present, x, least);
  *sums = _mm512_add_epi64(*sums, _mm512_sad_epu8(above, _mm512_setzero_si512()));
  return present;
}

CHURN_AVX512 static inline __m512i wide_sum(__m512i halves) {
  __m512i low = _mm512_cvtepi32_epi64(_mm512_castsi512_si256(halves));
  return _mm512_add_epi64(low, _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(halves, 1)));
}

CHURN_AVX512 static inline uint64_t add_int16_t(const int16_t *cells, uint64_t bits, __m512i *sums) {
  const __m512i least = _mm512_set1_epi16(INT16_MIN), one = _mm512_set1_epi16(1);
  uint64_t present = 0;
  for (int part = 0; part < 64; part += 32) {
    __m512i x = _mm512_maskz_loadu_epi16((__mmask32)(bits >> part), cells + part);
    __mmask32 some = _mm512_mask_cmpneq_epi16_mask((__mmask32)(bits >> part), x, least);
    *sums = _mm512_add_epi64(*sums, wide_sum(_mm512_madd_epi16(_mm512_maskz_mov_epi16(some, x), one)));
    present |= (uint64_t)some << part;
  }
  return present;
}

CHURN_AVX512 static inline uint64_t add_int32_t(const int32_t *cells, uint64_t bits, __m512i *sums) {
  const __m512i least = _mm512_set1_epi32(INT32_MIN);
  uint64_t present = 0;
  for (int part = 0; part < 64; part += 16) {
    __m512i x = _mm512_maskz_loadu_epi32((__mmask16)(bits >> part), cells + part);
    __mmask16 some = _mm512_mask_cmpneq_epi32_mask((__mmask16)(bits >> part), x, least);
    *sums = _mm512_add_epi64(*sums, wide_sum(_mm512_maskz_mov_epi32(some, x)));
    present |= (uint64_t)some << part;
  }
  return present;
}

// Whole words of 64 rows, from row `first` of the words on; `excess` is what each cell with a value was added too much.
#define KEPT(type, excess)                                                                              \
  CHURN_AVX512 static int64_t kept_##type(size_t n, const type *cells, struct churn_kept rows, int64_t *missing) { \
    __m512i sums = _mm512_setzero_si512();                                                              \
    int64_t kept = 0, present = 0;                                                                      \
    for (size_t i = 0; i < n; i += 64) {                                                                \
      uint64_t bits = churn_kept_bits(rows, i);                                                         \
      kept += __builtin_popcountll(bits);                                                               \
      present += __builtin_popcountll(add_##type(cells + i, bits, &sums));                              \
    }                                                                                                   \
    *missing += kept - present;                                                                         \
    return _mm512_reduce_add_epi64(sums) - excess * present;                                            \
  }

KEPT(int8_t, 128)
KEPT(int16_t, 0)
KEPT(int32_t, 0)
#endif

int64_t churn_sum_kept(size_t n, const void *from, int width, struct churn_kept rows, int64_t *missing) {
  int32_t room[CHUNK];
  int64_t sum = 0;
  size_t at = 0;
#if defined(__x86_64__)
  if (churn_has_avx512()) {
    at = n / 64 * 64;
    if (width == 1) sum = kept_int8_t(at, from, rows, missing);
    if (width == 2) sum = kept_int16_t(at, from, rows, missing);
    if (width == 4) sum = kept_int32_t(at, from, rows, missing);
  }
#endif
  for (; at < n; at += CHUNK) {
    size_t kept = churn_keep_some(n, at, CHUNK, from, width, rows, room);
    sum += churn_sum_stored(kept, room, width, missing);
  }
  return sum;
}
