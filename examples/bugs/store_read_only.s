# SPDX-License-Identifier: MPL-2.0
# store_read_only.s: a constant is made upper-case in place.
#
# The bug:  the string is in .rodata, and those pages are mapped without permission to write.
# Found by: the hart: SIGSEGV, "store to read-only page".
# Fix:      put the string into .data, or change a copy.
# Run:      deno task leveret run examples/bugs/store_read_only.s

        .section .rodata
greeting:
        .asciz  "hello"

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        la      a0, greeting
1:
        lbu     t0, 0(a0)
        beqz    t0, 2f
        andi    t0, t0, ~0x20           # the bit between lower and upper case
        sb      t0, 0(a0)               # faults here
        addi    a0, a0, 1
        j       1b
2:
        li      a0, 0
        ret
