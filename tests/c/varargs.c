// SPDX-License-Identifier: MPL-2.0
// Functions with any number of arguments: sums of mixed types, lists handed on and copied, more
// arguments than registers, structs among them, and a small formatter.

#include "support/support.h"

static NOINLINE long sum(int count, ...)
{
    va_list list;
    va_start(list, count);
    long total = 0;
    for (int i = 0; i < count; i++) total += va_arg(list, int);
    va_end(list);
    return total;
}

// Each letter says what comes next.
static NOINLINE long mixed(const char *kinds, ...)
{
    va_list list;
    va_start(list, kinds);
    long total = 0;
    for (; *kinds != '\0'; kinds++) {
        switch (*kinds) {
        case 'c': total += va_arg(list, int); break;
        case 'i': total += 10 * va_arg(list, int); break;
        case 'l': total += va_arg(list, long); break;
        case 'u': total += (long)va_arg(list, unsigned); break;
        case 'p': total += *va_arg(list, const int *); break;
        case 's': total += (long)strlen(va_arg(list, const char *)); break;
        }
    }
    va_end(list);
    return total;
}

typedef struct { int a, b; } small;
typedef struct { long a, b, c; } large;

static NOINLINE long structs(int count, ...)
{
    va_list list;
    long total = 0;
    va_start(list, count);
    while (count-- > 0) {
        small s = va_arg(list, small);
        large l = va_arg(list, large);
        total = total * 3 + s.a + s.b * l.a + l.b - l.c;
    }
    va_end(list);
    return total;
}

static long most(int count, va_list list)
{
    long result = va_arg(list, long);
    while (--count > 0) {
        long value = va_arg(list, long);
        if (value > result) result = value;
    }
    return result;
}

static NOINLINE long spread(int count, ...)
{
    va_list list, again;
    va_start(list, count);
    va_copy(again, list);
    long high = most(count, list), low = -most(0, again);
    va_end(again);
    va_end(list);
    return high + low;
}

static NOINLINE void log_line(int level, const char *format, ...)
{
    static const char *const levels[] = {"note", "warning", "error"};
    va_list list;
    va_start(list, format);
    print("%s: ", levels[level]);
    print_list(format, list);
    put_char('\n');
    va_end(list);
}

static NOINLINE int join(char *to, size_t room, ...)
{
    va_list list;
    va_start(list, room);
    size_t used = 0;
    for (const char *part; (part = va_arg(list, const char *)) != NULL;) {
        size_t length = strlen(part);
        if (used + length >= room) break;
        memcpy(to + used, part, length);
        used += length;
    }
    va_end(list);
    to[used] = '\0';
    return (int)used;
}

int main(void)
{
    print("sum: %ld %ld\n", sum(3, 1, 2, 3), sum(12, 1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12));
    int seven = 7;
    print("mixed: %ld\n", mixed("cilupsilups", 'a', -5, 1L << 40, 4000000000u, &seven, "hello",
                                100, -1L, 1u, &seven, "structured"));
    print("structs: %ld\n", structs(3, (small){1, 2}, (large){3, 4, 5}, (small){-1, 9},
                                    (large){1L << 33, 0, 2}, (small){7, 7}, (large){1, 1, 1}));
    print("spread: %ld\n", spread(9, 4L, -7L, 100L, 8L, 12L, -900L, 55L, 99L, 101L));
    log_line(0, "%s has %d legs", "a leveret", 4);
    log_line(1, "%c%c%c %lx %08x %5d|%05d", 'a', 'b', 'c', 0xfedcba9876543210, 0xbeef, -42, -42);
    log_line(2, "%u of %lu, %ld", 3u, 1ul << 63, -(1l << 62));
    char text[40];
    int length = join(text, sizeof text, "a ", "string ", "of ", "many ", "parts", ", ", "cut ",
                      "where ", "it is ", "full", (char *)NULL);
    print("%d: %s\n", length, text);
    return length;
}
