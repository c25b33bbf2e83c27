// SPDX-License-Identifier: MPL-2.0
// n lines of text put together by a small printf of our own: format strings, variable arguments, divisions by
// ten, and single bytes stored.

#include <stdarg.h>

#include "bench.h"

// %d signed, %u unsigned, %x hexadecimal, %s string; with a width, padded with blanks or, after a 0, zeros.
static char *put_number(char *out, word value, word base, int width, char pad, int negative) {
  char digits[24];
  int count = 0;
  do digits[count++] = "0123456789abcdef"[value % base];
  while (value /= base);
  width -= count + negative;
  if (pad == ' ') while (width-- > 0) *out++ = pad;
  if (negative) *out++ = '-';
  if (pad == '0') while (width-- > 0) *out++ = pad;
  while (count > 0) *out++ = digits[--count];
  return out;
}

__attribute__((noinline)) static char *format(char *out, const char *pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  for (; *pattern; pattern++) {
    if (*pattern != '%') {
      *out++ = *pattern;
      continue;
    }
    char pad = ' ';
    int width = 0;
    if (*++pattern == '0') pad = *pattern++;
    for (; *pattern >= '0' && *pattern <= '9'; pattern++) width = width * 10 + *pattern - '0';
    switch (*pattern) {
    case 'd': {
      long value = va_arg(arguments, long);
      out = put_number(out, value < 0 ? -(word)value : (word)value, 10, width, pad, value < 0);
      break;
    }
    case 'u': out = put_number(out, va_arg(arguments, word), 10, width, pad, 0); break;
    case 'x': out = put_number(out, va_arg(arguments, word), 16, width, pad, 0); break;
    case 's': {
      const char *string = va_arg(arguments, const char *);
      for (; *string; string++, width--) *out++ = *string;
      while (width-- > 0) *out++ = ' ';
      break;
    }
    default: *out++ = *pattern;
    }
  }
  va_end(arguments);
  *out = 0;
  return out;
}

static const char *const names[] = { "leveret", "hare", "form", "", "scut", "jill", "jack", "drove" };

long bench(long n) {
  static char line[256];
  word sum = 0;
  for (long i = 0; i < n; i++) {
    word r = next_random();
    char *end = format(line, "%08x %s: %d of %u (%5d%%) at 0x%x", i, names[r % 8], (long)r >> (r % 40 + 8),
                       r >> 40, (long)(r % 201) - 100, r);
    for (const char *at = line; at < end; at++) sum = sum * 31 + *at;
  }
  return sum;
}
