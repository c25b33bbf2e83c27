# SPDX-License-Identifier: MPL-2.0
# pointer_cut.s: a pointer is stored in 32 bits.
#
# The bug:  the table's elements are words, because pointers fit into words on some other machine.
#           The heap is above 4 GiB, so the upper half of the address is lost.
# Found by: the hart, on first use: SIGSEGV at a 32-bit address that is the lower half of that of
#           a live block.
# Fix:      sd and ld, and 8 bytes per element.
# Run:      deno task leveret run examples/bugs/pointer_cut.s

        .bss
        .balign 8
blocks:
        .zero   4 * 4

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, 100
        call    rt.malloc
        la      t0, blocks
        sw      a0, 0(t0)               # the bug: 4 of the pointer's 8 bytes
        call    clear_first
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# clear_first(): clears the first word of the first block
clear_first:
        la      t0, blocks
        lwu     t0, 0(t0)
        sd      zero, 0(t0)             # faults here
        ret
