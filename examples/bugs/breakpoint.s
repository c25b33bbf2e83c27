# SPDX-License-Identifier: MPL-2.0
# breakpoint.s: a failed assertion stops at an ebreak.
#
# The bug:  the average of no numbers. The function checks its argument and executes ebreak, which
#           is a breakpoint: under a debugger the program stops there and can be examined.
# Found by: the program itself. Without a debugger, ebreak raises SIGTRAP, status 133.
# Fix:      ask for the average only if there is a number.
# Run:      deno task leveret run examples/bugs/breakpoint.s

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, 0                   # sum
        li      a1, 0                   # count
        call    average
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# average(a0 = sum, a1 = count, not 0) -> a0 = sum / count
average:
        bnez    a1, 1f
        ebreak                          # RISC-V itself would continue with -1
1:
        div     a0, a0, a1
        ret
