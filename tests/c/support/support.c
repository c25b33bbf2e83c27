// SPDX-License-Identifier: MPL-2.0
// The start of every program of the corpus, its output (written when it ends), and what a compiler
// expects to find: memcpy and its like. setjmp is written in assembly, as it must be.

#include "support.h"

enum { WRITE = 64, EXIT = 93, BUFFER = 8192 };

static char buffer[BUFFER];
static size_t used;

static long system_call(long number, long a, long b, long c)
{
    register long a7 __asm__("a7") = number;
    register long a0 __asm__("a0") = a;
    register long a1 __asm__("a1") = b;
    register long a2 __asm__("a2") = c;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
    return a0;
}

static void flush(void)
{
    if (used > 0) system_call(WRITE, 1, (long)buffer, (long)used);
    used = 0;
}

__attribute__((noreturn, used)) void run_main(void)
{
    int status = main();
    flush();
    system_call(EXIT, status, 0, 0);
    __builtin_trap();
}

__asm__(
    ".text\n"
    ".globl _start\n"
    ".type _start, @function\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n"
    "    lla gp, __global_pointer$\n"
    ".option pop\n"
    "    andi sp, sp, -16\n"
    "    li s0, 0\n"
    "    call run_main\n"
    ".size _start, .-_start\n");

#ifdef __riscv_float_abi_double
#define SAVED_FLOATS(op) \
    op " fs0,112(a0)\n" op " fs1,120(a0)\n" op " fs2,128(a0)\n" op " fs3,136(a0)\n" \
    op " fs4,144(a0)\n" op " fs5,152(a0)\n" op " fs6,160(a0)\n" op " fs7,168(a0)\n" \
    op " fs8,176(a0)\n" op " fs9,184(a0)\n" op " fs10,192(a0)\n" op " fs11,200(a0)\n"
#else
#define SAVED_FLOATS(op)
#endif
#define SAVED_INTEGERS(op) \
    op " ra,0(a0)\n" op " sp,8(a0)\n" op " s0,16(a0)\n" op " s1,24(a0)\n" op " s2,32(a0)\n" \
    op " s3,40(a0)\n" op " s4,48(a0)\n" op " s5,56(a0)\n" op " s6,64(a0)\n" op " s7,72(a0)\n" \
    op " s8,80(a0)\n" op " s9,88(a0)\n" op " s10,96(a0)\n" op " s11,104(a0)\n"

__attribute__((naked)) int set_jump(__attribute__((unused)) jump_buffer *to)
{
    __asm__(SAVED_INTEGERS("sd") SAVED_FLOATS("fsd") "li a0,0\nret");
}

__attribute__((naked)) void long_jump(__attribute__((unused)) jump_buffer *from,
                                      __attribute__((unused)) int value)
{
    __asm__(SAVED_INTEGERS("ld") SAVED_FLOATS("fld") "seqz a0,a1\nadd a0,a0,a1\nret");
}

void put_char(char c)
{
    if (used == BUFFER) flush();
    buffer[used++] = c;
}

void put_text(const char *text)
{
    while (*text != '\0') put_char(*text++);
}

static void put_number(uint64_t value, unsigned base, int width, char padding, char sign)
{
    char digits[24];
    int count = 0;
    do {
        unsigned digit = (unsigned)(value % base);
        digits[count++] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        value /= base;
    } while (value != 0);
    if (sign != 0 && padding == '0') put_char(sign);
    for (int length = count + (sign != 0); length < width; length++) put_char(padding);
    if (sign != 0 && padding != '0') put_char(sign);
    while (count > 0) put_char(digits[--count]);
}

void print_list(const char *format, va_list arguments)
{
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            put_char(*format);
            continue;
        }
        format++;
        char padding = ' ';
        int width = 0;
        int is_long = 0;
        if (*format == '0') padding = *format++;
        while (*format >= '0' && *format <= '9') width = 10 * width + (*format++ - '0');
        while (*format == 'l') {
            is_long = 1;
            format++;
        }
        switch (*format) {
        case 'c': put_char((char)va_arg(arguments, int)); break;
        case 's': put_text(va_arg(arguments, const char *)); break;
        case 'd': {
            int64_t value = is_long ? va_arg(arguments, long) : va_arg(arguments, int);
            uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
            put_number(size, 10, width, padding, value < 0 ? '-' : 0);
            break;
        }
        case 'u':
        case 'x': {
            uint64_t value = is_long ? va_arg(arguments, unsigned long)
                                     : va_arg(arguments, unsigned);
            put_number(value, *format == 'u' ? 10 : 16, width, padding, 0);
            break;
        }
        case 'p': put_number((uint64_t)va_arg(arguments, void *), 16, 0, ' ', 0); break;
        default: put_char(*format); break;
        }
    }
}

void print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_list(format, arguments);
    va_end(arguments);
}

void *memcpy(void *restrict to, const void *restrict from, size_t count)
{
    char *out = to;
    const char *in = from;
    while (count-- > 0) *out++ = *in++;
    return to;
}

void *memmove(void *to, const void *from, size_t count)
{
    char *out = to;
    const char *in = from;
    if (out <= in) {
        while (count-- > 0) *out++ = *in++;
    } else {
        while (count-- > 0) out[count] = in[count];
    }
    return to;
}

void *memset(void *to, int value, size_t count)
{
    char *out = to;
    while (count-- > 0) *out++ = (char)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t count)
{
    const unsigned char *left = a;
    const unsigned char *right = b;
    for (; count > 0; count--, left++, right++) {
        if (*left != *right) return *left - *right;
    }
    return 0;
}

size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0') length++;
    return length;
}

int strcmp(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}
