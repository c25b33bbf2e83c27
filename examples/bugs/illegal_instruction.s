# SPDX-License-Identifier: MPL-2.0
# illegal_instruction.s: a function without an end runs into its data.
#
# The bug:  the `ret` is missing, and a table of numbers follows the function. 0 is not an
#           instruction: RISC-V defines the word of all zeros as illegal, in order to stop just
#           this.
# Found by: the hart: SIGILL, "illegal instruction", status 132.
# Fix:      ret. And data belongs in .rodata.
# Run:      deno task leveret run examples/bugs/illegal_instruction.s

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, 20
        call    halve
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# halve(a0 = number) -> a0 = half of it
halve:
        srai    a0, a0, 1
                                        # the bug: no ret
small_numbers:
        .word   0, 1, 2, 3              # faults here
