#include "codes.h"
#include <string.h>
#include "processor.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Four tables, so that equal codes one after another do not wait for each other; a place for missing ones in each.
static void count_bytes(size_t n, const int8_t *codes, size_t levels, size_t *counts) {
  uint32_t tables[4][256];
  memset(tables, 0, sizeof tables);
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (int k = 0; k < 4; k++) tables[k][(uint8_t)codes[i + (size_t)k]]++;
  }
  for (; i < n; i++) tables[0][(uint8_t)codes[i]]++;
  size_t most = levels < 128 ? levels : 128;
  for (size_t code = 0; code < most; code++) {
    for (int k = 0; k < 4; k++) counts[code] += tables[k][code];
  }
}

#if defined(__x86_64__)
enum {
  FEW = 8,                    // levels that are counted one by one, faster than in tables
  BYTES = 64,                 // cells of a vector
};

// Codes of few levels in whole vectors; `rows` may be NULL, which is all. Returns how many cells were looked at.
CHURN_AVX512 static size_t count_few(size_t n, const int8_t *codes, const struct churn_kept *rows, size_t levels, size_t *counts) {
  size_t i = 0;
  for (; i + BYTES <= n; i += BYTES) {
    __m512i x = _mm512_loadu_si512(codes + i);
    uint64_t kept = rows ? churn_kept_bits(*rows, i) : ~0ull;
    for (size_t level = 0; level < levels; level++) {
      uint64_t equal = _mm512_mask_cmpeq_epi8_mask(kept, x, _mm512_set1_epi8((char)level));
      counts[level] += (size_t)__builtin_popcountll(equal);
    }
  }
  return i;
}

// Codes of up to sixteen levels, in whole vectors; what has the highest bit, as missing codes have, becomes 0.
CHURN_AVX512 static size_t translate_few(size_t n, const int8_t *codes, const uint8_t table[16], uint8_t *to) {
  const __m512i all = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)table));
  size_t i = 0;
  for (; i + BYTES <= n; i += BYTES) _mm512_storeu_si512(to + i, _mm512_shuffle_epi8(all, _mm512_loadu_si512(codes + i)));
  return i;
}

CHURN_AVX512 static size_t whole_words(size_t n, const uint8_t *flags, uint64_t *words) {
  size_t i = 0;
  for (; i + BYTES <= n; i += BYTES) words[i / BYTES] = _mm512_test_epi8_mask(_mm512_loadu_si512(flags + i), _mm512_set1_epi8(1));
  return i;
}
#endif

#define EACH(type, statement)              \
  do {                                     \
    const type *cells = codes;             \
    for (size_t i = 0; i < n; i++) {       \
      int64_t code = cells[i];             \
      statement;                           \
    }                                      \
  } while (0)

void churn_count_codes(size_t n, const void *codes, int width, size_t levels, size_t *counts) {
#if defined(__x86_64__)
  if (width == 1 && levels <= FEW && churn_has_avx512()) {
    size_t done = count_few(n, codes, NULL, levels, counts);
    codes = (const int8_t *)codes + done;
    n -= done;
  }
#endif
  // a table is counted in 32 bits
  for (; width == 1 && n > UINT32_MAX / 2; n -= UINT32_MAX / 2) {
    count_bytes(UINT32_MAX / 2, codes, levels, counts);
    codes = (const int8_t *)codes + UINT32_MAX / 2;
  }
  switch (width) {
    case 1: count_bytes(n, codes, levels, counts); break;
    case 2: EACH(int16_t, if (code >= 0) counts[code]++); break;
    default: EACH(int32_t, if (code >= 0) counts[code]++);
  }
}

void churn_count_kept(size_t n, const void *codes, int width, struct churn_kept rows, size_t levels, size_t *counts) {
  enum { CHUNK = 8192 };
  int32_t room[CHUNK];
  size_t at = 0;
#if defined(__x86_64__)
  if (width == 1 && levels <= FEW && churn_has_avx512()) at = count_few(n, codes, &rows, levels, counts);
#endif
  for (; at < n; at += CHUNK) {
    size_t kept = churn_keep_some(n, at, CHUNK, codes, width, rows, room);
    churn_count_codes(kept, room, width, levels, counts);
  }
}

void churn_translate_codes(size_t n, const void *codes, int width, size_t levels, const uint8_t *table, uint8_t *to) {
  if (width == 1) {
    uint8_t bytes[256] = {0};
    memcpy(bytes, table, levels < 128 ? levels : 128);
#if defined(__x86_64__)
    if (levels <= 16 && churn_has_avx512()) {
      size_t done = translate_few(n, codes, bytes, to);
      codes = (const int8_t *)codes + done;
      to += done;
      n -= done;
    }
#endif
    EACH(int8_t, to[i] = bytes[(uint8_t)code]);
  } else if (width == 2) {
    EACH(int16_t, to[i] = code < 0 ? 0 : table[code]);
  } else {
    EACH(int32_t, to[i] = code < 0 ? 0 : table[code]);
  }
}

#if defined(__x86_64__)
enum { WIDE = 16 };           // codes, and levels, of a vector

// Few enough levels to be looked up within a vector, the place of missing codes behind them; returns how many codes it mapped.
CHURN_AVX512 static size_t map_few(size_t n, int32_t *codes, const int32_t *map, size_t levels) {
  const __m512i table = _mm512_maskz_loadu_epi32((__mmask16)((2u << levels) - 1), map);
  const __m512i last = _mm512_set1_epi32((int)levels);
  size_t i = 0;
  for (; i + WIDE <= n; i += WIDE) {
    // as a number without sign a missing code is above all others
    __m512i place = _mm512_min_epu32(_mm512_loadu_si512(codes + i), last);
    _mm512_storeu_si512(codes + i, _mm512_permutexvar_epi32(place, table));
  }
  return i;
}
#endif

void churn_map_codes(size_t n, int32_t *codes, const int32_t *map, size_t levels) {
  size_t i = 0;
#if defined(__x86_64__)
  if (levels < WIDE && churn_has_avx512()) i = map_few(n, codes, map, levels);
#endif
  for (; i < n; i++) codes[i] = map[codes[i] < 0 ? levels : (size_t)codes[i]];
}

int32_t churn_number(size_t n, const int32_t *ids, int32_t *table, int32_t *to) {
  int32_t next = 0;
  for (size_t i = 0; i < n; i++) {
    int32_t id = ids[i];
    if (id >= 0 && table[id] < 0) table[id] = next++;
    to[i] = id < 0 ? -1 : table[id];
  }
  return next;
}

int32_t churn_numbered(size_t n, const int32_t *ids) {
  enum { RUN = 64 };
  uint32_t next = 0;
  size_t i = 0;
  while (i < n) {
    // where a run has no new number, none is negative, which would be the largest
    uint32_t most = 0;
    for (; i + RUN <= n; i += RUN) {
      for (size_t j = 0; j < RUN; j++) most = (uint32_t)ids[i + j] > most ? (uint32_t)ids[i + j] : most;
      if (most >= next) break;
    }
    size_t end = i + RUN < n ? i + RUN : n;
    for (; i < end; i++) {
      if ((uint32_t)ids[i] > next) return -1;
      next += (uint32_t)ids[i] == next;
    }
  }
  return (int32_t)next;
}

void churn_bits_of_flags(size_t n, const uint8_t *flags, uint64_t *words) {
  size_t i = 0;
#if defined(__x86_64__)
  if (churn_has_avx512()) i = whole_words(n, flags, words);
#endif
  for (; i + 64 <= n; i += 64) {
    uint64_t word = 0;
    for (size_t byte = 0; byte < 8; byte++) {
      uint64_t eight;
      memcpy(&eight, flags + i + 8 * byte, 8);
      // flag j comes to bit 56 + j, and no sum carries
      word |= (eight * 0x0102040810204080ull >> 56) << (8 * byte);
    }
    words[i / 64] = word;
  }
  if (i < n) {
    uint64_t word = 0;
    for (size_t j = i; j < n; j++) word |= (uint64_t)flags[j] << (j - i);
    words[i / 64] = word;
  }
}
