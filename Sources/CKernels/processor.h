// Which vector instructions kernels may use, asked once for each block of rows; and a kernel compiled for each.
#ifndef PROCESSOR_H
#define PROCESSOR_H
#include <stdbool.h>

#define INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define CHURN_AVX2 __attribute__((target("avx2,fma")))
#define CHURN_AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,popcnt")))

extern _Atomic int churn_vector_limit;

static inline bool churn_knows_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static inline bool churn_knows_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("popcnt") && churn_knows_avx2();
}

static inline bool churn_has_avx2(void) { return churn_vector_limit >= 256 && churn_knows_avx2(); }
static inline bool churn_has_avx512(void) { return churn_vector_limit >= 512 && churn_knows_avx512(); }

// churn_name: the inlined function `name`, compiled for 512 bits, 256 bits and portably; the widest that may be used.
#define VALUE_PATHS(name, value, parameters, arguments)                                \
  static value name##_portable parameters { return name arguments; }                   \
  CHURN_AVX2 static value name##_avx2 parameters { return name arguments; }            \
  CHURN_AVX512 static value name##_avx512 parameters { return name arguments; }        \
  value churn_##name parameters {                                                      \
    if (churn_has_avx512()) return name##_avx512 arguments;                            \
    if (churn_has_avx2()) return name##_avx2 arguments;                                \
    return name##_portable arguments;                                                  \
  }
#else
#define VALUE_PATHS(name, value, parameters, arguments) \
  value churn_##name parameters { return name arguments; }
#endif
#define PATHS(name, parameters, arguments) VALUE_PATHS(name, void, parameters, arguments)
#endif
