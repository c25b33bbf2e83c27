# SPDX-License-Identifier: MPL-2.0
# string_builder.s: builds a text step by step in a block that grows.
#
# Shows: amortised growth with realloc (and what must not happen to the old pointer), formatting
#        numbers directly in the buffer, and passing the finished string to a new owner.
# Run:   deno task leveret run examples/string_builder.s

        .equ    STDOUT, 1
        .equ    STDERR, 2

        # struct builder { text: *u8, length: u64, capacity: u64 }
        .equ    BUILDER_TEXT, 0
        .equ    BUILDER_LENGTH, 8
        .equ    BUILDER_CAPACITY, 16
        .equ    BUILDER_SIZE, 24
        .equ    FIRST_CAPACITY, 8       # the smallest bin holds 8 bytes

        .equ    NUMBER_ROOM, 24         # how much rt.fmtdec and rt.fmthex may need

        .equ    TERMS, 20

        .section .rodata
plus:           .asciz " + "
equals:         .asciz " = "
grown:          .asciz "grown to "
bytes_for:      .asciz " bytes, "
in_use:         .asciz " in use\n"
text_length:    .asciz "length: "
no_memory:      .asciz "string_builder: out of memory\n"

        .bss
        .balign 8
builder:
        .zero   BUILDER_SIZE            # all zeros is the empty builder, without a block

        .text
        .globl  main
# main() -> a0 = 0
# Builds "1 + 4 + 9 + ... = sum = sum in hexadecimal".
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32

        li      s1, 1                   # the number to square
        li      s2, 0                   # the sum so far
1:
        la      a0, builder
        mul     a1, s1, s1
        add     s2, s2, a1
        call    builder_decimal
        addi    s1, s1, 1
        li      t0, TERMS
        bgt     s1, t0, 2f
        la      a0, builder
        la      a1, plus
        call    builder_string
        j       1b
2:
        la      a0, builder
        la      a1, equals
        call    builder_string
        la      a0, builder
        mv      a1, s2
        call    builder_decimal
        la      a0, builder
        la      a1, equals
        call    builder_string
        la      a0, builder
        mv      a1, s2
        call    builder_hexadecimal

        la      a0, builder
        call    builder_finish
        mv      s1, a0                  # from here on the text is ours to free
        call    print
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar
        la      a0, text_length
        call    print
        mv      a0, s1
        call    rt.strlen
        mv      a1, a0
        li      a0, STDOUT
        call    rt.putdec
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar
        mv      a0, s1
        call    rt.free

        li      a0, 0
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# builder_reserve(a0 = builder, a1 = bytes wanted) -> a0 = where to write them
# The caller then adds to the length what it has written.
builder_reserve:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        ld      t0, BUILDER_LENGTH(s1)
        add     t0, t0, a1              # the capacity needed
        ld      s2, BUILDER_CAPACITY(s1)
        bgeu    s2, t0, 3f
        # Double the capacity: however short the strings are, n bytes then cost at most 2n bytes of
        # copying in all.
        bnez    s2, 1f
        li      s2, FIRST_CAPACITY
1:
        bgeu    s2, t0, 2f
        slli    s2, s2, 1
        j       1b
2:
        # realloc may fail, and then leaves the old block alone. So store its result only when it is
        # known not to be null: otherwise the old block would be lost.
        ld      a0, BUILDER_TEXT(s1)    # null at first, when realloc is malloc
        mv      a1, s2
        call    rt.realloc
        beqz    a0, out_of_memory
        sd      a0, BUILDER_TEXT(s1)
        sd      s2, BUILDER_CAPACITY(s1)
        mv      a0, s1
        call    report_growth
3:
        ld      a0, BUILDER_TEXT(s1)
        ld      t0, BUILDER_LENGTH(s1)
        add     a0, a0, t0
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# builder_string(a0 = builder, a1 = text): appends the text
builder_string:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)
        sd      s2, 16(sp)
        sd      s3, 8(sp)
        addi    s0, sp, 48
        mv      s1, a0
        mv      s2, a1
        mv      a0, a1
        call    rt.strlen
        mv      s3, a0
        mv      a0, s1
        mv      a1, s3
        call    builder_reserve
        mv      a1, s2
        mv      a2, s3
        call    rt.memcpy
        ld      t0, BUILDER_LENGTH(s1)
        add     t0, t0, s3
        sd      t0, BUILDER_LENGTH(s1)
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# builder_decimal(a0 = builder, a1 = signed number): appends it in decimal
builder_decimal:
        la      a2, rt.fmtdec
        j       builder_number

# builder_hexadecimal(a0 = builder, a1 = number): appends it in hexadecimal, with 0x
builder_hexadecimal:
        la      a2, rt.fmthex
        # Falls through.

# builder_number(a0 = builder, a1 = number, a2 = formatter(a0 = buffer, a1 = number) -> a0 = length)
# The formatter writes directly to the builder's block: there is no other buffer to copy from.
builder_number:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)
        sd      s2, 16(sp)
        sd      s3, 8(sp)
        addi    s0, sp, 48
        mv      s1, a0
        mv      s2, a1
        mv      s3, a2
        li      a1, NUMBER_ROOM
        call    builder_reserve
        mv      a1, s2
        jalr    s3
        ld      t0, BUILDER_LENGTH(s1)
        add     t0, t0, a0
        sd      t0, BUILDER_LENGTH(s1)
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# builder_finish(a0 = builder) -> a0 = the text with a NUL, which the caller must free; the builder
# is empty again
builder_finish:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        li      a1, 1
        call    builder_reserve
        sb      zero, 0(a0)
        ld      a0, BUILDER_TEXT(s1)
        sd      zero, BUILDER_TEXT(s1)
        sd      zero, BUILDER_LENGTH(s1)
        sd      zero, BUILDER_CAPACITY(s1)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# report_growth(a0 = builder): prints "grown to C bytes, L in use"
report_growth:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        la      a0, grown
        call    print
        li      a0, STDOUT
        ld      a1, BUILDER_CAPACITY(s1)
        call    rt.putdec
        la      a0, bytes_for
        call    print
        li      a0, STDOUT
        ld      a1, BUILDER_LENGTH(s1)
        call    rt.putdec
        la      a0, in_use
        call    print
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print(a0 = text)
print:
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putstr

# out_of_memory(): prints a message and exits with status 1; jumped to, does not return
out_of_memory:
        li      a0, STDERR
        la      a1, no_memory
        call    rt.putstr
        li      a0, 1
        call    rt.exit
