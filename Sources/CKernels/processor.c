#include "processor.h"
#include "vectors.h"

_Atomic int churn_vector_limit = 512;

void churn_limit_vectors(int bits) { churn_vector_limit = bits; }

int churn_knows_widest_vectors(void) {
#if defined(__x86_64__)
  return churn_knows_avx512();
#else
  return 0;
#endif
}
