// SPDX-License-Identifier: MPL-2.0
// Integer arithmetic at its edges: division by constants and by variables, of all sizes, signed and
// unsigned, by zero and with overflow, conversions that cut and extend, and shifts.

#include "support/support.h"

#define CONSTANTS(X) X(3) X(5) X(7) X(10) X(16) X(25) X(641) X(1000) X(1000000007)
#define DIVIDED(n) (a / n) ^ (a % n) ^ (b / n) ^ (long)(ua / n##u) ^ (long)(ub % n##u) ^ (a / -n)
#define ONE(n) ^ (DIVIDED(n))

static NOINLINE long by_constants(long a, int b, uint64_t ua, uint32_t ub) { return 0 CONSTANTS(ONE); }

static NOINLINE int64_t quotient(int64_t a, int64_t b) { return a / b; }
static NOINLINE int64_t rest(int64_t a, int64_t b) { return a % b; }
static NOINLINE uint64_t unsigned_quotient(uint64_t a, uint64_t b) { return a / b; }
static NOINLINE uint64_t unsigned_rest(uint64_t a, uint64_t b) { return a % b; }
static NOINLINE int word_quotient(int a, int b) { return a / b; }
static NOINLINE int word_rest(int a, int b) { return a % b; }
static NOINLINE unsigned short short_quotient(unsigned short a, unsigned short b) { return (unsigned short)(a / b); }
static NOINLINE signed char char_rest(signed char a, signed char b) { return (signed char)(a % b); }

// What C leaves open, the manual does not: division by zero gives all ones, overflow the dividend.
static NOINLINE long raw(long a, long b)
{
    long q, r, u, v;
    __asm__("div %0, %4, %5\n\trem %1, %4, %5\n\tdivu %2, %4, %5\n\tremu %3, %4, %5"
            : "=&r"(q), "=&r"(r), "=&r"(u), "=&r"(v) : "r"(a), "r"(b));
    return q ^ r << 1 ^ u << 2 ^ v << 3;
}
static NOINLINE long raw_word(long a, long b)
{
    long q, r, u, v;
    __asm__("divw %0, %4, %5\n\tremw %1, %4, %5\n\tdivuw %2, %4, %5\n\tremuw %3, %4, %5"
            : "=&r"(q), "=&r"(r), "=&r"(u), "=&r"(v) : "r"(a), "r"(b));
    return q ^ r << 1 ^ u << 2 ^ v << 3;
}

static NOINLINE long converted(long x)
{
    return (signed char)x + (unsigned char)x * 2L + (short)x * 3L + (unsigned short)x * 4L + (int)x * 5L + (unsigned)x * 6L + (_Bool)x * 7L;
}
static NOINLINE int compared(int a, unsigned b, long c, unsigned long d, short e, unsigned char f)
{
    return ((unsigned)a < b) | ((long)b < c) << 1 | ((unsigned long)c < d) << 2 | (e < a) << 3 | (f < e) << 4 | ((long)a < c) << 5 | (e == (short)d) << 6;
}
static NOINLINE long shifts(long a, int b, unsigned c, int by)
{
    return (a >> by) ^ ((long)((uint64_t)a >> by) << 1) ^ (a << by) ^ (b >> (by & 31)) ^ (long)(c >> (by & 31)) ^ (long)((unsigned)b << (by & 31));
}

static const long values[] = {0, 1, -1, 7, -7, 100, -12345, 0x7fffffff, -0x80000000L, 0xffffffffL, 1L << 40, 0x7fffffffffffffff, -0x7fffffffffffffff - 1};

int main(void)
{
    long sums[6] = {0};
    for (size_t i = 0; i < LENGTH(values); i++) {
        for (size_t j = 0; j < LENGTH(values); j++) {
            long a = values[i], b = values[j];
            sums[0] = sums[0] * 3 + raw(a, b);
            sums[1] = sums[1] * 3 + raw_word(a, b);
            if (b == 0) continue;
            if (b != -1) sums[2] = sums[2] * 5 + quotient(a, b) - rest(a, b);
            sums[3] = sums[3] * 5 + (long)unsigned_quotient((uint64_t)a, (uint64_t)b) - (long)unsigned_rest((uint64_t)a, (uint64_t)b);
            if ((int)b != 0 && (int)b != -1) sums[4] = sums[4] * 5 + word_quotient((int)a, (int)b) - word_rest((int)a, (int)b);
            if ((signed char)b != 0) sums[5] = sums[5] * 5 + char_rest((signed char)a, (signed char)b) + short_quotient((unsigned short)a, (unsigned char)b);
        }
    }
    for (size_t i = 0; i < LENGTH(sums); i++) print("%lx ", sums[i]);
    put_char('\n');
    for (size_t i = 0; i < LENGTH(values); i++) {
        long x = values[i];
        print("%lx %ld %d %lx\n", by_constants(x, (int)x, (uint64_t)x * 31, (uint32_t)x * 77), converted(x),
              compared((int)x, (unsigned)(x >> 3), -x / 2, (unsigned long)x * 3, (short)(x >> 7), (unsigned char)x), shifts(x, (int)x, (unsigned)x, (int)i * 5));
    }
    return (int)(sums[0] & 0x7f);
}
