// Cells of the rows that are kept, moved together.
#ifndef COMPRESS_H
#define COMPRESS_H
#include <stddef.h>
#include <stdint.h>

// Row i is kept where bit first + i of the words is set, the lowest bit of a word first.
struct churn_kept {
  const uint64_t *words;
  size_t first;
};

// The bits of 64 rows from row `at` on, all of which are there.
static inline uint64_t churn_kept_bits(struct churn_kept kept, size_t at) {
  size_t row = kept.first + at;
  uint64_t low = kept.words[row / 64] >> (row % 64);
  return row % 64 ? low | kept.words[row / 64 + 1] << (64 - row % 64) : low;
}

// Copies the kept ones of n cells of `width` 1, 2, 4 or 8 bytes, one after another; returns how many. `to` has room for n and
// is not `from`; what stands behind the cells copied is arbitrary.
size_t churn_keep(size_t n, const void *from, int width, struct churn_kept kept, void *to);

// Those of at most `chunk` cells from `at` on.
static inline size_t churn_keep_some(size_t n, size_t at, size_t chunk, const void *from, int width,
                                     struct churn_kept kept, void *to) {
  size_t count = n - at < chunk ? n - at : chunk;
  kept.first += at;
  return churn_keep(count, (const char *)from + at * (size_t)width, width, kept, to);
}
#endif
