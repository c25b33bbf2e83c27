// SPDX-License-Identifier: MPL-2.0
// Bit fields, signed and unsigned, crossing bytes and words, and unions that see one thing as
// another: instructions taken apart and put together, numbers as bytes, tagged values.

#include "support/support.h"

typedef union {
    uint32_t word;
    struct { uint32_t opcode : 7, rd : 5, funct3 : 3, rs1 : 5, rs2 : 5, funct7 : 7; } r;
    struct { uint32_t opcode : 7, rd : 5, funct3 : 3, rs1 : 5; int32_t immediate : 12; } i;
    struct { uint32_t opcode : 7, low : 5, funct3 : 3, rs1 : 5, rs2 : 5; int32_t high : 7; } s;
    unsigned char bytes[4];
} instruction;

typedef struct { unsigned a : 3; int b : 4; unsigned c : 1; unsigned : 0; int64_t d : 40; uint64_t e : 23; unsigned char f : 2; } mixed;
typedef struct __attribute__((packed)) { unsigned a : 5; unsigned b : 13; uint64_t c : 37; unsigned d : 9; } tight;

typedef enum { NONE, WHOLE, TEXT, PAIR } kind;
typedef struct {
    kind tag : 8;
    unsigned marked : 1;
    union { long whole; const char *text; struct { short first; unsigned short second; } pair; };
} value;

static NOINLINE void show(const value *v)
{
    switch (v->tag) {
    case WHOLE: print("%ld", v->whole); break;
    case TEXT: print("'%s'", v->text); break;
    case PAIR: print("%d.%u", v->pair.first, v->pair.second); break;
    default: put_text("none"); break;
    }
    put_text(v->marked ? "! " : " ");
}

static NOINLINE uint32_t addi(unsigned rd, unsigned rs1, int immediate)
{
    instruction result = {.i = {.opcode = 0x13, .rd = rd, .rs1 = rs1, .immediate = immediate}};
    return result.word;
}

static NOINLINE int store_offset(instruction i) { return i.s.high * 32 + (int)i.s.low; }

static NOINLINE void count(mixed *m)
{
    m->a++;
    m->b--;
    m->c ^= 1;
    m->d = m->d * 3 - 1;
    m->e += m->a;
    m->f += 1;
}

int main(void)
{
    print("%08x %08x\n", addi(10, 10, -1), addi(2, 2, -2048));
    instruction add = {.word = 0x40c58533}, sd = {.word = 0xfe113c23};
    print("sub x%u, x%u, x%u; funct7 %x\n", add.r.rd, add.r.rs1, add.r.rs2, add.r.funct7);
    print("sd x%u, %d(x%u), bytes %x %x %x %x\n", sd.s.rs2, store_offset(sd), sd.s.rs1, sd.bytes[0],
          sd.bytes[1], sd.bytes[2], sd.bytes[3]);
    mixed m = {7, -8, 1, -5, 0x7fffff, 3};
    for (int i = 0; i < 10; i++) count(&m);
    print("%u %d %u %ld %lu %u, %ld bytes\n", m.a, m.b, m.c, (long)m.d, (unsigned long)m.e, m.f, (long)sizeof m);
    tight t = {.a = 21, .b = 5000, .c = 0x1234567890, .d = 300};
    t.b ^= t.a;
    t.c = ~t.c;
    t.d -= 301;
    unsigned char raw[sizeof t];
    memcpy(raw, &t, sizeof t);
    for (size_t i = 0; i < sizeof raw; i++) print("%02x", raw[i]);
    print(" %u %lx %u\n", t.b, (unsigned long)t.c, t.d);
    value values[] = {
        {WHOLE, 0, {.whole = -123456789012}},
        {TEXT, 1, {.text = "text"}},
        {PAIR, 0, {.pair = {-32768, 65535}}},
        {NONE, 1, {.whole = 0}},
    };
    for (size_t i = 0; i < LENGTH(values); i++) show(&values[i]);
    values[0].tag = PAIR;
    values[0].marked = 1;
    show(&values[0]);
    union { double number; uint64_t bits; unsigned short halves[4]; } d = {.number = -0.15625};
    print("%lx %x\n", d.bits, d.halves[3]);
    return (int)sizeof(tight);
}
