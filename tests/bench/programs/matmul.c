// SPDX-License-Identifier: MPL-2.0
// The product of two n by n matrices of 64-bit integers, in the textbook's order: multiplications, and loads
// along rows and down columns. n is at most 640.

#include "bench.h"

enum { LARGEST = 640 };
static word a[LARGEST][LARGEST], b[LARGEST][LARGEST], c[LARGEST][LARGEST];

long bench(long n) {
  for (long i = 0; i < n; i++) {
    for (long j = 0; j < n; j++) {
      a[i][j] = next_random();
      b[i][j] = next_random();
    }
  }
  for (long i = 0; i < n; i++) {
    for (long j = 0; j < n; j++) {
      word sum = 0;
      for (long k = 0; k < n; k++) sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
  }
  word trace = 0;
  for (long i = 0; i < n; i++) trace = trace * 31 + c[i][n - 1 - i];
  return trace;
}
