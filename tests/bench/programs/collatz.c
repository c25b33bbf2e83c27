// SPDX-License-Identifier: MPL-2.0
// How many steps the Collatz sequences that start at 1 to n take in all: registers and branches that are
// hard to predict, no memory.

#include "bench.h"

long bench(long n) {
  word steps = 0, highest = 0;
  for (long start = 1; start <= n; start++) {
    for (word x = start; x != 1; steps++) {
      if (x > highest) highest = x;
      x = x & 1 ? 3 * x + 1 : x >> 1;
    }
  }
  return steps * 31 + highest;
}
