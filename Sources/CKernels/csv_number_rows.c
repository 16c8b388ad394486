// Several columns of decimal literals at once: a row's cells lie side by side, so that one vector fetches eight of them.
//
// A cell that is neither empty nor 1 to 8 digits with at most one point after at most one minus is left to the reader of
// one number, with its neighbours in the column, so that both readers leave the same behind.
#include <string.h>
#include "csv_number.h"
#include "processor.h"
#if defined(__x86_64__)
#include <immintrin.h>

#define WIDEST __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx2,bmi,bmi2,popcnt,lzcnt")))

enum {
  LANES = CSV_NUMBER_GROUP,
  ROWS = 8,                   // rows that are stored together
  ENTRIES = CSV_NUMBER_SPAN + 2, // positions of a row that are looked at
  FEWEST = 3,                 // columns from which on this is faster than one after another
  MOST_DECIMALS = 7,
  PATIENCE = 4,               // times that a column may not fit before that tells anything of it
};

// What the kernel knows of the columns of a group; lane k is column k.
typedef struct {
  const csv_cells *cells;
  csv_numbers *numbers;
  __m512i starts, ends;       // places of the positions before and behind each lane's cell, twice
  __m512i empty_gap;          // from the position before to that behind a cell without text, twice
  size_t last;                // place of the last cell's end
  __m512i point;              // nothing that a cell ends with stands for a point that would be its last byte
  __m512i decimals;           // that each lane's column has so far
  __m512i magnitudes;         // bits of the magnitudes that are not written back yet
  unsigned live;              // lanes that are read here
  uint32_t misses[LANES];     // times that eight cells of a column did not fit
} group;

WIDEST static void write_magnitudes(group *g) {
  uint64_t magnitudes[LANES];
  _mm512_storeu_si512(magnitudes, g->magnitudes);
  for (unsigned left = g->live; left; left &= left - 1) {
    size_t lane = (size_t)__builtin_ctz(left);
    g->numbers[lane].magnitude |= (uint32_t)magnitudes[lane];
  }
  g->magnitudes = _mm512_setzero_si512();
}

// What rows of a group were found to be; lane k is column k.
typedef struct {
  __m512i magnitudes;         // all bits of the magnitudes
  __m512i gaps;               // the longest cell, and one more
  __m512i points;             // not 0 where a cell has two
  __m512i decimals;           // negative where a cell has more than its column
  __mmask64 strange;          // bytes that neither digit nor point nor minus may be
  bool is_wide;               // a row is longer than two vectors
} findings;

// One row: its numbers, and the lanes without a value. A cell must end with a digit: then a point or a minus alone is
// strange as well.
WIDEST static inline findings read_row(const group *g, const uint32_t *index, const uint8_t *bytes, findings f,
                                       __m256i *numbers, uint8_t *lanes_without) {
  const __m512i zero = _mm512_set1_epi8('0');
  const __m512i lowest = _mm512_set4_epi64(0x0808080808080808, 0, 0x0808080808080808, 0);
  const __m512i back = _mm512_set1_epi64((long long)0xFFFEFDFCFBFAF9F8ull);      // -8 to -1
  const __m512i from_end = _mm512_set1_epi64(0x0203040506070809);                 // 9 to 2
  const __m512i from_end_of_minus = _mm512_set1_epi64((long long)0xFF03040506070809ull);
  const __m512i tens = _mm512_setr_epi64(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000);

  uint32_t start = index[0] + 1, length = index[g->last] - start;
  __m512i entries = _mm512_loadu_si512(index);
  __m512i ends = _mm512_permutexvar_epi32(g->ends, entries);
  __m512i gaps = _mm512_sub_epi32(ends, _mm512_permutexvar_epi32(g->starts, entries));
  f.gaps = _mm512_max_epu32(f.gaps, gaps);

  // each cell's bytes come to stand at the end of its lane
  __m512i at = _mm512_shuffle_epi8(_mm512_sub_epi32(ends, _mm512_set1_epi32((int)start)), lowest);
  __m512i places = _mm512_add_epi8(at, back), word = _mm512_loadu_si512(bytes + start);
  if (__builtin_expect(length <= 64, 1)) {
    word = _mm512_permutexvar_epi8(places, word);
  } else {
    word = _mm512_permutex2var_epi8(word, places, _mm512_loadu_si512(bytes + start + 64));
    f.is_wide |= length > 128;
  }
  __m512i gap = _mm512_shuffle_epi8(gaps, lowest), digit = _mm512_sub_epi8(word, zero);
  __mmask64 within = _mm512_cmple_epu8_mask(from_end, gap);
  __mmask64 first = _mm512_cmpeq_epi8_mask(from_end_of_minus, gap);
  __mmask64 digits = _mm512_mask_cmple_epu8_mask(within, digit, _mm512_set1_epi8(9));
  __mmask64 point = _mm512_mask_cmpeq_epi8_mask(within, word, g->point);
  __mmask64 minus = _mm512_mask_cmpeq_epi8_mask(first, word, _mm512_set1_epi8('-'));
  f.strange |= within ^ (digits | point | minus);
  __m512i marks = _mm512_movm_epi8(minus);
  __mmask8 negative = _mm512_test_epi64_mask(marks, marks);
  __mmask8 empty = _mm512_cmpeq_epi64_mask(gaps, g->empty_gap);

  // digits before the point move up by eight bits to those behind it; 4 + 8 d zero bits are before a point with d decimals
  __m512i unit = _mm512_maskz_set1_epi8(point, 8), below = _mm512_add_epi64(unit, _mm512_set1_epi64(-1));
  f.points = _mm512_ternarylogic_epi64(f.points, unit, below, 0xF8);
  __m512i values = _mm512_maskz_mov_epi8(digits, digit);
  __m512i moved = _mm512_sllv_epi64(_mm512_and_si512(values, below), _mm512_sad_epu8(unit, _mm512_setzero_si512()));
  values = _mm512_or_si512(_mm512_andnot_si512(below, values), moved);
  __m512i decimals = _mm512_and_si512(_mm512_srli_epi64(_mm512_lzcnt_epi64(unit), 3), _mm512_set1_epi64(7));
  __m512i missing = _mm512_sub_epi64(g->decimals, decimals);
  f.decimals = _mm512_or_si512(f.decimals, missing);

  // pairs, fours, eights, and the decimals of the column
  values = _mm512_maddubs_epi16(values, _mm512_set1_epi16(0x010A));
  values = _mm512_madd_epi16(values, _mm512_set1_epi32(0x00010064));
  values = _mm512_madd_epi16(_mm512_or_si512(values, _mm512_srli_epi64(values, 16)), _mm512_set1_epi32(0x00012710));
  values = _mm512_mul_epu32(values, _mm512_permutexvar_epi64(missing, tens));
  f.magnitudes = _mm512_or_si512(f.magnitudes, values);
  values = _mm512_mask_sub_epi64(values, negative, _mm512_setzero_si512(), values);
  values = _mm512_mask_mov_epi64(values, empty, _mm512_set1_epi64(INT32_MIN));
  *numbers = _mm512_cvtepi64_epi32(values);
  *lanes_without = empty;
  return f;
}

// Lanes with a cell that must be read with care.
WIDEST static inline unsigned odd_lanes(const group *g, findings f) {
  __m512i strange = _mm512_movm_epi8(f.strange);
  unsigned odd = _mm512_test_epi64_mask(strange, strange) | _mm512_test_epi64_mask(f.points, f.points) |
                 _mm512_movepi64_mask(f.decimals) |
                 _mm512_cmpgt_epu64_mask(f.gaps, _mm512_set1_epi64(9ll << 32 | 9)) |
                 _mm512_cmpgt_epu64_mask(f.magnitudes, _mm512_set1_epi64(INT32_MAX));
  return f.is_wide ? g->live : odd & g->live;
}

// Eight rows of eight numbers become eight columns.
WIDEST static inline void transpose(const __m256i rows[ROWS], __m256i columns[LANES]) {
  __m256i pairs[8], fours[8];
  for (int k = 0; k < 8; k += 2) {
    pairs[k] = _mm256_unpacklo_epi32(rows[k], rows[k + 1]);
    pairs[k + 1] = _mm256_unpackhi_epi32(rows[k], rows[k + 1]);
  }
  for (int k = 0; k < 8; k += 4) {
    fours[k] = _mm256_unpacklo_epi64(pairs[k], pairs[k + 2]);
    fours[k + 1] = _mm256_unpackhi_epi64(pairs[k], pairs[k + 2]);
    fours[k + 2] = _mm256_unpacklo_epi64(pairs[k + 1], pairs[k + 3]);
    fours[k + 3] = _mm256_unpackhi_epi64(pairs[k + 1], pairs[k + 3]);
  }
  for (int k = 0; k < 4; k++) {
    columns[k] = _mm256_permute2x128_si256(fours[k], fours[k + 4], 0x20);
    columns[k + 4] = _mm256_permute2x128_si256(fours[k], fours[k + 4], 0x31);
  }
}

// Counts cells without a value; bit k of row i says that lane k has none there.
static inline void count_empty(const group *g, size_t record, const uint8_t empty[ROWS], unsigned lanes) {
  uint64_t bits, swapped;
  memcpy(&bits, empty, 8);
  if (!(bits & lanes * 0x0101010101010101ull)) return;
  swapped = (bits ^ (bits >> 7)) & 0x00AA00AA00AA00AAull;
  bits ^= swapped ^ (swapped << 7);
  swapped = (bits ^ (bits >> 14)) & 0x0000CCCC0000CCCCull;
  bits ^= swapped ^ (swapped << 14);
  swapped = (bits ^ (bits >> 28)) & 0x00000000F0F0F0F0ull;
  bits ^= swapped ^ (swapped << 28);
  for (; lanes; lanes &= lanes - 1) {
    size_t lane = (size_t)__builtin_ctz(lanes);
    unsigned absent = bits >> (8 * lane) & 0xFF;
    if (!absent) continue;
    csv_numbers *n = &g->numbers[lane];
    if (n->missing_count == 0) n->first_missing = record + (size_t)__builtin_ctz(absent);
    n->missing_count += (size_t)__builtin_popcount(absent);
  }
}

// Reads eight rows of columns one by one. A column that goes on like that is read to its end.
WIDEST static void read_with_care(group *g, size_t record, unsigned lanes) {
  write_magnitudes(g);
  for (; lanes; lanes &= lanes - 1) {
    size_t lane = (size_t)__builtin_ctz(lanes);
    const csv_cells *cells = &g->cells[lane];
    csv_numbers *n = &g->numbers[lane];
    for (size_t i = 0; i < ROWS; i++) csv_read_number(cells, record + i, n);
    uint32_t misses = ++g->misses[lane];
    if (n->is_wide || n->decimals > MOST_DECIMALS || (misses >= PATIENCE && 2 * misses * ROWS > record)) {
      csv_read_numbers_from(cells, record + ROWS, n);
      g->live &= ~(1u << lane);
    }
    g->decimals = _mm512_mask_set1_epi64(g->decimals, (__mmask8)(1u << lane), n->decimals);
  }
}

WIDEST static group group_of(const csv_cells *cells, csv_numbers *numbers, size_t count) {
  group g = {.cells = cells, .numbers = numbers, .live = (1u << count) - 1};
  g.magnitudes = g.decimals = _mm512_setzero_si512();
  int32_t starts[ENTRIES] = {0}, ends[ENTRIES] = {0};
  for (size_t k = 0; k < count; k++) {
    csv_begin_numbers(&numbers[k]);
    g.last = (size_t)(cells[k].index - cells[0].index) + 1;
    starts[2 * k] = starts[2 * k + 1] = (int32_t)g.last - 1;
    ends[2 * k] = ends[2 * k + 1] = (int32_t)g.last;
  }
  g.starts = _mm512_loadu_si512(starts);
  g.ends = _mm512_loadu_si512(ends);
  g.empty_gap = _mm512_set1_epi32(1);
  uint64_t last_byte = (uint64_t)'\n' << 56, others = 0x0001010101010101ull * numbers[0].point;
  g.point = _mm512_set1_epi64((long long)(last_byte | others));
  return g;
}

WIDEST static void read_group(const csv_cells *cells, csv_numbers *numbers, size_t count) {
  group g = group_of(cells, numbers, count);
  size_t record = 0;
  for (; record + ROWS <= cells->records && g.live; record += ROWS) {
    const __m512i nothing = _mm512_setzero_si512();
    findings f = {nothing, nothing, nothing, nothing, 0, false};
    __m256i rows[ROWS], columns[LANES];
    uint8_t empty[ROWS];
    const uint32_t *index = cells->index + record * cells->stride;
    for (size_t i = 0; i < ROWS; i++) {
      f = read_row(&g, index + i * cells->stride, cells->bytes, f, &rows[i], &empty[i]);
    }
    unsigned odd = odd_lanes(&g, f), fits = g.live & ~odd;
    transpose(rows, columns);
    for (size_t k = 0; k < count; k++) {
      if (fits >> k & 1) _mm256_storeu_si256((__m256i *)(numbers[k].narrow + record), columns[k]);
    }
    g.magnitudes = _mm512_mask_or_epi64(g.magnitudes, (__mmask8)fits, g.magnitudes, f.magnitudes);
    count_empty(&g, record, empty, fits);
    if (odd) read_with_care(&g, record, odd);
  }
  write_magnitudes(&g);
  for (; g.live; g.live &= g.live - 1) {
    size_t lane = (size_t)__builtin_ctz(g.live);
    csv_read_numbers_from(&cells[lane], record, &numbers[lane]);
  }
}

static bool has_widest(void) {
  return churn_has_avx512() && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vbmi");
}
#endif

void csv_read_number_columns(const csv_cells *cells, csv_numbers *numbers, size_t count) {
#if defined(__x86_64__)
  if (count >= FEWEST && has_widest()) {
    read_group(cells, numbers, count);
    return;
  }
#endif
  for (size_t k = 0; k < count; k++) csv_read_numbers(&cells[k], &numbers[k]);
}
