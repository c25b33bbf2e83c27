# SPDX-License-Identifier: MPL-2.0
# use_after_munmap.s: a mapping is read after it was unmapped.
#
# The bug:  the program keeps a pointer into a buffer, and unmaps the buffer before its last
#           use.
# Found by: the hart: nothing is mapped there any more. SIGSEGV, at once and every time, because
#           addresses of unmapped memory are not reused.
# Fix:      unmap after the last use.
# Run:      deno task leveret run examples/bugs/use_after_munmap.s

        .equ    BUFFER_SIZE, 8192

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, BUFFER_SIZE
        call    rt.segmalloc
        mv      s1, a0
        li      t0, 42
        sd      t0, 16(s1)
        mv      a0, s1
        li      a1, BUFFER_SIZE
        call    rt.segfree
        ld      a0, 16(s1)              # faults here
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
