# SPDX-License-Identifier: MPL-2.0
# linked_list.s: a singly linked list on the heap: push, append, reverse, remove, free.
#
# Shows: nodes from malloc, and why it pays to walk a list by the address of a link (where the
#        pointer is stored) and not of a node: the head is then no special case.
# Run:   deno task leveret run examples/linked_list.s

        .equ    STDOUT, 1
        .equ    STDERR, 2

        # struct node { next: *node, value: i64 }, 16 bytes: the allocator's 24-byte bin
        .equ    NODE_NEXT, 0
        .equ    NODE_VALUE, 8
        .equ    NODE_SIZE, 16

        .section .rodata
pushed:         .asciz "pushed:   "
appended:       .asciz "appended: "
reversed:       .asciz "reversed: "
removed:        .asciz "removed:  "
arrow:          .asciz " -> "
end_of_list:    .asciz "(end)\n"
freed:          .asciz "nodes freed: "
no_memory:      .asciz "linked_list: out of memory\n"

        .bss
        .balign 8
list:
        .zero   8                       # the head: null is the empty list

        .text
        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32

        li      s1, 1
1:
        la      a0, list
        mv      a1, s1
        call    list_push
        addi    s1, s1, 1
        li      t0, 5
        ble     s1, t0, 1b
        la      a0, pushed
        call    print_list

        la      a0, list
        li      a1, 100
        call    list_append
        la      a0, appended
        call    print_list

        la      a0, list
        call    list_reverse
        la      a0, reversed
        call    print_list

        la      a0, list                # the head,
        li      a1, 100
        call    list_remove
        la      a0, list                # one from the middle,
        li      a1, 3
        call    list_remove
        la      a0, list                # and one that is not there
        li      a1, 42
        call    list_remove
        la      a0, removed
        call    print_list

        la      a0, list
        call    list_free
        mv      s1, a0
        la      a0, freed
        call    print
        li      a0, STDOUT
        mv      a1, s1
        call    rt.putdec
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar

        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# From here on, a *link* is the address of a pointer to a node: the address of `list`, or of the
# `next` field of a node. What it points to may be null.

# list_push(a0 = link, a1 = value): inserts a new node at the link, before the one already there
list_push:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        mv      s2, a1
        li      a0, NODE_SIZE
        call    rt.malloc
        beqz    a0, out_of_memory
        ld      t0, 0(s1)
        sd      t0, NODE_NEXT(a0)
        sd      s2, NODE_VALUE(a0)
        sd      a0, 0(s1)
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# list_append(a0 = link, a1 = value): inserts a new node at the end
list_append:
        ld      t0, 0(a0)
        beqz    t0, list_push           # this is the last link, so push there
        addi    a0, t0, NODE_NEXT
        j       list_append

# list_reverse(a0 = link): reverses the list in place, without new nodes
list_reverse:
        li      t0, 0                   # t0 = the part already reversed
        ld      t1, 0(a0)               # t1 = the rest
1:
        beqz    t1, 2f
        ld      t2, NODE_NEXT(t1)
        sd      t0, NODE_NEXT(t1)
        mv      t0, t1
        mv      t1, t2
        j       1b
2:
        sd      t0, 0(a0)
        ret

# list_remove(a0 = link, a1 = value) -> a0 = 1 if a node with the value was found and freed, or 0
list_remove:
        ld      t0, 0(a0)
        beqz    t0, 2f
        ld      t1, NODE_VALUE(t0)
        beq     t1, a1, 1f
        addi    a0, t0, NODE_NEXT
        j       list_remove
1:
        # Unlink first, then free: freed memory belongs to the allocator, which overwrites it.
        ld      t1, NODE_NEXT(t0)
        sd      t1, 0(a0)
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        mv      a0, t0
        call    rt.free
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        li      a0, 1
        ret
2:
        li      a0, 0
        ret

# list_free(a0 = link) -> a0 = how many nodes were freed; the list is then empty
list_free:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        ld      s1, 0(a0)
        sd      zero, 0(a0)
        li      s2, 0
1:
        beqz    s1, 2f
        mv      a0, s1
        ld      s1, NODE_NEXT(s1)       # before the call, which destroys the node
        call    rt.free
        addi    s2, s2, 1
        j       1b
2:
        mv      a0, s2
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_list(a0 = title): the title and the list on one line
print_list:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        call    print
        la      s1, list
        ld      s1, 0(s1)
1:
        beqz    s1, 2f
        li      a0, STDOUT
        ld      a1, NODE_VALUE(s1)
        call    rt.putdec
        la      a0, arrow
        call    print
        ld      s1, NODE_NEXT(s1)
        j       1b
2:
        la      a0, end_of_list
        call    print
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print(a0 = text)
print:
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putstr

# out_of_memory(): prints a message and exits with status 1; jumped to, does not return
out_of_memory:
        li      a0, STDERR
        la      a1, no_memory
        call    rt.putstr
        li      a0, 1
        call    rt.exit
