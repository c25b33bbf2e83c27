// SPDX-License-Identifier: MPL-2.0
// Bit tricks: counting, reversing, rotating, powers of two, Gray codes, Morton order, saturation,
// averages without overflow, and the compiler's own builtins for these.

#include "support/support.h"

static NOINLINE unsigned reversed(unsigned x)
{
    x = (x >> 1 & 0x55555555) | (x & 0x55555555) << 1;
    x = (x >> 2 & 0x33333333) | (x & 0x33333333) << 2;
    x = (x >> 4 & 0x0f0f0f0f) | (x & 0x0f0f0f0f) << 4;
    return __builtin_bswap32(x);
}

static NOINLINE uint64_t morton(uint32_t x, uint32_t y)
{
    static const uint64_t masks[] = {0x0000ffff0000ffff, 0x00ff00ff00ff00ff, 0x0f0f0f0f0f0f0f0f,
                                     0x3333333333333333, 0x5555555555555555};
    uint64_t a = x, b = y;
    for (int i = 0, shift = 16; i < 5; i++, shift >>= 1) {
        a = (a | a << shift) & masks[i];
        b = (b | b << shift) & masks[i];
    }
    return a | b << 1;
}

static NOINLINE uint64_t rotated(uint64_t x, unsigned by) { return x << (by & 63) | x >> (-by & 63); }
static NOINLINE uint32_t rotated_word(uint32_t x, unsigned by) { return x >> (by & 31) | x << (-by & 31); }
static NOINLINE uint64_t power_above(uint64_t x) { return x <= 1 ? 1 : 1ull << (64 - __builtin_clzl(x - 1)); }
static NOINLINE unsigned gray(unsigned x) { return x ^ x >> 1; }
static NOINLINE unsigned from_gray(unsigned g)
{
    for (int shift = 1; shift < 32; shift <<= 1) g ^= g >> shift;
    return g;
}
static NOINLINE int average(int a, int b) { return (a & b) + ((a ^ b) >> 1); }
static NOINLINE int8_t saturated(int value) { return (int8_t)(value > 127 ? 127 : value < -128 ? -128 : value); }
static NOINLINE int sign(long x) { return (x > 0) - (x < 0); }
static NOINLINE long absolute(long x) { long mask = x >> 63; return (x ^ mask) - mask; }
static NOINLINE int overflows(int a, int b, int *sum) { return __builtin_add_overflow(a, b, sum); }
static NOINLINE int long_overflows(long a, long b, long *product) { return __builtin_mul_overflow(a, b, product); }
static NOINLINE uint64_t field(uint64_t x, int low, int width) { return x >> low & ((1ull << width) - 1); }
static NOINLINE uint64_t with_field(uint64_t x, int low, int width, uint64_t value)
{
    uint64_t mask = ((1ull << width) - 1) << low;
    return (x & ~mask) | (value << low & mask);
}
static NOINLINE int has_zero_byte(uint64_t x)
{
    return ((x - 0x0101010101010101) & ~x & 0x8080808080808080) != 0;
}
static NOINLINE long extended(uint64_t x, int bits) { return (long)(x << (64 - bits)) >> (64 - bits); }

// The next number with as many bits set (HAKMEM 175).
static NOINLINE unsigned next_subset(unsigned x)
{
    unsigned lowest = x & -x, ripple = x + lowest;
    return ripple | ((x ^ ripple) >> 2) / lowest;
}

int main(void)
{
    uint64_t seed = 99;
    unsigned errors = 0;
    for (int i = 0; i < 50; i++) {
        unsigned x = next_random(&seed);
        if (reversed(reversed(x)) != x) errors++;
        if (from_gray(gray(x)) != x) errors++;
        if (__builtin_popcount(x) + __builtin_popcount(~x) != 32) errors++;
        if (rotated_word(rotated_word(x, 11), 21) != x) errors++;
        if (rotated(rotated(x, 47), 17) != x) errors++;
    }
    print("errors %u, reversed %08x, morton %lx\n", errors, reversed(0x12345678), morton(0xabcd, 0x4321));
    for (uint64_t x = 1; x < 1ull << 40; x = x * 5 + 1) print("%lx ", power_above(x));
    put_char('\n');
    print("%d %d %d %d\n", __builtin_clzl(1), __builtin_ctzl(1ul << 50), __builtin_parityl(0x7777), __builtin_popcountl(~0ul));
    print("%d %d %d\n", average(2147483647, 2147483645), average(-7, 4), average(-2147483647 - 1, 2147483647));
    print("%d %d %d, %d %d %d\n", saturated(300), saturated(-300), saturated(5), sign(-9), sign(0), sign(1L << 50));
    print("%ld %ld\n", absolute(-5000000000), absolute(12));
    int sum;
    long product;
    int flags = overflows(2147483647, 1, &sum) << 1 | overflows(-5, 3, &sum);
    flags |= long_overflows(1L << 32, 1L << 31, &product) << 3 | long_overflows(3037000499, 3037000499, &product) << 2;
    print("flags %d, %d, %ld\n", flags, sum, product);
    print("%lx %lx %ld\n", field(0xfedcba9876543210, 12, 20), with_field(~0ull, 8, 16, 0x1234), extended(0xffe, 12));
    print("%d %d\n", has_zero_byte(0x1122330055667788), has_zero_byte(0x0102030405060708));
    unsigned subset = 7;
    for (int i = 0; i < 12; i++, subset = next_subset(subset)) print("%x ", subset);
    print("\n%lx %x\n", __builtin_bswap64(0x0123456789abcdef), (unsigned)__builtin_bswap16(0xbeef));
    return (int)(subset & 0x7f);
}
