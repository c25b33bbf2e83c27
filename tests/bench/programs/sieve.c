// SPDX-License-Identifier: MPL-2.0
// The sieve of Eratosthenes over bytes: stores at strides, and a counting scan. `n` is how many numbers are
// sieved in all; more than fit into the table are sieved in several rounds.

#include "bench.h"

enum { TABLE = 1 << 20 };
static byte composite[TABLE];

static word count_primes(word limit) {
  for (word i = 0; i < limit; i++) composite[i] = 0;
  for (word i = 2; i * i < limit; i++) {
    if (composite[i]) continue;
    for (word multiple = i * i; multiple < limit; multiple += i) composite[multiple] = 1;
  }
  word primes = 0;
  for (word i = 2; i < limit; i++) primes += !composite[i];
  return primes;
}

long bench(long n) {
  word sum = 0;
  for (; n > TABLE; n -= TABLE) sum = sum * 31 + count_primes(TABLE);
  return sum * 31 + count_primes(n);
}
