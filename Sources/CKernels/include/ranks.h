// Ranks of identities, and which of them are small.
#ifndef RANKS_H
#define RANKS_H
#include <stddef.h>
#include <stdint.h>

// The ranks from `low` on, `length` beyond it at most.
struct churn_window {
  uint64_t low, length;
};

// The rank of an identity is StableHash.mixed(identity ^ salt). Bit i % 64 of word i / 64 of `below` is set where rank i is
// below the window of its stratum, that of `inside` where it is within; bit i of `strata` tells the stratum. Bits behind the
// last are 0.
void churn_low_ranks(size_t n, const uint64_t *identities, uint64_t salt, const uint64_t *strata,
                     struct churn_window zeros, struct churn_window ones, uint64_t *below, uint64_t *inside);
#endif
