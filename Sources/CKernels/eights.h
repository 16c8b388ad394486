// Eight rows at a time, whatever the width of the machine's vectors, so that all paths add in the same order.
#ifndef EIGHTS_H
#define EIGHTS_H
#include <stdint.h>

// Contraction is switched off: every fused operation is written out, so that all paths round alike.
#pragma STDC FP_CONTRACT OFF
// Vectors are only passed to functions that are inlined, so how they would be passed does not matter.
#pragma GCC diagnostic ignored "-Wpsabi"

enum { WIDTH = 8 };
typedef double lanes __attribute__((vector_size(64), aligned(8)));
typedef int64_t bits __attribute__((vector_size(64), aligned(8)));

static inline __attribute__((always_inline)) lanes all(double x) { return (lanes){x, x, x, x, x, x, x, x}; }
static inline __attribute__((always_inline)) lanes fused(lanes a, lanes b, lanes c) {
  return __builtin_elementwise_fma(a, b, c);
}
static inline __attribute__((always_inline)) lanes choose(bits mask, lanes yes, lanes no) {
  return (lanes)((mask & (bits)yes) | (~mask & (bits)no));
}
#endif
