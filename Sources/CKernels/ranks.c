#include "ranks.h"
#include "codes.h"
#include "processor.h"

// The mixer of splitmix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195).
INLINE uint64_t mixed(uint64_t number) {
  uint64_t z = number + 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

INLINE void low_ranks(size_t n, const uint64_t *identities, uint64_t salt, const uint64_t *strata,
                      struct churn_window zeros, struct churn_window ones, uint64_t *below, uint64_t *inside) {
  for (size_t first = 0; first < n; first += 64) {
    size_t count = n - first < 64 ? n - first : 64;
    uint64_t ranks[64] = {0}, stratum = strata[first / 64];
    uint8_t under[64], within[64];
    for (size_t i = 0; i < count; i++) ranks[i] = mixed(identities[first + i] ^ salt);
    for (size_t i = 0; i < 64; i++) {
      uint64_t isOne = 0 - (stratum >> i & 1);
      uint64_t low = zeros.low ^ ((zeros.low ^ ones.low) & isOne);
      uint64_t length = zeros.length ^ ((zeros.length ^ ones.length) & isOne);
      under[i] = ranks[i] < low;
      within[i] = ranks[i] - low <= length;
    }
    churn_bits_of_flags(count, under, below + first / 64);
    churn_bits_of_flags(count, within, inside + first / 64);
  }
}
PATHS(low_ranks,
      (size_t n, const uint64_t *identities, uint64_t salt, const uint64_t *strata, struct churn_window zeros,
       struct churn_window ones, uint64_t *below, uint64_t *inside),
      (n, identities, salt, strata, zeros, ones, below, inside))
