#ifndef LSLOG_CBASELINE_H
#define LSLOG_CBASELINE_H

#include <stddef.h>
#include <stdint.h>

// What the Swift decoder is measured against: a plain C loop that does the same work.

struct cbaseline_line {
  int64_t time;
  uint32_t end;
  uint8_t stream;
  uint8_t flags;
};

struct cbaseline_batch {
  uint8_t *bytes;
  size_t byte_count, byte_capacity;
  struct cbaseline_line *lines;
  size_t line_count, line_capacity;
};

// Decodes the whole frames at the start of `input`, adding a line for each.
// Returns how many bytes it took; -1 for a bad header, a bad timestamp or no memory.
ptrdiff_t cbaseline_decode(const uint8_t *input, size_t count, struct cbaseline_batch *batch);

void cbaseline_clear(struct cbaseline_batch *batch);
void cbaseline_free(struct cbaseline_batch *batch);

#endif
