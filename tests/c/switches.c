// SPDX-License-Identifier: MPL-2.0
// Switches: dense ones (tables of labels), sparse ones (comparisons), with ranges and holes, on wide
// and on 64-bit values, with cases that fall through, and Duff's device.

#include "support/support.h"

static NOINLINE int days(int month, int year)
{
    switch (month) {
    case 4: case 6: case 9: case 11:
        return 30;
    case 2:
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    case 1: case 3: case 5: case 7 ... 8: case 10: case 12:
        return 31;
    default:
        return -1;
    }
}

static NOINLINE const char *name(unsigned code)
{
    switch (code) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 301: return "Moved";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 418: return "Teapot";
    case 500: return "Error";
    default: return "?";
    }
}

static NOINLINE long calculate(int operation, long a, long b)
{
    switch (operation) {
    case 0: return a + b;
    case 1: return a - b;
    case 2: return a * b;
    case 3: return b == 0 ? 0 : a / b;
    case 4: return b == 0 ? 0 : a % b;
    case 5: return a & b;
    case 6: return a | b;
    case 7: return a ^ b;
    case 8: return a << (b & 63);
    case 9: return a >> (b & 63);
    case 10: return ~a;
    case 11: return -a;
    case 12: return a == b;
    case 13: return a < b;
    case 14: return (long)((unsigned long)a / ((unsigned long)b | 1));
    case 15: return a > b ? a : b;
    default: return -999;
    }
}

static NOINLINE int scale(long value)
{
    switch (value) {
    case -1: return 0;
    case 0: return 1;
    case 1000000: return 2;
    case 1000000000000: return 3;
    case 1000000000001: return 4;
    case -9223372036854775807 - 1: return 5;
    case 9223372036854775807: return 6;
    }
    return 7;
}

static NOINLINE int steps(int from)
{
    int done = 0;
    switch (from) {
    case 5: done += 10000; __attribute__((fallthrough));
    case 4: done += 1000; __attribute__((fallthrough));
    case 3: done += 100; __attribute__((fallthrough));
    case 2: done += 10; __attribute__((fallthrough));
    case 1: done += 1; break;
    case 9: done = -1;
    }
    return done;
}

static NOINLINE void duff(char *to, const char *from, unsigned count)
{
    unsigned rounds = (count + 7) / 8;
    switch (count % 8) {
    case 0: do { *to++ = *from++; __attribute__((fallthrough));
    case 7: *to++ = *from++; __attribute__((fallthrough));
    case 6: *to++ = *from++; __attribute__((fallthrough));
    case 5: *to++ = *from++; __attribute__((fallthrough));
    case 4: *to++ = *from++; __attribute__((fallthrough));
    case 3: *to++ = *from++; __attribute__((fallthrough));
    case 2: *to++ = *from++; __attribute__((fallthrough));
    case 1: *to++ = *from++;
            } while (--rounds > 0);
    }
}

static NOINLINE int class_of(unsigned char c)
{
    switch (c) {
    case '0' ... '9': return 'd';
    case 'a' ... 'f': return 'x';
    case 'A' ... 'F': return 'X';
    case 'g' ... 'z': case 'G' ... 'Z': case '_': return 'l';
    case ' ': case '\t': case '\n': case '\r': return 's';
    case 0x80 ... 0xff: return 'u';
    default: return '.';
    }
}

int main(void)
{
    int total = 0;
    for (int month = 0; month <= 13; month++) total += days(month, 2024) * (month + 1);
    print("days: %d, %d, %d\n", total, days(2, 1900), days(2, 2000));
    static const unsigned codes[] = {100, 200, 201, 204, 301, 304, 400, 403, 404, 418, 500, 7};
    for (size_t i = 0; i < LENGTH(codes); i++) print("%u %s, ", codes[i], name(codes[i]));
    put_char('\n');
    for (int operation = -1; operation <= 16; operation++) {
        print("%ld ", calculate(operation, -100, 7) + calculate(operation, 1L << 40, 12));
    }
    put_char('\n');
    static const long values[] = {-1, 0, 1000000, 1000000000000, 1000000000001,
                                  -9223372036854775807 - 1, 9223372036854775807, 42};
    for (size_t i = 0; i < LENGTH(values); i++) put_char((char)('0' + scale(values[i])));
    for (int from = 0; from < 11; from++) print(" %d", steps(from));
    put_char('\n');
    char copy[48];
    const char *text = "Duff's device copies any number of bytes.";
    for (unsigned start = 0; start < 16; start += 5) {
        duff(copy, text + start, (unsigned)strlen(text) + 1 - start);
        print("%s|", copy);
    }
    put_char('\n');
    for (int c = 1; c < 256; c += 3) put_char((char)class_of((unsigned char)c));
    put_char('\n');
    return total & 0x7f;
}
