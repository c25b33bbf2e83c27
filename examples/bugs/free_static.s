# SPDX-License-Identifier: MPL-2.0
# free_static.s: memory that never came from malloc is freed.
#
# The bug:  a buffer may be static or allocated, and the program frees it in both cases.
# Found by: rt.free. The word before a payload must be its size. Before this buffer is another
#           variable, and 100 is not the size of a bin: "invalid metadata for small allocation
#           (non-heap pointer?)". That is luck: if the variable had been 24, free would have taken
#           the buffer, and malloc would have returned it some day.
# Fix:      remember who owns the buffer, for instance by a pointer to free that is null if static.
# Run:      deno task leveret run examples/bugs/free_static.s

        .data
        .balign 16
        .zero   8
limit:
        .dword  100
default_buffer:
        .zero   128

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        la      a0, default_buffer
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
