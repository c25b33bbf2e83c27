// SPDX-License-Identifier: MPL-2.0
// Structs by value of all sizes, as arguments and results: in one register, in two, by reference;
// nested, in arrays, packed and aligned.

#include "support/support.h"

typedef struct { char c; } one;
typedef struct { short a, b; char c; } five;
typedef struct { int x, y; } point;
typedef struct { long low, high; } pair;
typedef struct { point from, to; char name[8]; } line;
typedef struct __attribute__((packed)) { char tag; int value; short more; long last; } tight;
typedef struct { char c; _Alignas(32) int aligned; } wide;
typedef struct { unsigned char bytes[3]; } three;

static NOINLINE one next_one(one o) { o.c++; return o; }
static NOINLINE five turned(five f) { return (five){f.b, f.a, (char)-f.c}; }
static NOINLINE point sum(point a, point b) { return (point){a.x + b.x, a.y + b.y}; }
static NOINLINE pair swapped(pair p) { return (pair){p.high, p.low}; }
static NOINLINE three rotated(three t)
{
    return (three){{t.bytes[2], t.bytes[0], t.bytes[1]}};
}

static NOINLINE line moved(line l, point by)
{
    l.from = sum(l.from, by);
    l.to = sum(l.to, by);
    l.name[0] ^= 0x20;
    return l;
}

// More than eight registers' worth: the rest comes on the stack, one pair in half.
static NOINLINE long many(pair a, pair b, pair c, char d, pair e, short f, point g)
{
    return a.low + 2 * a.high + 3 * b.low + 4 * b.high + 5 * c.low + 6 * c.high + 7 * d +
           8 * e.low + 9 * e.high + 10 * f + 11 * g.x + 12 * g.y;
}

static NOINLINE int area(const line *lines, size_t count)
{
    int twice = 0;
    for (size_t i = 0; i < count; i++) {
        twice += lines[i].from.x * lines[i].to.y - lines[i].to.x * lines[i].from.y;
    }
    return twice < 0 ? -twice / 2 : twice / 2;
}

static tight table[] = {{'a', -1, 2, 0x123456789abcdef0}, {'b', 0x7fffffff, -300, -1}};
static wide spread[3];

static NOINLINE long read_tight(const volatile tight *t)
{
    return t->tag + t->value + t->more + t->last;
}

int main(void)
{
    one o = {'a'};
    for (int i = 0; i < 5; i++) o = next_one(o);
    print("one: %c\n", o.c);
    five f = turned((five){1000, -2000, 7});
    print("five: %d %d %d, %ld bytes\n", f.a, f.b, (signed char)f.c, (long)sizeof f);
    pair p = swapped((pair){-1, 0x7fffffffffffffff});
    print("pair: %ld %ld\n", p.low, p.high);
    three t = rotated(rotated((three){{1, 2, 3}}));
    print("three: %d%d%d, %ld bytes\n", t.bytes[0], t.bytes[1], t.bytes[2], (long)sizeof t);
    line square[] = {
        {{0, 0}, {10, 0}, "south"},
        {{10, 0}, {10, 10}, "east"},
        {{10, 10}, {0, 10}, "north"},
        {{0, 10}, {0, 0}, "west"},
    };
    for (size_t i = 0; i < LENGTH(square); i++) {
        square[i] = moved(square[i], (point){(int)i, -3});
        print("%s: (%d, %d) to (%d, %d)\n", square[i].name, square[i].from.x, square[i].from.y,
              square[i].to.x, square[i].to.y);
    }
    print("area: %d\n", area(square, LENGTH(square)));
    print("many: %ld\n", many((pair){1, 2}, (pair){3, 4}, (pair){5, 6}, 7, (pair){8, 9}, 10,
                              (point){11, 12}));
    print("tight: %ld bytes, %ld, %ld\n", (long)sizeof(tight), read_tight(&table[0]),
          read_tight(&table[1]));
    table[1].last = table[0].value;
    print("tight: %ld\n", read_tight(&table[1]));
    spread[1].aligned = 5;
    print("wide: %ld bytes, %lu\n", (long)sizeof(wide), (uint64_t)&spread[1].aligned % 32);
    return (signed char)f.c == -7 ? 0 : 1;
}
