#include "CBaseline.h"

#include <stdlib.h>
#include <string.h>

static int number(const uint8_t *text, int digits, int64_t *value) {
  int64_t sum = 0;
  for (int i = 0; i < digits; i++) {
    unsigned digit = text[i] - '0';
    if (digit > 9) return 0;
    sum = sum * 10 + digit;
  }
  *value = sum;
  return 1;
}

static int64_t days_since_epoch(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  int64_t era = year / 400, year_of_era = year % 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

// 2006-01-02T15:04:05.000000000Z and a space.
static int timestamp(const uint8_t *text, size_t count, int64_t *time) {
  int64_t year, month, day, hour, minute, second, fraction;
  if (count < 31) return 0;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != '.' || text[29] != 'Z' || text[30] != ' ')
    return 0;
  if (!number(text, 4, &year) || !number(text + 5, 2, &month) || !number(text + 8, 2, &day) ||
      !number(text + 11, 2, &hour) || !number(text + 14, 2, &minute) || !number(text + 17, 2, &second) ||
      !number(text + 20, 9, &fraction))
    return 0;
  if (year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
      minute > 59 || second > 60)
    return 0;
  int64_t days = days_since_epoch(year, month, day);
  *time = ((days * 24 + hour) * 60 + minute) * 60000000000 + second * 1000000000 + fraction;
  return 1;
}

static int grow(struct cbaseline_batch *batch, size_t bytes) {
  if (batch->byte_count + bytes > batch->byte_capacity) {
    size_t capacity = (batch->byte_count + bytes) * 2;
    uint8_t *grown = realloc(batch->bytes, capacity);
    if (!grown) return 0;
    batch->bytes = grown;
    batch->byte_capacity = capacity;
  }
  if (batch->line_count == batch->line_capacity) {
    size_t capacity = batch->line_capacity ? batch->line_capacity * 2 : 1024;
    struct cbaseline_line *grown = realloc(batch->lines, capacity * sizeof *grown);
    if (!grown) return 0;
    batch->lines = grown;
    batch->line_capacity = capacity;
  }
  return 1;
}

ptrdiff_t cbaseline_decode(const uint8_t *input, size_t count, struct cbaseline_batch *batch) {
  size_t offset = 0;
  while (count - offset >= 8) {
    const uint8_t *header = input + offset;
    if (header[0] > 2 || header[1] || header[2] || header[3]) return -1;
    size_t length = (size_t)header[4] << 24 | (size_t)header[5] << 16 | (size_t)header[6] << 8 | header[7];
    if (length > (1 << 20) + 64) return -1;
    if (count - offset - 8 < length) break;
    const uint8_t *payload = header + 8;
    int64_t time;
    if (!timestamp(payload, length, &time)) return -1;
    size_t message = length - 31;
    uint8_t flags = 0;
    if (message && payload[length - 1] == '\n') {
      message--;
      flags = 1;
      if (message && payload[length - 2] == '\r') {
        message--;
        flags = 2;
      }
    }
    if (!grow(batch, message)) return -1;
    memcpy(batch->bytes + batch->byte_count, payload + 31, message);
    batch->byte_count += message;
    batch->lines[batch->line_count++] =
        (struct cbaseline_line){time, (uint32_t)batch->byte_count, header[0] ? header[0] : 1, flags};
    offset += 8 + length;
  }
  return (ptrdiff_t)offset;
}

void cbaseline_clear(struct cbaseline_batch *batch) {
  batch->byte_count = 0;
  batch->line_count = 0;
}

void cbaseline_free(struct cbaseline_batch *batch) {
  free(batch->bytes);
  free(batch->lines);
  memset(batch, 0, sizeof *batch);
}
