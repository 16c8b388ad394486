// Positions of delimiters and line feeds, 64 bytes at a time. Quotes are resolved by a running exclusive-or, and every
// quote must stand where RFC 4180 lets it stand; anything else is left to the careful reader.
#include <string.h>
#include "csv_kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Inlined, so that the vector path gets the bit instructions of its target.
#define INLINE static inline __attribute__((always_inline))

typedef struct {
  uint64_t delimiter, feed, carriage, quote, zero, high;
} masks;

typedef struct {
  csv_scan scan;
  uint32_t *next;
  uint64_t inside;            // all ones while a quoted field is open
  uint64_t after_separator;   // 1 when the byte before was a separator (or the start)
  uint64_t after_closing;     // 1 when the byte before closed a quote
  uint64_t after_carriage;    // 1 when the byte before was a CR
} state;

INLINE uint64_t prefix_xor(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

INLINE void write_positions(state *s, uint64_t bits, uint32_t base) {
  if (!s->next) return;
  size_t count = (size_t)__builtin_popcountll(bits);
  uint32_t *next = s->next;
  s->next += count;
  s->scan.separators += count;
  for (size_t done = 0; done < count; done += 8) {
    for (int i = 0; i < 8; i++) {
      next[done + i] = base + (uint32_t)__builtin_ctzll(bits | (1ull << 63));
      bits &= bits - 1;
    }
  }
}

// Takes separators inside quotes away and checks the place of every quote.
static inline void resolve_quotes(state *s, masks *m) {
  uint64_t open = prefix_xor(m->quote) ^ s->inside;
  s->inside = (uint64_t)((int64_t)open >> 63);
  uint64_t opening = m->quote & open, closing = m->quote & ~open;
  if (m->feed & open || m->carriage & open) s->scan.irregular = true;
  m->delimiter &= ~open;
  m->feed &= ~open;
  uint64_t separators = m->delimiter | m->feed;
  uint64_t may_open = (separators << 1) | s->after_separator | (closing << 1) | s->after_closing;
  uint64_t must_end = (closing << 1) | s->after_closing;
  if (opening & ~may_open || must_end & ~(separators | m->carriage | opening)) {
    s->scan.irregular = s->scan.has_odd_quote = true;
  }
  s->after_closing = closing >> 63;
  s->scan.has_quote = true;
}

// Returns the separators.
INLINE uint64_t take_masks(state *s, masks m) {
  if (m.quote | s->inside | s->after_closing) resolve_quotes(s, &m);
  uint64_t must_feed = (m.carriage << 1) | s->after_carriage;
  if (must_feed & ~m.feed) s->scan.irregular = true;
  s->after_carriage = m.carriage >> 63;
  s->after_separator = (m.delimiter | m.feed) >> 63;
  s->scan.lines += (size_t)__builtin_popcountll(m.feed);
  if (m.zero) s->scan.smallest = 0;
  if (m.high) s->scan.has_high = true;
  return m.delimiter | m.feed;
}

INLINE void take(state *s, masks m, uint32_t base) { write_positions(s, take_masks(s, m), base); }

INLINE masks masked(masks m, size_t bytes) {
  uint64_t keep = bytes >= 64 ? ~0ull : (1ull << bytes) - 1;
  return (masks){m.delimiter & keep, m.feed & keep, m.carriage & keep, m.quote & keep, m.zero & keep, m.high & keep};
}

static state started(uint32_t *index) {
  return (state){.scan = {.smallest = 1}, .next = index, .after_separator = 1};
}

static csv_scan finished(state s) {
  if (s.inside) s.scan.irregular = true;
  return s.scan;
}

static inline uint64_t equal_bytes(const uint8_t *bytes, uint8_t wanted) {
  const uint64_t ones = 0x0101010101010101ull, low = 0x7f7f7f7f7f7f7f7full;
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t word;
    memcpy(&word, bytes + 8 * i, 8);
    word ^= ones * wanted;
    uint64_t zero = ~(((word & low) + low) | word | low) >> 7;
    mask |= ((zero * 0x0102040810204080ull) >> 56) << (8 * i);
  }
  return mask;
}

static inline uint64_t high_bytes(const uint8_t *bytes) {
  uint64_t all = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t word;
    memcpy(&word, bytes + 8 * i, 8);
    all |= word;
  }
  return all & 0x8080808080808080ull;
}

csv_scan csv_index_portable(const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *index) {
  state s = started(index);
  for (size_t at = 0; at < count; at += 64) {
    uint8_t copy[64] = {0};
    const uint8_t *p = bytes + at;
    if (count - at < 64) {
      memcpy(copy, p, count - at);
      p = copy;
    }
    masks m = {equal_bytes(p, delimiter), equal_bytes(p, '\n'), equal_bytes(p, '\r'),
               equal_bytes(p, '"'),       equal_bytes(p, 0),    0};
    m = masked(m, count - at);
    m.high = high_bytes(p);
    take(&s, m, (uint32_t)at);
  }
  return finished(s);
}

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))) static inline uint64_t equal_vector(
    __m256i a, __m256i b, __m256i wanted) {
  uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted));
  uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted));
  return low | (uint64_t)high << 32;
}

__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))) static csv_scan index_avx2(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *index) {
  state s = started(index);
  const __m256i cut = _mm256_set1_epi8((char)delimiter), feed = _mm256_set1_epi8('\n');
  const __m256i carriage = _mm256_set1_epi8('\r'), quote = _mm256_set1_epi8('"'), zero = _mm256_setzero_si256();
  for (size_t at = 0; at < count; at += 64) {
    __m256i a = _mm256_loadu_si256((const __m256i *)(bytes + at));
    __m256i b = _mm256_loadu_si256((const __m256i *)(bytes + at + 32));
    masks m = {equal_vector(a, b, cut),   equal_vector(a, b, feed), equal_vector(a, b, carriage),
               equal_vector(a, b, quote), equal_vector(a, b, zero),
               (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32};
    if (count - at < 64) m = masked(m, count - at);
    take(&s, m, (uint32_t)at);
  }
  return finished(s);
}
#endif

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt")))

// Positions of the bits, sixteen at a time: the places of the set bits, moved together.
WIDE static inline void write_wide(state *s, uint64_t bits, uint32_t base) {
  const __m512i places = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
      35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
      6, 5, 4, 3, 2, 1, 0);
  size_t count = (size_t)__builtin_popcountll(bits);
  __m512i packed = _mm512_maskz_compress_epi8(bits, places), from = _mm512_set1_epi32((int)base);
  uint32_t *next = s->next;
  _mm512_storeu_si512(next, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
  if (count > 16) {
    _mm512_storeu_si512(next + 16, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
    if (count > 32) {
      _mm512_storeu_si512(next + 32, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
      _mm512_storeu_si512(next + 48, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
    }
  }
  s->next += count;
  s->scan.separators += count;
}

WIDE static csv_scan index_avx512(const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *index) {
  state s = started(index);
  const __m512i cut = _mm512_set1_epi8((char)delimiter), feed = _mm512_set1_epi8('\n');
  const __m512i carriage = _mm512_set1_epi8('\r'), quote = _mm512_set1_epi8('"'), zero = _mm512_setzero_si512();
  for (size_t at = 0; at < count; at += 64) {
    __m512i a = _mm512_loadu_si512(bytes + at);
    masks m = {_mm512_cmpeq_epi8_mask(a, cut),   _mm512_cmpeq_epi8_mask(a, feed), _mm512_cmpeq_epi8_mask(a, carriage),
               _mm512_cmpeq_epi8_mask(a, quote), _mm512_cmpeq_epi8_mask(a, zero), _mm512_movepi8_mask(a)};
    if (count - at < 64) m = masked(m, count - at);
    uint64_t separators = take_masks(&s, m);
    if (s.next) write_wide(&s, separators, (uint32_t)at);
  }
  return finished(s);
}
#endif

csv_scan csv_index(const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *index) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2")) {
    return index_avx512(bytes, count, delimiter, index);
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
    return index_avx2(bytes, count, delimiter, index);
  }
#endif
  return csv_index_portable(bytes, count, delimiter, index);
}

csv_scan csv_check_quotes(const uint8_t *bytes, size_t count, uint8_t delimiter) {
  return csv_index(bytes, count, delimiter, NULL);
}

bool csv_is_regular(const uint8_t *bytes, const uint32_t *index, csv_scan scan, size_t columns) {
  if (scan.irregular || scan.smallest == 0 || columns < 2) return false;
  if (scan.separators != scan.lines * columns) return false;
  for (size_t record = 1; record <= scan.lines; record++) {
    if (bytes[index[record * columns - 1]] != '\n') return false;
  }
  return true;
}
