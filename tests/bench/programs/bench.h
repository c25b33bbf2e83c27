// SPDX-License-Identifier: MPL-2.0
// What every benchmark program includes: a main that reads the size from argv[1], runs bench(size) once and
// prints what it returns, on our machine with the runtime's routines, elsewhere with the C library.
// A program defines bench() and nothing else that is global.

typedef unsigned char byte;
typedef unsigned long word; // 64 bits, as everywhere that these programs are meant for

// Not inlined into main, which compilers optimise for size because it runs once.
__attribute__((noinline)) long bench(long n);

#ifdef __riscv
// Names with a dot are no identifiers of C, so they are given as symbols.
extern void put_unsigned(long fd, word value) __asm__("rt.putudec");
extern void put_character(long fd, long character) __asm__("rt.putchar");
extern void *segment_map(word size) __asm__("rt.segmalloc");
extern long segment_unmap(void *address, word size) __asm__("rt.segfree");
static void print(word value) {
  put_unsigned(1, value);
  put_character(1, '\n');
}
#else
#include <stdio.h>
#include <sys/mman.h>
static void print(word value) { printf("%lu\n", value); }
__attribute__((unused)) static void *segment_map(word size) {
  void *p = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? 0 : p;
}
__attribute__((unused)) static long segment_unmap(void *address, word size) { return munmap(address, size); }
#endif

// Marsaglia's xorshift: numbers that look random and are the same on every machine.
static word random_state = 88172645463325252;
__attribute__((unused)) static inline word next_random(void) {
  word x = random_state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return random_state = x;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  long n = 0;
  for (const char *digit = argv[1]; *digit != 0; digit++) n = n * 10 + *digit - '0';
  print(bench(n));
  return 0;
}
