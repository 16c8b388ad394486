#include "processor.h"
#include "vectors.h"

_Atomic int churn_vector_limit = 512;

void churn_limit_vectors(int bits) { churn_vector_limit = bits; }
