// The idea: see SeventeenDigits.swift, which does the same for one number.
#include "shortest_digits.h"
#include <string.h>
#include "processor.h"

#pragma GCC diagnostic ignored "-Wpsabi"

typedef uint64_t word8 __attribute__((vector_size(64), aligned(8)));
typedef int64_t mask8 __attribute__((vector_size(64), aligned(8)));
typedef uint32_t half16 __attribute__((vector_size(64), aligned(8)));
typedef uint16_t quarter32 __attribute__((vector_size(64), aligned(8)));
typedef double double8 __attribute__((vector_size(64), aligned(8)));

INLINE word8 all(uint64_t x) { return (word8){x, x, x, x, x, x, x, x}; }
INLINE word8 choose(mask8 mask, word8 yes, word8 no) { return ((word8)mask & yes) | (~(word8)mask & no); }
INLINE word8 lower_half(word8 x) { return x & all(0xFFFFFFFF); }
INLINE word8 upper_half(word8 x) { return x >> 32; }

// The 128 bits of a product of words.
INLINE word8 full_product(word8 a, word8 b, word8 *low) {
  word8 a0 = lower_half(a), a1 = upper_half(a), b0 = lower_half(b), b1 = upper_half(b);
  word8 p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
  word8 middle = upper_half(p00) + lower_half(p01) + lower_half(p10);
  *low = middle << 32 | lower_half(p00);
  return p11 + upper_half(p01) + upper_half(p10) + upper_half(middle);
}

// Eight digits of numbers below 10^8, the first digit in the lowest byte of each word, a byte a digit.
INLINE word8 eight_digits(word8 number) {
  word8 thousands = lower_half(number) * all(109951163) >> 40;
  word8 fours = thousands | (number - thousands * all(10000)) << 32;
  half16 hundreds = (half16)fours * 10486 >> 20;
  half16 twos = hundreds | ((half16)fours - hundreds * 100) << 16;
  quarter32 tens = (quarter32)twos * 103 >> 10;
  return (word8)(tens | ((quarter32)twos - tens * 10) << 8);
}

// How many zeros stand behind the last digit of eight; 8 where all are.
INLINE word8 zeros_behind(word8 digits) {
  // a byte is at most 9, so that rounding to a double keeps the place of the highest
  word8 exponent = (word8)__builtin_convertvector(digits, double8) >> 52;
  return choose(digits == all(0), all(8), all(7) - ((exponent - all(1023)) >> 3));
}

// 16 or 17 digits and where the point stands.
struct digits {
  word8 text[3], count, point;
};

// A number scaled to whole + part / 2^64, rounded to the fewest digits within `reach` (units of 2^-60) on either side.
INLINE struct digits rounded(word8 whole, word8 part, word8 reach, word8 k, mask8 *is_told) {
  // whole = upper * 10^8 + lower; the quotient of doubles may be off by one
  word8 upper = __builtin_convertvector(__builtin_convertvector(whole, double8) * 1e-8, word8);
  word8 lower = whole - upper * all(100000000);
  mask8 is_low = (mask8)lower < 0;
  lower += choose(is_low, all(100000000), all(0));
  upper -= choose(is_low, all(1), all(0));
  mask8 is_high = lower >= all(100000000);
  lower -= choose(is_high, all(100000000), all(0));
  upper += choose(is_high, all(1), all(0));

  word8 digit = lower - (lower * all(3435973837) >> 35) * all(10);
  word8 above = digit << 60 | part >> 4, to_next = all(10ull << 60) - above, half = part - all(1ull << 63);
  *is_told &= (above - reach + all(4) > all(8)) & (to_next - reach + all(4) > all(8)) & (half + all(4) > all(8));
  word8 rounding = choose(above < reach, -digit, part >> 63);
  lower += choose(to_next < reach, all(10) - digit, rounding);
  mask8 carries = lower >= all(100000000);
  lower -= choose(carries, all(100000000), all(0));
  upper += choose(carries, all(1), all(0));

  mask8 is_long = upper >= all(100000000);
  word8 top = choose(is_long, lower_half(upper) * all(1441151881) >> 57, all(0));
  word8 first = eight_digits(upper - top * all(100000000)), second = eight_digits(lower);
  word8 zeros = zeros_behind(second);
  zeros += choose(second == all(0), zeros_behind(first), all(0));
  first |= all(0x3030303030303030);
  second |= all(0x3030303030303030);
  struct digits result;
  result.text[0] = choose(is_long, first << 8 | top | all(0x30), first);
  result.text[1] = choose(is_long, second << 8 | first >> 56, second);
  result.text[2] = choose(is_long, second >> 56, all(0));
  word8 length = choose(is_long, all(17), all(16));
  result.count = length - zeros;
  result.point = k + length;
  return result;
}

// The text with its point, where it has one in an ordinary place: 0.000ddd or ddd.ddd.
INLINE void lay_out(struct digits digits, mask8 is_negative, mask8 *is_told, word8 *text, word8 *length) {
  mask8 point = (mask8)digits.point, is_small = (point <= 0) & (point >= -4);
  mask8 is_ordinary = (point > 0) & (point <= 7) & (point < (mask8)digits.count);
  *is_told &= is_small | is_ordinary;
  word8 zeros = choose(is_small, -digits.point, all(0)), before = choose(is_ordinary, digits.point, all(1));
  word8 shift = choose(is_small, zeros * all(8) + all(16), all(8)), *d = digits.text;
  word8 small = (all(0x3030303030302E30) & ((all(1) << shift) - all(1))) | d[0] << shift;
  word8 whole = (all(1) << before * all(8)) - all(1);
  word8 ordinary = (d[0] & whole) | all(0x2E) << before * all(8) | (d[0] & ~whole) << 8;
  text[0] = choose(is_small, small, ordinary);
  text[1] = d[0] >> (all(64) - shift) | d[1] << shift;
  text[2] = d[1] >> (all(64) - shift) | d[2] << shift;
  *length = digits.count + choose(is_small, zeros + all(2), all(1)) - (word8)is_negative;
  text[2] = choose(is_negative, text[2] << 8 | text[1] >> 56, text[2]);
  text[1] = choose(is_negative, text[1] << 8 | text[0] >> 56, text[1]);
  text[0] = choose(is_negative, text[0] << 8 | all(0x2D), text[0]);
}

enum { GROUP = 64 };

INLINE void shortest_digits(size_t n, const double *x, const struct churn_scale *scales, size_t stride,
                            uint64_t *words, uint64_t *lengths) {
  uint64_t pattern[GROUP], high[GROUP], low[GROUP], k[GROUP], shift[GROUP];
  for (size_t start = 0; start < n; start += GROUP) {
    size_t count = n - start < GROUP ? n - start : GROUP;
    for (size_t i = 0; i < GROUP; i++) {
      double value = i < count ? x[start + i] : 0;
      memcpy(&pattern[i], &value, 8);
      struct churn_scale scale = scales[pattern[i] >> 52 & 0x7FF];
      high[i] = scale.high;
      low[i] = scale.low;
      k[i] = (uint64_t)scale.k;
      shift[i] = scale.shift;
    }
    for (size_t i = 0; i < count; i += 8) {
      word8 bits = *(const word8 *)(pattern + i), ten = *(const word8 *)(high + i), by = *(const word8 *)(shift + i);
      word8 fraction = bits & all(0xFFFFFFFFFFFFF), c = (fraction | all(1ull << 52)) << by;
      mask8 is_told = (fraction != all(0)) & (ten != all(0));
      word8 product, rest;
      word8 whole = full_product(c, ten, &product);
      word8 part = product + full_product(c, *(const word8 *)(low + i), &rest);
      whole += choose(part < product, all(1), all(0));
      struct digits digits = rounded(whole, part, ten >> (all(5) - by), *(const word8 *)(k + i), &is_told);
      word8 text[3], length;
      lay_out(digits, (mask8)bits < 0, &is_told, text, &length);
      length &= (word8)is_told;
      size_t place = start + i, kept = n - place < 8 ? n - place : 8;
      if (kept == 8) {
        for (int w = 0; w < 3; w++) *(word8 *)(words + w * stride + place) = text[w];
        *(word8 *)(lengths + place) = length;
      } else {
        for (int w = 0; w < 3; w++) memcpy(words + w * stride + place, &text[w], 8 * kept);
        memcpy(lengths + place, &length, 8 * kept);
      }
    }
  }
}

PATHS(shortest_digits,
      (size_t n, const double *x, const struct churn_scale *scales, size_t stride, uint64_t *words, uint64_t *lengths),
      (n, x, scales, stride, words, lengths))
