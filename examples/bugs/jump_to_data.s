# SPDX-License-Identifier: MPL-2.0
# jump_to_data.s: a variable is called instead of the function that it points to.
#
# The bug:  `la` loads the address of the variable; the load of the function's address from it is
#           missing.
# Found by: the hart: data can be read and written but not executed. SIGSEGV, "jump to
#           non-executable page"; pc is the variable's address, and ra still tells who jumped.
# Fix:      ld t0, 0(t0) before the jump.
# Run:      deno task leveret run examples/bugs/jump_to_data.s

        .data
        .balign 8
handler:
        .dword  on_event

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        la      t0, handler
        jalr    t0                      # the bug; the fault is at the target
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

on_event:
        ret
