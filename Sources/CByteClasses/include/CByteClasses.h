#ifndef LSLOG_CBYTECLASSES_H
#define LSLOG_CBYTECLASSES_H

#include <stddef.h>
#include <stdint.h>

/// Says of each byte, as a bit, whether it belongs in a token (an ASCII letter, a digit, `_`, or 0x80 and up) and
/// whether it is a digit: bit `i % 64` of word `i / 64`.
///
/// Both arrays take (count + 63) / 64 words; the bits behind the last byte are 0. In C, since Swift's SIMD types
/// have no way to turn a comparison into a bit mask.
void byte_classes(const uint8_t *bytes, size_t count, uint64_t *tokens, uint64_t *digits);

#endif
