# SPDX-License-Identifier: MPL-2.0
# mmap_failed.s: a mapping of no bytes is requested.
#
# The bug:  the program maps a buffer for a file, and the file is empty.
# Found by: the kernel: mmap with length 0 is EINVAL. rt.segmalloc returns null only if memory has
#           run out, which a program can handle. Any other error is a mistake in the program, so it
#           aborts with "mmap failed". rt.malloc itself never asks for 0 bytes.
# Fix:      an empty file needs no buffer.
# Run:      deno task leveret run examples/bugs/mmap_failed.s

        .bss
        .balign 8
file_size:
        .zero   8

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        la      t0, file_size
        ld      a0, 0(t0)
        call    rt.segmalloc            # aborts in this call
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
