// SPDX-License-Identifier: MPL-2.0
// Floating-point arithmetic done in integers, on pairs of difficult numbers: infinities, subnormal
// numbers, ties. Prints a sum of the bits, which is the same with and without a unit for it.

#include "support/support.h"

double __adddf3(double, double);
double __subdf3(double, double);
double __muldf3(double, double);
double __divdf3(double, double);
float __truncdfsf2(double);
double __extendsfdf2(float);
int __ltdf2(double, double);
int __eqdf2(double, double);
int64_t __fixdfdi(double);
uint64_t __fixunsdfdi(double);
double __floatdidf(int64_t);
double soft_square_root(double);

typedef union { double number; uint64_t bits; } seen;

static uint64_t bits(double number)
{
    seen s = {number};
    return number != number ? 0x7ff8000000000000 : s.bits;
}

static const uint64_t patterns[] = {
    0, 1, 0x000fffffffffffff, 0x0010000000000000, 0x3ff0000000000000, 0x3ff0000000000001, 0x3fefffffffffffff,
    0x4008000000000000, 0x3fd5555555555555, 0x43e0000000000000, 0x43dfffffffffffff, 0x4340000000000000, 0x4340000000000001,
    0x7fefffffffffffff, 0x7ff0000000000000, 0x7ff8000000000000, 0x36a0000000000000, 0x380fffffe0000000, 0x47efffffe0000000,
    0x47effffff0000000, 0x3810000010000000, 0x400921fb54442d18, 0x0000000080000000, 0x5fe0000000000000, 0x2000000000000000,
};

enum { COUNT = sizeof patterns / sizeof patterns[0] };

int main(void)
{
    uint64_t sums[8] = {0};
    unsigned differences = 0;
    for (int i = 0; i < 2 * COUNT; i++) {
        for (int j = 0; j < 2 * COUNT; j++) {
            seen a = {.bits = patterns[i >> 1] | (uint64_t)i << 63}, b = {.bits = patterns[j >> 1] | (uint64_t)j << 63};
            volatile double x = a.number, y = b.number;
            double soft[4] = {__adddf3(x, y), __subdf3(x, y), __muldf3(x, y), __divdf3(x, y)};
            double hard[4] = {x + y, x - y, x * y, x / y};
            for (int k = 0; k < 4; k++) {
                differences += bits(soft[k]) != bits(hard[k]);
                sums[k] = sums[k] * 31 + bits(soft[k]);
            }
            differences += (__ltdf2(x, y) < 0) != (x < y);
            differences += (__eqdf2(x, y) == 0) != (x == y);
        }
        seen a = {.bits = patterns[i >> 1] | (uint64_t)i << 63};
        volatile double x = a.number;
        volatile float narrow = (float)x;
        differences += bits(__extendsfdf2(__truncdfsf2(x))) != bits(narrow);
        sums[4] = sums[4] * 31 + bits(narrow);
        sums[5] = sums[5] * 31 + (uint64_t)__fixdfdi(x) + __fixunsdfdi(x);
        sums[6] = sums[6] * 31 + bits(__floatdidf((int64_t)a.bits));
        differences += bits(__floatdidf((int64_t)a.bits)) != bits((double)(int64_t)a.bits);
        sums[7] = sums[7] * 31 + bits(soft_square_root(x < 0 ? -x : x));
    }
    for (int k = 0; k < 8; k++) print("%016lx ", sums[k]);
    print("\n%u differences\n", differences);
    print_fraction(soft_square_root(2), 9);
    put_char('\n');
    return (int)(differences & 0x7f);
}
