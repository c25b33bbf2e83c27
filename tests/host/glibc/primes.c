// SPDX-License-Identifier: MPL-2.0
// Long computations: primes, a matrix product, a checksum, and the Mandelbrot set.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  enum { LIMIT = 400000, SIZE = 60 };
  char *composite = calloc(LIMIT, 1);
  int count = 0;
  for (long i = 2; i < LIMIT; i++) {
    if (composite[i]) continue;
    count++;
    for (long j = i * i; j < LIMIT; j += i) composite[j] = 1;
  }
  printf("%d primes\n", count);
  static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) a[i][j] = i + j / 3.0, b[i][j] = i * 0.5 - j;
  }
  double trace = 0;
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      for (int k = 0; k < SIZE; k++) c[i][j] += a[i][k] * b[k][j];
    }
    trace += c[i][i];
  }
  printf("trace %.6f\n", trace);
  uint32_t crc = ~0u;
  for (int i = 0; i < LIMIT; i++) {
    crc ^= composite[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  printf("crc %08x\n", ~crc);
  for (int y = 0; y < 16; y++) {
    for (int x = 0; x < 50; x++) {
      double r = 0, i = 0;
      int n = 0;
      for (; n < 100 && r * r + i * i < 4; n++) {
        double next = r * r - i * i + x / 20.0 - 2;
        i = 2 * r * i + y / 8.0 - 1;
        r = next;
      }
      putchar(" .:-=+*#%@"[n / 11 % 10]);
    }
    putchar('\n');
  }
  return 0;
}
