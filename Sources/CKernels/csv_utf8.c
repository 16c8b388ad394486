// Where UTF-8 ends to be UTF-8 (The Unicode Standard, table 3-7: well-formed byte sequences).
#include <string.h>
#include "csv_kernels.h"

static size_t sequence_length(const uint8_t *p, size_t room) {
  uint8_t first = p[0];
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (room < length) return 0;
  for (size_t i = 1; i < length; i++) {
    if ((p[i] & 0xC0) != 0x80) return 0;
  }
  if (first == 0xE0 && p[1] < 0xA0) return 0;
  if (first == 0xED && p[1] > 0x9F) return 0;
  if (first == 0xF0 && p[1] < 0x90) return 0;
  if (first == 0xF4 && p[1] > 0x8F) return 0;
  return length;
}

size_t csv_first_invalid_utf8(const uint8_t *bytes, size_t count) {
  size_t at = 0;
  while (at < count) {
    if (count - at >= 8) {
      uint64_t word;
      memcpy(&word, bytes + at, 8);
      if (!(word & 0x8080808080808080ull)) {
        at += 8;
        continue;
      }
    }
    size_t length = sequence_length(bytes + at, count - at);
    if (!length) return at;
    at += length;
  }
  return count;
}
