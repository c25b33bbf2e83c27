# SPDX-License-Identifier: MPL-2.0
# load_unmapped.s: a hash is used as an index without being reduced to the size of the table.
#
# The bug:  the line that masks the hash is missing, so the index is a number of some 50 bits.
# Found by: the hart: nothing is mapped at that address. SIGSEGV, "load from unmapped address", and
#           the program ends with status 139.
# Fix:      and the hash with the number of slots minus one.
# Run:      deno task leveret run examples/bugs/load_unmapped.s

        .equ    SLOTS, 16

        .bss
        .balign 8
table:
        .zero   SLOTS * 8

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        li      a0, 0x2d4a2f6c1b3e5
        j       lookup

# lookup(a0 = hash) -> a0 = what the table has for it
lookup:
        slli    a0, a0, 3               # the bug: no `andi a0, a0, SLOTS - 1` before
        la      t0, table
        add     t0, t0, a0
        ld      a0, 0(t0)               # faults here
        ret
