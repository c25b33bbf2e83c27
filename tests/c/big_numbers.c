// SPDX-License-Identifier: MPL-2.0
// Numbers of any size in words of 32 bits: factorials, powers, Fibonacci numbers, square roots by
// Newton's method and digits of pi by Machin's formula.

#include "support/support.h"

enum { WORDS = 40 };
typedef struct { uint32_t words[WORDS]; int used; } big;

static big from(uint32_t value)
{
    big result = {{value}, value != 0};
    return result;
}

static void trim(big *n) { while (n->used > 0 && n->words[n->used - 1] == 0) n->used--; }

static NOINLINE void times(big *n, uint32_t factor, uint32_t carry)
{
    uint64_t rest = carry;
    for (int i = 0; i < n->used; i++) {
        rest += (uint64_t)n->words[i] * factor;
        n->words[i] = (uint32_t)rest;
        rest >>= 32;
    }
    if (rest != 0 && n->used < WORDS) n->words[n->used++] = (uint32_t)rest;
}

static NOINLINE uint32_t divide(big *n, uint32_t by)
{
    uint64_t rest = 0;
    for (int i = n->used - 1; i >= 0; i--) {
        rest = rest << 32 | n->words[i];
        n->words[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    trim(n);
    return (uint32_t)rest;
}

static big sum(const big *a, const big *b)
{
    big result = from(0);
    uint64_t carry = 0;
    for (int i = 0; i < WORDS; i++) {
        carry += (uint64_t)(i < a->used ? a->words[i] : 0) + (i < b->used ? b->words[i] : 0);
        result.words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    result.used = WORDS;
    trim(&result);
    return result;
}

static big difference(const big *a, const big *b)
{
    big result = *a;
    int64_t borrow = 0;
    for (int i = 0; i < a->used; i++) {
        borrow += (int64_t)a->words[i] - (i < b->used ? b->words[i] : 0);
        result.words[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
    trim(&result);
    return result;
}

static big product(const big *a, const big *b)
{
    big result = from(0);
    for (int i = 0; i < a->used; i++) {
        uint64_t carry = 0;
        for (int j = 0; i + j < WORDS; j++) {
            carry += result.words[i + j] + (uint64_t)a->words[i] * (j < b->used ? b->words[j] : 0);
            result.words[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    result.used = WORDS;
    trim(&result);
    return result;
}

static void show(const char *name, big n)
{
    char digits[400];
    int count = 0;
    do {
        uint32_t group = divide(&n, 1000000000);
        for (int i = 0; i < 9 && (i == 0 || n.used > 0 || group > 0); i++, group /= 10) digits[count++] = (char)('0' + group % 10);
    } while (n.used > 0);
    print("%s = ", name);
    while (count > 0) put_char(digits[--count]);
    put_char('\n');
}

// arctan(1 / x) times a power of ten.
static big arctangent(uint32_t x, const big *scale)
{
    big term = *scale, total = from(0);
    divide(&term, x);
    for (uint32_t n = 1; term.used > 0; n += 2) {
        big part = term;
        divide(&part, n);
        total = (n & 2) == 0 ? sum(&total, &part) : difference(&total, &part);
        divide(&term, x * x);
    }
    return total;
}

int main(void)
{
    big n = from(1);
    for (uint32_t i = 2; i <= 60; i++) times(&n, i, 0);
    show("60!", n);
    big a = from(0), b = from(1);
    for (int i = 0; i < 300; i++) {
        big next = sum(&a, &b);
        a = b;
        b = next;
    }
    show("fibonacci(300)", a);
    big square = product(&a, &a), below = from(1);
    for (int i = 0; i < 300; i += 2) {
        big left = product(&below, &below);
        times(&left, 5, 0);
        times(&below, 3, 1);
        square = i % 4 == 0 ? sum(&square, &left) : difference(&square, &left);
        if (below.used > 8) below = from((uint32_t)i);
    }
    show("sums of squares", square);
    big scale = from(1);
    for (int i = 0; i < 110; i++) times(&scale, 10, 0);
    big sixteen = arctangent(5, &scale), four = arctangent(239, &scale);
    times(&sixteen, 16, 0);
    times(&four, 4, 0);
    big pi = difference(&sixteen, &four);
    divide(&pi, 1000000000);
    show("pi", pi);
    return (int)(divide(&square, 97));
}
