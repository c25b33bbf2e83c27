// SPDX-License-Identifier: MPL-2.0
// 128-bit arithmetic: products, quotients, shifts, comparisons, overflow; modular powers and a
// primality test on 64-bit numbers that need them.

#include "support/support.h"

typedef unsigned __int128 wide;
typedef __int128 signed_wide;

static void show(wide value)
{
    char digits[40];
    int count = 0;
    do {
        digits[count++] = (char)('0' + (int)(value % 10));
        value /= 10;
    } while (value != 0);
    while (count > 0) put_char(digits[--count]);
    put_char(' ');
}

static void show_signed(signed_wide value)
{
    if (value < 0) put_char('-');
    show(value < 0 ? -(wide)value : (wide)value);
}

static NOINLINE uint64_t product(uint64_t a, uint64_t b, uint64_t modulus) { return (uint64_t)((wide)a * b % modulus); }

static NOINLINE uint64_t power(uint64_t base, uint64_t exponent, uint64_t modulus)
{
    uint64_t result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result = product(result, base, modulus);
        base = product(base, base, modulus);
    }
    return result;
}

static int is_prime(uint64_t n)
{
    static const unsigned char witnesses[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
    if (n < 2) return 0;
    uint64_t odd = n - 1;
    int twos = 0;
    while ((odd & 1) == 0) odd >>= 1, twos++;
    for (size_t i = 0; i < LENGTH(witnesses); i++) {
        if (n % witnesses[i] == 0) return n == witnesses[i];
        uint64_t x = power(witnesses[i], odd, n);
        if (x == 1 || x == n - 1) continue;
        int composite = 1;
        for (int round = 1; round < twos && composite; round++) {
            x = product(x, x, n);
            composite = x != n - 1;
        }
        if (composite) return 0;
    }
    return 1;
}

static NOINLINE wide shifted(wide value, int left, int right) { return value << left | value >> right; }
static NOINLINE int compared(signed_wide a, signed_wide b) { return (a > b) - (a < b); }
static NOINLINE int overflows(signed_wide a, signed_wide b) { signed_wide sum; return __builtin_add_overflow(a, b, &sum); }
static NOINLINE signed_wide mixed(signed_wide a, long b, unsigned c, short d) { return (a + b) * c - d; }
static NOINLINE uint64_t high(long a, long b) { return (uint64_t)((signed_wide)a * b >> 64); }

static wide fibonacci(int n)
{
    wide a = 0, b = 1;
    while (n-- > 0) {
        wide next = a + b;
        a = b;
        b = next;
    }
    return a;
}

static const wide constants[] = {1, (wide)1 << 64, ~(wide)0, (wide)0x0123456789abcdef << 64 | 0xfedcba9876543210};

int main(void)
{
    for (size_t i = 0; i < LENGTH(constants); i++) show(constants[i]);
    put_char('\n');
    show(fibonacci(186));
    show(fibonacci(100) * fibonacci(80) / fibonacci(90));
    show_signed(-(signed_wide)fibonacci(150) % 1000000007);
    show_signed(-(signed_wide)fibonacci(150) / ((signed_wide)1 << 70));
    put_char('\n');
    static const uint64_t candidates[] = {561, 7919, 1000000007, 4294967297, 18446744073709551557u, 18446744073709551556u, 3215031751, 999999999999999989};
    int primes = 0;
    for (size_t i = 0; i < LENGTH(candidates); i++) {
        int prime = is_prime(candidates[i]);
        primes += prime;
        print("%lu:%d ", candidates[i], prime);
    }
    put_char('\n');
    for (int shift = 0; shift < 128; shift += 25) show(shifted(constants[3], shift, 127 - shift));
    put_char('\n');
    signed_wide low = (signed_wide)1 << 127, top = ~low;
    print("%d %d %d %d%d%d\n", compared(low, top), compared(-1, 0), compared(top, top - 1), overflows(top, 1), overflows(low, -1), overflows(top, low));
    show_signed(mixed((signed_wide)5 << 80, -1L, 4000000000u, -3));
    print("%lx %lx\n", high(-5, 1L << 62), high(1L << 62, 1L << 61));
    return primes;
}
