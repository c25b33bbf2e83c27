# SPDX-License-Identifier: MPL-2.0
# forged_header.s: a header is made to look right in static memory.
#
# The bug:  the address of an array, after a word with the size of a bin, is freed.
# Unseen:   the words around the array are what malloc would write, so free accepts it, and malloc
#           hands it out later.
# Found by: the call of free: "Invalid free()", on an address in .data.
# Fix:      only free what malloc has returned.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/forged_header.s

        .data
        .balign 16
        .zero   8
        .dword  24                      # looks like a header
array:
        .zero   24
        .dword  24                      # looks like the next one

        .text
        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        la      a0, array
        call    free                    # the mistake
        li      a0, 24
        call    malloc                  # returns the array
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
