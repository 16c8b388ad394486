// The mixer of splitmix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195), of one number or a vector of them.
#ifndef MIXER_H
#define MIXER_H

#define CHURN_MIX(z)                                 \
  do {                                               \
    (z) += 0x9E3779B97F4A7C15ull;                    \
    (z) = ((z) ^ ((z) >> 30)) * 0xBF58476D1CE4E5B9ull; \
    (z) = ((z) ^ ((z) >> 27)) * 0x94D049BB133111EBull; \
    (z) ^= (z) >> 31;                                \
  } while (0)
#endif
