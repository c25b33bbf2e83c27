# SPDX-License-Identifier: MPL-2.0
# poison_pointer.s: a loop frees a list, and reads the next pointer from the node just freed.
#
# The bug:  first free(node), then node = node.next. free has filled the node with 0x69.
# Found by: the hart, one step later: node is now 0x6969696969696969, and nothing is mapped there.
#           SIGSEGV. This address is a sign of freed memory.
# Fix:      load the next pointer before the free.
# Run:      deno task leveret run examples/bugs/poison_pointer.s

        # struct node { next: *node, value: u64 }
        .equ    NODE_NEXT, 0
        .equ    NODE_VALUE, 8
        .equ    NODE_SIZE, 16

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, NODE_SIZE
        call    rt.malloc
        mv      s1, a0
        sd      zero, NODE_NEXT(s1)
        li      t0, 1
        sd      t0, NODE_VALUE(s1)
        li      a0, NODE_SIZE
        call    rt.malloc
        sd      s1, NODE_NEXT(a0)
        li      t0, 2
        sd      t0, NODE_VALUE(a0)
        call    sum_and_free
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# sum_and_free(a0 = list) -> a0 = sum of its values; frees all nodes
sum_and_free:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        li      s2, 0
1:
        beqz    s1, 2f
        ld      t0, NODE_VALUE(s1)      # faults here, in the second round
        add     s2, s2, t0
        mv      a0, s1
        call    rt.free
        ld      s1, NODE_NEXT(s1)       # the bug: too late
        j       1b
2:
        mv      a0, s2
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
