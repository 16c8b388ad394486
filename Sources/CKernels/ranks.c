#include "ranks.h"
#include "codes.h"
#include "mixer.h"
#include "processor.h"

INLINE void low_ranks(size_t n, const uint64_t *identities, uint64_t salt, const uint64_t *strata,
                      struct churn_window zeros, struct churn_window ones, uint64_t *below, uint64_t *inside) {
  for (size_t first = 0; first < n; first += 64) {
    size_t count = n - first < 64 ? n - first : 64;
    uint64_t ranks[64] = {0}, stratum = strata[first / 64];
    uint8_t under[64], within[64];
    for (size_t i = 0; i < count; i++) {
      ranks[i] = identities[first + i] ^ salt;
      CHURN_MIX(ranks[i]);
    }
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
