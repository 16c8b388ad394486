// Whether x / s from 1 / s, as Sources/CKernels/columns.c makes it, is what division gives: for every whole number x of 32
// bits and every power of ten s up to 10^9. Takes some seconds: cc -O3 -march=native quotients.c -lm && ./a.out
#include <math.h>
#include <stdint.h>
#include <stdio.h>

int main(void) {
  uint64_t wrong = 0;
  double s = 1;
  for (int digits = 1; digits <= 9; digits++) {
    s *= 10;
    double inverse = 1 / s;
    for (int64_t start = INT32_MIN; start <= INT32_MAX; start += 4096) {
      int others = 0;
      for (int64_t i = start; i < start + 4096; i++) {
        double x = (double)i, q = x * inverse;
        others += fma(fma(-q, s, x), inverse, q) != x / s;
      }
      wrong += (uint64_t)others;
    }
  }
  printf("%llu of %llu quotients are not those of a division\n", (unsigned long long)wrong, 9ull << 32);
  return wrong != 0;
}
