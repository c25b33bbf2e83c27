// SPDX-License-Identifier: MPL-2.0
// Primes: sieves by bytes, by bits and by segments, factors, Euler's function, and a perfect number
// or two.

#include "support/support.h"

enum { LIMIT = 20000, SEGMENT = 512 };

static unsigned char composite[LIMIT];
static uint64_t odd_composite[LIMIT / 128 + 1];
static unsigned short primes[LIMIT / 8];
static int prime_count;

static int by_bytes(void)
{
    int count = 0;
    for (int i = 2; i < LIMIT; i++) {
        if (composite[i]) continue;
        primes[count++] = (unsigned short)i;
        for (int j = i * i; j < LIMIT && i < 200; j += i) composite[j] = 1;
    }
    return count;
}

static int by_bits(void)
{
    int count = 1;
    for (unsigned i = 3; i < LIMIT; i += 2) {
        if (odd_composite[i >> 7] >> (i >> 1 & 63) & 1) continue;
        count++;
        for (unsigned j = i * i; i < 200 && j < LIMIT; j += 2 * i) odd_composite[j >> 7] |= 1ull << (j >> 1 & 63);
    }
    return count;
}

static int by_segments(void)
{
    int count = 0;
    for (int low = 0; low < LIMIT; low += SEGMENT) {
        char marked[SEGMENT] = {0};
        for (int i = 0; i < prime_count && primes[i] * primes[i] < low + SEGMENT; i++) {
            int first = (low + primes[i] - 1) / primes[i] * primes[i];
            if (first < primes[i] * primes[i]) first = primes[i] * primes[i];
            for (int j = first - low; j < SEGMENT; j += primes[i]) marked[j] = 1;
        }
        for (int i = 0; i < SEGMENT && low + i < LIMIT; i++) count += !marked[i] && low + i > 1;
    }
    return count;
}

static void factors(unsigned long n)
{
    print("%lu =", n);
    for (int i = 0; i < prime_count && (unsigned long)primes[i] * primes[i] <= n; i++) {
        while (n % primes[i] == 0) {
            print(" %u", primes[i]);
            n /= primes[i];
        }
    }
    if (n > 1) print(" %lu", n);
    put_char('\n');
}

static int totient(int n)
{
    int result = n;
    for (int i = 0; i < prime_count && primes[i] * primes[i] <= n; i++) {
        if (n % primes[i] != 0) continue;
        result -= result / primes[i];
        while (n % primes[i] == 0) n /= primes[i];
    }
    return n > 1 ? result - result / n : result;
}

static int divisor_sum(int n)
{
    int sum = 1;
    for (int d = 2; d * d <= n; d++) if (n % d == 0) sum += d + (d * d == n ? 0 : n / d);
    return sum;
}

int main(void)
{
    prime_count = by_bytes();
    print("%d %d %d, last %u\n", prime_count, by_bits(), by_segments(), primes[prime_count - 1]);
    factors(1000001);
    factors(6700417);
    factors(1ul << 40);
    factors(9999999967ul);
    int sum = 0, twins = 0;
    for (int n = 1; n < 500; n++) sum += totient(n);
    for (int i = 1; i < prime_count; i++) twins += primes[i] - primes[i - 1] == 2;
    print("%d %d\n", sum, twins);
    for (int n = 2; n < 9000; n++) if (divisor_sum(n) == n) print("%d ", n);
    put_char('\n');
    return twins & 0x7f;
}
