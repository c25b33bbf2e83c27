# SPDX-License-Identifier: MPL-2.0
# munmap_failed.s: a block made by hand, with a length of 0.
#
# The bug:  the program maps memory itself and lays it out as a large block, so that it can be given
#           to rt.free. The length comes from an empty file. The payload size, which is the length
#           minus three words, wraps around to 2^64 - 24, and the footer lands before the
#           page.
# Found by: the kernel. Header, footer and alignment all agree, so rt.free calls munmap(page, 0),
#           which is EINVAL: "munmap failed". There is no other way to get this message: the
#           allocator's own checks refuse all other lengths that munmap refuses.
# Fix:      an empty file needs no mapping.
# Run:      deno task leveret run examples/bugs/munmap_failed.s

        .equ    PAGE_SIZE, 4096
        .equ    OVERHEAD, 24            # padding, header and footer

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, 2 * PAGE_SIZE
        call    rt.segmalloc
        li      t0, PAGE_SIZE
        add     a0, a0, t0              # the first page holds something else
        li      a1, 0                   # the length of an empty file
        call    dress
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# dress(a0 = page, a1 = length) -> a0 = payload of a large block in those bytes
dress:
        addi    t0, a1, -OVERHEAD       # the bug: length was not checked
        sd      t0, 8(a0)               # header
        addi    a0, a0, 16
        add     t1, a0, t0
        sd      t0, 0(t1)               # footer
        ret
