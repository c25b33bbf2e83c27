// SPDX-License-Identifier: MPL-2.0
// Calls at the end of functions, which -O2 turns into jumps: mutual recursion a million deep, state
// machines, continuations, calls through pointers, and sibling calls with many arguments.

#include "support/support.h"

#ifdef __OPTIMIZE__
enum { DEEP = 1000000 };
#else
enum { DEEP = 2000 };
#endif

static NOINLINE int is_odd(unsigned n);
static NOINLINE int is_even(unsigned n) { return n == 0 ? 1 : is_odd(n - 1); }
static NOINLINE int is_odd(unsigned n) { return n == 0 ? 0 : is_even(n - 1); }

static NOINLINE long sum_to(long n, long total) { return n == 0 ? total : sum_to(n - 1, total + n); }
static NOINLINE unsigned common(unsigned a, unsigned b) { return b == 0 ? a : common(b, a % b); }

typedef struct machine machine;
typedef int (*state)(machine *, const char *);
struct machine { int words, numbers, others; };
static int between(machine *, const char *);

static NOINLINE int in_word(machine *m, const char *at)
{
    if ((*at | 32) >= 'a' && (*at | 32) <= 'z') return in_word(m, at + 1);
    m->words++;
    return between(m, at);
}

static NOINLINE int in_number(machine *m, const char *at)
{
    if (*at >= '0' && *at <= '9') return in_number(m, at + 1);
    m->numbers++;
    return between(m, at);
}

static NOINLINE int other(machine *m, const char *at) { m->others++; return between(m, at + 1); }

static NOINLINE int between(machine *m, const char *at)
{
    static const state states[] = {other, in_word, in_number};
    if (*at == '\0') return m->words * 100 + m->numbers * 10 + m->others;
    if (*at == ' ') return between(m, at + 1);
    int kind = (*at | 32) >= 'a' && (*at | 32) <= 'z' ? 1 : *at >= '0' && *at <= '9' ? 2 : 0;
    return states[kind](m, at);
}

typedef struct next { long (*then)(struct next *, long); struct next *after; long n; } next;
static long add_then(next *k, long v) { return k->after->then(k->after, v + k->n); }
static long times_then(next *k, long v) { return k->after->then(k->after, v * k->n); }
static long finish(next *k, long v) { return v + k->n; }

static NOINLINE long last_of(long a, long b, long c, long d, long e, long f, long g, long h)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h;
}
static NOINLINE long rotated(long a, long b, long c, long d, long e, long f, long g, long h, int times)
{
    if (times == 0) return last_of(h, a, b, c, d, e, f, g);
    return rotated(b, c, d, e, f, g, h, a, times - 1);
}

static NOINLINE int collatz(unsigned long n, int steps)
{
    if (n == 1) return steps;
    if ((n & 1) == 0) return collatz(n / 2, steps + 1);
    return collatz(3 * n + 1, steps + 1);
}

int main(void)
{
    print("%d %d %d\n", is_even(DEEP), is_odd(DEEP), is_even(7));
    print("%ld %u\n", sum_to(DEEP, 0) / DEEP, common(3 * 5 * 7 * 11 * 13, 7 * 13 * 17));
    machine m = {0, 0, 0};
    print("%d\n", between(&m, "lui a0 0x12345 and 42 words, or so; 7 + 8 = 15"));
    next end = {finish, NULL, 1}, second = {times_then, &end, 3}, start = {add_then, &second, 4};
    print("%ld\n", start.then(&start, 10));
    print("%ld\n", rotated(1, 2, 3, 4, 5, 6, 7, 8, 19));
    int most = 0;
    for (unsigned long n = 1; n < 300; n++) {
        int steps = collatz(n, 0);
        if (steps > most) most = steps;
    }
    print("%d\n", most);
    return most;
}
