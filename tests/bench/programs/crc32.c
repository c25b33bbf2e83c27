// SPDX-License-Identifier: MPL-2.0
// The CRC-32 of n bytes, a table lookup for each: a short loop whose every step waits for the one before.

#include "bench.h"

enum { BUFFER = 1 << 16 };
static byte buffer[BUFFER];
static unsigned table[256];

static void make_table(void) {
  for (unsigned i = 0; i < 256; i++) {
    unsigned remainder = i;
    for (int bit = 0; bit < 8; bit++) remainder = remainder >> 1 ^ (remainder & 1 ? 0xedb88320 : 0);
    table[i] = remainder;
  }
}

static unsigned update(unsigned crc, const byte *data, long length) {
  for (long i = 0; i < length; i++) crc = crc >> 8 ^ table[(crc ^ data[i]) & 255];
  return crc;
}

long bench(long n) {
  make_table();
  long filled = n < BUFFER ? n : BUFFER;
  for (long i = 0; i < filled; i++) buffer[i] = next_random();
  unsigned crc = ~0u;
  for (; n > BUFFER; n -= BUFFER) crc = update(crc, buffer, BUFFER);
  return (unsigned)~update(crc, buffer, n);
}
