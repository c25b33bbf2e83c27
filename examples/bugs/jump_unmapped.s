# SPDX-License-Identifier: MPL-2.0
# jump_unmapped.s: a text too long for its buffer overwrites the return address.
#
# The bug:  the buffer is on the stack, 16 bytes below the saved s0 and ra, and the text has 32
#           bytes. The last eight of them become the return address.
# Found by: the hart, when `ret` jumps to 0x4141414141414140: SIGSEGV, "jump to unmapped address".
#           Addresses that read as text (0x41 is A) are a sign of an overflow. ret itself clears
#           the last bit, as jalr always does.
# Fix:      copy at most the size of the buffer.
# Run:      deno task leveret run examples/bugs/jump_unmapped.s

        .equ    BUFFER_SIZE, 16

        .section .rodata
text:
        .asciz  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        la      a0, text
        call    measure                 # does not return
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# measure(a0 = string) -> a0 = its length, measured on a copy
measure:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        addi    s0, sp, 32
        mv      t0, sp                  # the buffer: 0(sp) to 15(sp)
1:
        lbu     t1, 0(a0)
        sb      t1, 0(t0)               # the bug: no bound
        addi    a0, a0, 1
        addi    t0, t0, 1
        bnez    t1, 1b
        sub     a0, t0, sp
        addi    a0, a0, -1
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret                             # jumps to AAAAAAAA
