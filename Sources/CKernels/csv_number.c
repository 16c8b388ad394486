// A column of decimal literals to numbers of 32 bits with a common number of decimals, or to doubles.
//
// Literals of up to eight characters are read eight bytes at a time, and four cells at a time where the processor can;
// all paths give the same bits.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "csv_literal.h"
#include "csv_number.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const int64_t integer_tens[10] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

// One to eight bytes before `end`, digits with at most one point, to an integer and its decimals.
static inline bool read_short(const uint8_t *end, size_t length, uint8_t point, uint32_t *digits, int *decimals) {
  const uint64_t ones = 0x0101010101010101ull, zeros = 0x3030303030303030ull, highs = 0x8080808080808080ull;
  uint64_t word;
  memcpy(&word, end - 8, 8);
  int unused = 8 * (8 - (int)length);
  uint64_t below = (1ull << unused) - 1;
  word = (word & ~below) | (zeros & below);
  uint64_t hit = word ^ (ones * point);
  hit = (hit - ones) & ~hit & highs;
  *decimals = 0;
  if (hit) {
    if (length == 1) return false;
    int at = __builtin_ctzll(hit) & ~7;
    uint64_t before = (1ull << at) - 1;
    *decimals = 7 - at / 8;
    word = (word & ~(before | (0xFFull << at))) | (word & before) << 8 | 0x30;
  }
  uint64_t values = word - zeros;
  if (((word + 0x4646464646464646ull) | values) & highs) return false;
  values = values * 10 + (values >> 8);
  uint64_t low = (values & 0x000000FF000000FFull) * 0x000F424000000064ull;
  uint64_t high = ((values >> 16) & 0x000000FF000000FFull) * 0x0000271000000001ull;
  *digits = (uint32_t)((low + high) >> 32);
  return true;
}

static void widen(csv_numbers *n, size_t records) {
  if (n->is_wide) return;
  for (size_t i = 0; i < records; i++) {
    n->wide[i] = n->narrow[i] == INT32_MIN ? NAN : (double)n->narrow[i] / csv_exact_tens[n->decimals];
  }
  n->is_wide = true;
  n->decimals = 0;
}

// Brings the numbers before `records` to more decimals, or to doubles when they would not fit.
static void add_decimals(csv_numbers *n, size_t records, int decimals) {
  int64_t factor = integer_tens[decimals - n->decimals];
  if ((int64_t)n->magnitude * factor > INT32_MAX) {
    widen(n, records);
    return;
  }
  uint32_t magnitude = 0;
  for (size_t i = 0; i < records; i++) {
    if (n->narrow[i] == INT32_MIN) continue;
    n->narrow[i] = (int32_t)(n->narrow[i] * factor);
    magnitude |= (uint32_t)abs(n->narrow[i]);
  }
  n->magnitude = magnitude;
  n->decimals = decimals;
}

// Stores digits / 10^decimals; false when it needs a double.
static inline bool store_narrow(csv_numbers *n, size_t record, int64_t value, int decimals) {
  if (decimals > n->decimals) {
    add_decimals(n, record, decimals);
    if (n->is_wide) return false;
  }
  if (decimals < n->decimals) {
    if (value > INT32_MAX || value < -INT32_MAX) return false;
    value *= integer_tens[n->decimals - decimals];
  }
  if (value > INT32_MAX || value < -INT32_MAX) return false;
  n->narrow[record] = (int32_t)value;
  n->magnitude |= (uint32_t)(value < 0 ? -value : value);
  return true;
}

// The integer form of a literal with its zeros at the end cut off; false when it has none.
static bool integer_form(csv_literal l, int64_t *value, int *decimals) {
  if (l.cut || l.exponent > 9 || l.exponent < -30) return false;
  while (l.exponent < -9) {
    if (l.digits % 10) return false;
    l.digits /= 10;
    l.exponent++;
  }
  if (l.digits > INT32_MAX) return false;
  *value = (int64_t)l.digits * (l.exponent > 0 ? integer_tens[l.exponent] : 1);
  if (l.negative) *value = -*value;
  *decimals = l.exponent < 0 ? -l.exponent : 0;
  return true;
}

static void set_empty(csv_numbers *n, size_t record) {
  if (n->is_wide) n->wide[record] = NAN;
  n->narrow[record] = INT32_MIN;
}

static void read_any(const csv_cells *cells, size_t record, csv_numbers *n) {
  csv_cell cell = csv_cell_at(cells, record);
  const uint8_t *p = cell.start, *end = cell.end;
  while (p < end && (*p == ' ' || *p == '\t')) p++;
  while (p < end && (end[-1] == ' ' || end[-1] == '\t')) end--;
  csv_literal l;
  double value = INFINITY;
  bool is_number = csv_read_literal(p, end, n->point, &l);
  if (is_number && !n->is_wide) {
    int64_t integer;
    int decimals;
    if (integer_form(l, &integer, &decimals) && store_narrow(n, record, integer, decimals)) return;
  }
  if (is_number) value = csv_rounded(l, p, end, n->point);
  if (isfinite(value)) {
    widen(n, record);
    n->wide[record] = value;
    return;
  }
  set_empty(n, record);
  if (!is_number && csv_is_missing(cells, cell)) {
    if (n->missing_count++ == 0) n->first_missing = record;
  } else {
    n->bad[n->bad_count++] = (uint32_t)record;
  }
}

void csv_read_number(const csv_cells *cells, size_t record, csv_numbers *n) {
  const uint32_t *index = cells->index + record * cells->stride;
  const uint8_t *start = cells->bytes + (uint32_t)(index[0] + 1), *end = cells->bytes + index[1];
  if (cells->is_last && end > start && end[-1] == '\r') end--;
  if (start == end) {
    set_empty(n, record);
    if (n->missing_count++ == 0) n->first_missing = record;
    return;
  }
  if (*start == '"' && end - start > 2) start++, end--;
  bool negative = *start == '-';
  start += negative;
  size_t length = (size_t)(end - start);
  uint32_t digits;
  int decimals;
  if (length - 1 < 8 && read_short(end, length, n->point, &digits, &decimals)) {
    int64_t value = negative ? -(int64_t)digits : (int64_t)digits;
    if (n->is_wide) {
      n->wide[record] = (double)value / csv_exact_tens[decimals];
      return;
    }
    if (store_narrow(n, record, value, decimals)) return;
  }
  read_any(cells, record, n);
}

#if defined(__x86_64__)
#define VECTOR __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))

static inline uint64_t load(const void *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

VECTOR static inline __m256i four(uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  return _mm256_set_epi64x((long long)d, (long long)c, (long long)b, (long long)a);
}

// Four times eight digits to four integers: pairs, fours, eights.
VECTOR static inline __m128i four_integers(__m256i digits) {
  __m256i sum = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
  sum = _mm256_madd_epi16(sum, _mm256_set1_epi32(0x00010064));
  sum = _mm256_madd_epi16(_mm256_packus_epi32(sum, sum), _mm256_set1_epi32(0x00012710));
  return _mm256_castsi256_si128(_mm256_permute4x64_epi64(sum, 0x08));
}

// Four cells at a time from `record` on, until four do not fit: each must be empty or 1 to 8 digits with at most one
// point after at most one minus. Returns the first record it did not read.
VECTOR static size_t read_fours(const csv_cells *cells, size_t record, csv_numbers *n) {
  const __m256i one = _mm256_set1_epi64x(1), eight = _mm256_set1_epi64x(8), byte = _mm256_set1_epi64x(0xFF);
  const __m256i zeros = _mm256_set1_epi8('0'), ones = _mm256_set1_epi8(1), highs = _mm256_set1_epi8((char)0x80);
  const __m256i points = _mm256_set1_epi8((char)n->point), minus = _mm256_set1_epi64x('-');
  const __m256i nothing = _mm256_setzero_si256(), evens = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
  __m128i magnitude = _mm_set1_epi32((int)n->magnitude);
  for (; record + 4 <= cells->records && !n->is_wide && n->decimals < 8; record += 4) {
    const uint32_t *index = cells->index + record * cells->stride;
    uint64_t pairs[4] = {load(index), load(index + cells->stride), load(index + 2 * cells->stride),
                         load(index + 3 * cells->stride)};
    __m256i pair = four(pairs[0], pairs[1], pairs[2], pairs[3]);
    __m256i end = _mm256_srli_epi64(pair, 32);
    __m256i start = _mm256_srli_epi64(_mm256_slli_epi64(_mm256_add_epi64(pair, one), 32), 32);
    __m256i length = _mm256_sub_epi64(end, start);
    const uint8_t *bytes = cells->bytes - 8;
    __m256i word = four(load(bytes + (pairs[0] >> 32)), load(bytes + (pairs[1] >> 32)),
                        load(bytes + (pairs[2] >> 32)), load(bytes + (pairs[3] >> 32)));
    __m256i unused = _mm256_slli_epi64(_mm256_sub_epi64(eight, length), 3);
    __m256i first = _mm256_and_si256(_mm256_srlv_epi64(word, unused), byte);
    __m256i empty = _mm256_cmpeq_epi64(length, nothing);
    __m256i negative = _mm256_andnot_si256(empty, _mm256_cmpeq_epi64(first, minus));
    __m256i count = _mm256_add_epi64(length, negative);
    __m256i below = _mm256_sub_epi64(_mm256_sllv_epi64(one, _mm256_slli_epi64(_mm256_sub_epi64(eight, count), 3)), one);
    word = _mm256_blendv_epi8(word, zeros, below);
    __m256i hit = _mm256_xor_si256(word, points);
    hit = _mm256_and_si256(_mm256_andnot_si256(hit, _mm256_sub_epi64(hit, ones)), highs);
    __m256i unit = _mm256_srli_epi64(_mm256_and_si256(hit, _mm256_sub_epi64(nothing, hit)), 7);
    __m256i before = _mm256_sub_epi64(unit, one);
    __m256i joined = _mm256_or_si256(_mm256_slli_epi64(_mm256_and_si256(word, before), 8), _mm256_set1_epi64x('0'));
    __m256i up_to = _mm256_or_si256(_mm256_slli_epi64(before, 8), byte);
    joined = _mm256_blendv_epi8(word, joined, up_to);
    __m256i whole = _mm256_cmpeq_epi64(unit, nothing);
    word = _mm256_blendv_epi8(joined, word, whole);
    __m256i values = _mm256_sub_epi8(word, zeros);
    __m256i odd = _mm256_and_si256(_mm256_or_si256(_mm256_add_epi8(word, _mm256_set1_epi8(0x46)), values), highs);
    odd = _mm256_or_si256(odd, _mm256_cmpgt_epi64(length, eight));
    odd = _mm256_or_si256(odd, _mm256_andnot_si256(whole, _mm256_cmpeq_epi64(count, one)));
    odd = _mm256_or_si256(odd, _mm256_and_si256(negative, _mm256_cmpeq_epi64(count, nothing)));
    if (!_mm256_testz_si256(odd, odd)) break;
    __m128i digits = four_integers(values);
    __m128i sign = _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(negative, evens));
    __m128i signed_digits = _mm_sub_epi32(_mm_xor_si128(digits, sign), sign);
    __m128i gone = _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(empty, evens));
    int absent = _mm_movemask_ps(_mm_castsi128_ps(gone));
    __m256i expected = n->decimals ? _mm256_set1_epi64x((long long)(1ull << (8 * (7 - n->decimals)))) : nothing;
    __m256i differs = _mm256_andnot_si256(empty, _mm256_xor_si256(unit, expected));
    if (!_mm256_testz_si256(differs, differs)) break;
    magnitude = _mm_or_si128(magnitude, digits);
    signed_digits = _mm_blendv_epi8(signed_digits, _mm_set1_epi32(INT32_MIN), gone);
    _mm_storeu_si128((__m128i *)(n->narrow + record), signed_digits);
    if (absent) {
      if (n->missing_count == 0) n->first_missing = record + (size_t)__builtin_ctz((unsigned)absent);
      n->missing_count += (size_t)__builtin_popcount((unsigned)absent);
    }
  }
  uint32_t parts[4];
  _mm_storeu_si128((__m128i *)parts, magnitude);
  n->magnitude |= parts[0] | parts[1] | parts[2] | parts[3];
  return record;
}

static bool has_vectors(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }
#else
static size_t read_fours(const csv_cells *cells, size_t record, csv_numbers *n) {
  (void)cells, (void)n;
  return record;
}

static bool has_vectors(void) { return false; }
#endif

void csv_begin_numbers(csv_numbers *n) {
  n->is_wide = false;
  n->decimals = 0;
  n->magnitude = 0;
  n->bad_count = n->missing_count = n->first_missing = 0;
}

void csv_read_numbers_from(const csv_cells *cells, size_t record, csv_numbers *n) {
  bool vectors = has_vectors();
  size_t alone = 4;   // records read one by one after four did not fit; grows where that keeps happening
  while (record < cells->records) {
    if (vectors && !n->is_wide) {
      size_t next = read_fours(cells, record, n);
      alone = next > record ? 4 : alone < 256 ? 2 * alone : alone;
      record = next;
    }
    size_t stop = n->is_wide || !vectors ? cells->records : record + alone;
    for (; record < cells->records && record < stop; record++) csv_read_number(cells, record, n);
  }
}

void csv_read_numbers(const csv_cells *cells, csv_numbers *n) {
  csv_begin_numbers(n);
  csv_read_numbers_from(cells, 0, n);
}
