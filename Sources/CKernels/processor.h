// Which vector instructions the kernels of the fit may use; asked once for each block of rows.
#ifndef PROCESSOR_H
#define PROCESSOR_H
#include <stdbool.h>

#if defined(__x86_64__)
#define CHURN_AVX2 __attribute__((target("avx2,fma")))
#define CHURN_AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")))

extern _Atomic int churn_vector_limit;

static inline bool churn_has_avx2(void) {
  return churn_vector_limit >= 256 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static inline bool churn_has_avx512(void) {
  return churn_vector_limit >= 512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") && churn_has_avx2();
}
#endif
#endif
