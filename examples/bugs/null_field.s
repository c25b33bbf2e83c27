# SPDX-License-Identifier: MPL-2.0
# null_field.s: nobody checks whether a search has found anything.
#
# The bug:  find returns null if no node has the key, and the caller reads the node's value at
#           once.
# Found by: the hart: SIGSEGV at address 8. A fault close to 0 is a null pointer, and the distance
#           tells which field was wanted: value is at offset 8.
# Fix:      beqz after the call.
# Run:      deno task leveret run examples/bugs/null_field.s

        # struct node { next: *node, value: u64, key: u64 }
        .equ    NODE_NEXT, 0
        .equ    NODE_VALUE, 8
        .equ    NODE_KEY, 16

        .data
        .balign 8
list:
        .dword  first
first:
        .dword  second, 100, 1
second:
        .dword  0, 200, 2

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, 3
        call    find
        ld      a0, NODE_VALUE(a0)      # faults here
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# find(a0 = key) -> a0 = the node with this key, or null
find:
        la      t0, list
        ld      t0, 0(t0)
1:
        beqz    t0, 2f
        ld      t1, NODE_KEY(t0)
        beq     t1, a0, 2f
        ld      t0, NODE_NEXT(t0)
        j       1b
2:
        mv      a0, t0
        ret
