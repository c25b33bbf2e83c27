# SPDX-License-Identifier: MPL-2.0
# stack_overflow.s: a recursion steps past its end.
#
# The bug:  the function goes down by 2 and stops at 0. An odd number goes past 0 to -1, -3, ... and
#           each call takes another 32 bytes of stack.
# Found by: the hart, when sp has left the stack: SIGSEGV on a store just below it. The backtrace
#           shows the same line over and over.
# Fix:      stop at anything below 2.
# Run:      deno task leveret run examples/bugs/stack_overflow.s

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, 7
        call    pairs
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# pairs(a0 = number) -> a0 = how many pairs it has
pairs:
        bnez    a0, 1f                  # the bug: 1 is not 0, and neither is -1
        ret
1:
        addi    sp, sp, -32
        sd      ra, 24(sp)              # faults here eventually
        sd      s0, 16(sp)
        addi    s0, sp, 32
        addi    a0, a0, -2
        call    pairs
        addi    a0, a0, 1
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
