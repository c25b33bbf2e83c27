# SPDX-License-Identifier: MPL-2.0
# quicksort.s: sorts a small array and prints it, and sorts a large one and checks it.
#
# Shows: Hoare's partition with two pointers that meet, and recursion into the smaller part only,
#        so that even the worst input needs fewer than log2(n) stack frames.
# Run:   deno task leveret run examples/quicksort.s

        .equ    STDOUT, 1
        .equ    COUNT, 10000

        .section .rodata
before:     .asciz "before:"
after:      .asciz "after: "
numbers:    .asciz " numbers: "
in_order:   .asciz "in order, sum unchanged\n"
wrong:      .asciz "NOT sorted\n"

        .data
        .balign 8
small:
        .dword  31, -4, 15, 9, -26, 5, 35, 8, -9, 79, 32, 38, 4, 62, 6, -43
        .equ    SMALL_SIZE, . - small

        .bss
        .balign 8
large:
        .zero   COUNT * 8

        .text
        .globl  main
# main() -> a0 = 0, or 1 if the check fails
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32

        la      a0, before
        call    print_small
        la      a0, small
        li      a1, SMALL_SIZE / 8
        call    quicksort
        la      a0, after
        call    print_small

        la      a0, large
        li      a1, COUNT
        call    fill
        mv      s1, a0
        la      a0, large
        li      a1, COUNT
        call    quicksort
        la      a0, large
        li      a1, COUNT
        mv      a2, s1
        call    check
        mv      s1, a0

        li      a0, STDOUT
        li      a1, COUNT
        call    rt.putdec
        la      a0, numbers
        call    print
        la      a0, in_order
        beqz    s1, 1f
        la      a0, wrong
1:
        call    print

        mv      a0, s1
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# quicksort(a0 = array of signed 64-bit numbers, a1 = how many): sorts in place, ascending
# s1 = first element of the part left to sort, s2 = its last element (both are addresses).
quicksort:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        slli    a1, a1, 3
        add     s2, a0, a1
        addi    s2, s2, -8

.Lsort_part:
        # An empty part ends one element before it begins.
        bgeu    s1, s2, .Lsorted

        # The pivot is the middle element, so input that is already sorted is the best case, not the
        # worst. Round the middle down to a multiple of 8, as it is an address.
        sub     t0, s2, s1
        srli    t0, t0, 4
        slli    t0, t0, 3
        add     t0, t0, s1
        ld      t0, 0(t0)               # t0 = pivot
        mv      t1, s1                  # t1 moves up, t2 moves down
        mv      t2, s2
.Lpartition:
        # Neither scan needs a bound: in the first round the pivot itself stops both, and after that
        # the elements already exchanged do.
        ld      t3, 0(t1)
        bge     t3, t0, 1f
        addi    t1, t1, 8
        j       .Lpartition
1:
        ld      t4, 0(t2)
        ble     t4, t0, 2f
        addi    t2, t2, -8
        j       1b
2:
        bgtu    t1, t2, 3f
        sd      t4, 0(t1)               # t3 >= pivot >= t4: each belongs on the other side
        sd      t3, 0(t2)
        addi    t1, t1, 8
        addi    t2, t2, -8
        bleu    t1, t2, .Lpartition
3:
        # Now first..t2 <= pivot <= t1..last. Recurse into the smaller part and loop on the other,
        # so that a recursive call gets at most half of the elements.
        sub     t3, t2, s1
        sub     t4, s2, t1
        bgt     t3, t4, .Lright_is_smaller
        mv      a0, s1
        addi    a1, t3, 8
        mv      s1, t1                  # the rest is for the loop
        j       .Lrecurse
.Lright_is_smaller:
        mv      a0, t1
        addi    a1, t4, 8
        mv      s2, t2
.Lrecurse:
        srai    a1, a1, 3               # bytes to elements
        call    quicksort
        j       .Lsort_part

.Lsorted:
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# fill(a0 = array, a1 = how many) -> a0 = sum of the numbers (wrapping)
# Marsaglia's xorshift64: three shifts, never 0, the same numbers in every run.
fill:
        li      t0, 88172645463325252
        li      t2, 0
1:
        slli    t1, t0, 13
        xor     t0, t0, t1
        srli    t1, t0, 7
        xor     t0, t0, t1
        slli    t1, t0, 17
        xor     t0, t0, t1
        sd      t0, 0(a0)
        add     t2, t2, t0
        addi    a0, a0, 8
        addi    a1, a1, -1
        bnez    a1, 1b
        mv      a0, t2
        ret

# check(a0 = array, a1 = how many, a2 = expected sum) -> a0 = 0 if ascending and the sum agrees
check:
        li      t0, 1 << 63             # the most negative number: any first element is fine
1:
        ld      t1, 0(a0)
        blt     t1, t0, 2f
        mv      t0, t1
        sub     a2, a2, t1
        addi    a0, a0, 8
        addi    a1, a1, -1
        bnez    a1, 1b
        snez    a0, a2
        ret
2:
        li      a0, 1
        ret

# print_small(a0 = title): the title and the small array on one line
print_small:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        call    print
        la      s1, small
        li      s2, SMALL_SIZE / 8
1:
        li      a0, STDOUT
        li      a1, ' '
        call    rt.putchar
        li      a0, STDOUT
        ld      a1, 0(s1)
        call    rt.putdec
        addi    s1, s1, 8
        addi    s2, s2, -1
        bnez    s2, 1b
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar
        ld      s2, 0(sp)
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
