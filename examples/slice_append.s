# SPDX-License-Identifier: MPL-2.0
# slice_append.s: a slice that grows and shrinks like Hare's `append` and `delete`.
#
# Shows: what a Hare compiler emits for `append(squares, i * i)`: increment the length, call
#        rt.ensure, store the member. The capacity doubles, so n appends copy fewer than 2n members,
#        and realloc leaves the block in place if the new size belongs to the same bin.
# Run:   deno task leveret run examples/slice_append.s
#        deno task leveret trace --heap examples/slice_append.s

        .equ    STDOUT, 1

        # struct slice { data: *u8, length: u64, capacity: u64 }
        .equ    SLICE_DATA, 0
        .equ    SLICE_LENGTH, 8
        .equ    SLICE_CAPACITY, 16
        .equ    SLICE_SIZE, 24

        .equ    MEMBER_SIZE, 8          # a slice of u64
        .equ    APPENDS, 40

        .section .rodata
title_append:   .asciz "append 40 squares:\n"
title_delete:   .asciz "delete from the end, but for one:\n"
title_free:     .asciz "free:\n"
last_square:    .asciz "last member: "
length_is:      .asciz "  length "
capacity_is:    .asciz ", capacity "
block_is:       .asciz ", block of "
bytes:          .asciz " bytes\n"
no_block:       .asciz ", no block\n"

        .bss
        .balign 8
squares:
        .zero   SLICE_SIZE              # all zeros is the empty slice, without a block

        .text
        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32

        la      a0, title_append
        call    print
        la      a0, squares
        call    show
        li      s1, 0
1:
        la      a0, squares
        mul     a1, s1, s1
        call    append
        la      a0, squares
        call    show_if_changed
        addi    s1, s1, 1
        li      t0, APPENDS
        blt     s1, t0, 1b

        la      a0, last_square
        call    print
        la      t0, squares
        ld      t1, SLICE_DATA(t0)
        ld      t2, SLICE_LENGTH(t0)
        slli    t2, t2, 3
        add     t1, t1, t2
        ld      a1, -MEMBER_SIZE(t1)
        li      a0, STDOUT
        call    rt.putdec
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar

        la      a0, title_delete
        call    print
2:
        la      a0, squares
        call    delete_last
        la      a0, squares
        call    show_if_changed
        la      t0, squares
        ld      t0, SLICE_LENGTH(t0)
        li      t1, 1
        bgtu    t0, t1, 2b

        # A Hare slice does not own its memory: the program must call `free(squares)`.
        la      a0, title_free
        call    print
        la      s1, squares
        ld      a0, SLICE_DATA(s1)
        call    rt.free
        sd      zero, SLICE_DATA(s1)
        sd      zero, SLICE_LENGTH(s1)
        sd      zero, SLICE_CAPACITY(s1)
        mv      a0, s1
        call    show

        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# append(a0 = slice, a1 = member)
append:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        mv      s2, a1
        # The order matters: rt.ensure makes the capacity at least the length, so the length must
        # include the new member before the call.
        ld      t0, SLICE_LENGTH(s1)
        addi    t0, t0, 1
        sd      t0, SLICE_LENGTH(s1)
        li      a1, MEMBER_SIZE
        call    rt.ensure
        ld      t0, SLICE_LENGTH(s1)
        ld      t1, SLICE_DATA(s1)      # the block may have moved
        slli    t0, t0, 3
        add     t1, t1, t0
        sd      s2, -MEMBER_SIZE(t1)
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# delete_last(a0 = slice): removes the last member, and frees memory if that is worthwhile
delete_last:
        ld      t0, SLICE_LENGTH(a0)
        addi    t0, t0, -1
        sd      t0, SLICE_LENGTH(a0)
        li      a1, MEMBER_SIZE
        tail    rt.unensure

        .data
        .balign 8
shown_capacity:
        .dword  0

        .text
# show_if_changed(a0 = slice): shows the slice if its capacity differs from the last time
show_if_changed:
        la      t0, shown_capacity
        ld      t1, SLICE_CAPACITY(a0)
        ld      t2, 0(t0)
        bne     t1, t2, show
        ret

# show(a0 = slice): prints its length, its capacity, and the payload size of its block
show:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        la      t0, shown_capacity
        ld      t1, SLICE_CAPACITY(s1)
        sd      t1, 0(t0)
        la      a0, length_is
        call    print
        li      a0, STDOUT
        ld      a1, SLICE_LENGTH(s1)
        call    rt.putdec
        la      a0, capacity_is
        call    print
        li      a0, STDOUT
        ld      a1, SLICE_CAPACITY(s1)
        call    rt.putdec
        ld      t0, SLICE_DATA(s1)
        beqz    t0, 1f
        la      a0, block_is
        call    print
        ld      a0, SLICE_DATA(s1)
        call    rt.getmeta              # the block's header, which holds the payload size
        ld      a1, 0(a0)
        li      a0, STDOUT
        call    rt.putdec
        la      a0, bytes
        j       2f
1:
        la      a0, no_block
2:
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
