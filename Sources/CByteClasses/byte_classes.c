#include "CByteClasses.h"

#include <stdbool.h>
#include <string.h>

typedef uint8_t lanes __attribute__((ext_vector_type(16)));
typedef bool lane_bits __attribute__((ext_vector_type(16)));

static inline uint64_t bits(lanes truth) {
  lane_bits narrow = __builtin_convertvector(truth, lane_bits);
  uint16_t word;
  memcpy(&word, &narrow, sizeof word);
  return word;
}

static inline void classify(const uint8_t *bytes, uint64_t *tokens, uint64_t *digits) {
  uint64_t token = 0, digit = 0;
  for (int quarter = 0; quarter < 4; quarter++) {
    lanes chunk;
    memcpy(&chunk, bytes + 16 * quarter, sizeof chunk);
    lanes is_digit = (lanes)(chunk - '0' < 10);
    lanes is_letter = (lanes)((chunk | 0x20) - 'a' < 26);
    lanes is_other = (lanes)(chunk == '_') | (lanes)(chunk >= 0x80);
    digit |= bits(is_digit & 1) << (16 * quarter);
    token |= bits((is_digit | is_letter | is_other) & 1) << (16 * quarter);
  }
  *tokens = token;
  *digits = digit;
}

void byte_classes(const uint8_t *bytes, size_t count, uint64_t *tokens, uint64_t *digits) {
  size_t word = 0;
  for (; 64 * word + 64 <= count; word++) classify(bytes + 64 * word, tokens + word, digits + word);
  if (64 * word < count) {
    uint8_t rest[64] = {0};
    memcpy(rest, bytes + 64 * word, count - 64 * word);
    classify(rest, tokens + word, digits + word);
  }
}
