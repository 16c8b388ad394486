// Codes of levels, as columns store them.
#ifndef CODES_H
#define CODES_H
#include <stddef.h>
#include <stdint.h>
#include "compress.h"

// Adds to counts[code] the number of its cells, stored codes being of `width` 1, 2 or 4 bytes; negative ones are missing
// and not counted. All codes are below `levels`.
void churn_count_codes(size_t n, const void *codes, int width, size_t levels, size_t *counts);

// Those of the rows that are kept.
void churn_count_kept(size_t n, const void *codes, int width, struct churn_kept rows, size_t levels, size_t *counts);

// to = table[code], for codes that are all below `levels`; 0 for negative ones.
void churn_translate_codes(size_t n, const void *codes, int width, size_t levels, const uint8_t *table, uint8_t *to);

// codes[i] = map[code], which for codes below 0 is map[levels]; all codes are below `levels`.
void churn_map_codes(size_t n, int32_t *codes, const int32_t *map, size_t levels);

// Numbers ids 0, 1, … in the order in which they first appear, -1 for those below 0; returns how many there are. `table` holds
// -1 for each id up to the largest. `to` may be `ids`.
int32_t churn_number(size_t n, const int32_t *ids, int32_t *table, int32_t *to);

// How many ids there are where they are numbered so already; -1 where they are not.
int32_t churn_numbered(size_t n, const int32_t *ids);

// Bit i % 64 of words[i / 64] = flags[i], which is 0 or 1; bits behind the last flag are 0.
void churn_bits_of_flags(size_t n, const uint8_t *flags, uint64_t *words);
#endif
