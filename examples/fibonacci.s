# SPDX-License-Identifier: MPL-2.0
# fibonacci.s: Fibonacci numbers, by recursion and by a loop.
#
# Shows: what a recursive function must keep on the stack, how a loop does the same in three
#        registers, and how to read and check an argument. `--stats` shows the cost of recursion.
# Run:   deno task leveret run examples/fibonacci.s              (the 20th)
#        deno task leveret run --stats examples/fibonacci.s -- 25

        .equ    STDOUT, 1
        .equ    STDERR, 2
        .equ    DEFAULT, 20
        .equ    MAX, 93                 # fib(94) does not fit in 64 bits
        .equ    MAX_RECURSIVE, 30       # fib(n) takes 2 fib(n + 1) - 1 calls

        .section .rodata
recursive_title:    .asciz "recursive: "
iterative_title:    .asciz "iterative: "
usage:              .asciz "fibonacci: the argument must be a number from 0 to 93\n"

        .text
        .globl  main
# main(a0 = argc, a1 = argv) -> a0 = 0, or 2 if the argument is not valid
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32

        li      s1, DEFAULT
        li      t0, 2
        bltu    a0, t0, .Lhave_number
        ld      a0, 8(a1)
        call    parse_decimal
        beqz    a1, .Lbad_argument
        li      t0, MAX
        bgtu    a0, t0, .Lbad_argument
        mv      s1, a0

.Lhave_number:
        li      t0, MAX_RECURSIVE
        bgtu    s1, t0, .Literative
        mv      a0, s1
        call    fib_recursive
        mv      a1, a0
        la      a0, recursive_title
        call    print_result
.Literative:
        mv      a0, s1
        call    fib_iterative
        mv      a1, a0
        la      a0, iterative_title
        call    print_result
        li      a0, 0

.Lreturn:
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

.Lbad_argument:
        li      a0, STDERR
        la      a1, usage
        call    rt.putstr
        li      a0, 2
        j       .Lreturn

# fib_recursive(a0 = n) -> a0 = fib(n), from fib(n) = fib(n - 1) + fib(n - 2)
# What must survive a call goes into the frame: ra, and s1, which holds n and then fib(n - 1).
fib_recursive:
        li      t0, 2
        bltu    a0, t0, 1f              # fib(0) = 0 and fib(1) = 1: n is the answer
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        addi    a0, a0, -1
        call    fib_recursive
        addi    t0, s1, -2              # n has been used for the last time,
        mv      s1, a0                  # so its register can keep fib(n - 1)
        mv      a0, t0
        call    fib_recursive
        add     a0, a0, s1
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
1:
        ret

# fib_iterative(a0 = n) -> a0 = fib(n), unsigned
# Invariant at 1: a1 = fib(k) and a2 = fib(k + 1), with n - k steps left in a0.
fib_iterative:
        li      a1, 0
        li      a2, 1
1:
        beqz    a0, 2f
        add     a3, a1, a2
        mv      a1, a2
        mv      a2, a3
        addi    a0, a0, -1
        j       1b
2:
        mv      a0, a1
        ret

# parse_decimal(a0 = text) -> a0 = its value, a1 = 1; or a1 = 0 if the text is empty, contains
# anything but digits, or has more than four digits (enough here, and too few to overflow)
parse_decimal:
        mv      t0, a0
        li      a0, 0
        li      a1, 0
        li      t3, 10
        li      t4, 4                   # digits left
        lbu     t1, 0(t0)
1:
        addi    t2, t1, -'0'            # below '0' wraps around to a huge unsigned number,
        bgeu    t2, t3, 2f              # so one comparison checks both ends
        beqz    t4, 2f
        mul     a0, a0, t3
        add     a0, a0, t2
        addi    t4, t4, -1
        addi    t0, t0, 1
        lbu     t1, 0(t0)
        bnez    t1, 1b
        li      a1, 1
2:
        ret

# print_result(a0 = title, a1 = number): both and a newline
print_result:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a1
        mv      a1, a0
        li      a0, STDOUT
        call    rt.putstr
        li      a0, STDOUT
        mv      a1, s1
        call    rt.putudec              # unsigned: fib(93) needs the 64th bit
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
