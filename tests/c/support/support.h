// SPDX-License-Identifier: MPL-2.0
// What the programs of the corpus stand on: output, memory and strings, and jumps out of functions.
// No C library, so that the same assembly text runs here, under QEMU and on a bare RISC-V system.

#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

int main(void);

void put_char(char c);
void put_text(const char *text);
// Understands %c %s %d %u %x %p, with l for 64 bits, zero padding and a width; nothing else.
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_list(const char *format, va_list arguments);
// A fraction with a given number of digits after the point, rounded half up; no exponents.
void print_fraction(double value, int digits);

void *memcpy(void *to, const void *from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int value, size_t count);
int memcmp(const void *a, const void *b, size_t count);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);

// ra, sp, s0 to s11, and fs0 to fs11 where there are any.
typedef struct { uint64_t registers[26]; } jump_buffer;
int set_jump(jump_buffer *buffer) __attribute__((returns_twice));
void long_jump(jump_buffer *buffer, int value) __attribute__((noreturn));

// Numbers that look random, the same every time.
uint32_t next_random(uint64_t *state);

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define NOINLINE __attribute__((noinline))

#endif
