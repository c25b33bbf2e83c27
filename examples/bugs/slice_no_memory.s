# SPDX-License-Identifier: MPL-2.0
# slice_no_memory.s: a slice is made longer than memory.
#
# The bug:  a length is read from a message and trusted.
# Found by: rt.ensure. A Hare program cannot continue if `append` finds no memory, so it aborts with
#           "no memory for the slice to grow".
# Fix:      check lengths that come from outside.
# Run:      deno task leveret run examples/bugs/slice_no_memory.s

        .data
        .balign 8
message_length:
        .dword  0x0100000000000000      # somebody wrote its bytes in the wrong order

        .bss
        .balign 8
slice:
        .zero   24                      # data, length, capacity

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        la      t0, message_length
        ld      t0, 0(t0)
        la      a0, slice
        sd      t0, 8(a0)
        li      a1, 1
        call    rt.ensure               # aborts in this call
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
