# SPDX-License-Identifier: MPL-2.0
# double_free.s: two records share one name, and both free it.
#
# The bug:  a record is copied word by word, so the copy points to the same name. Destroying the
#           first frees the name; destroying the second frees it again.
# Found by: rt.free. The name's header is marked as free already, so rt.getmeta aborts with "tried
#           to get metadata for already-freed pointer (double free?)".
# Fix:      let only one of the two own the name, or copy the name as well.
# Run:      deno task leveret run examples/bugs/double_free.s

        # struct record { name: *u8, number: u64 }
        .equ    RECORD_NAME, 0
        .equ    RECORD_NUMBER, 8
        .equ    RECORD_SIZE, 16
        .equ    NAME_SIZE, 32

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        li      a0, NAME_SIZE
        call    rt.malloc
        mv      s2, a0
        li      a0, RECORD_SIZE
        call    rt.malloc
        mv      s1, a0
        sd      s2, RECORD_NAME(s1)
        li      t0, 1
        sd      t0, RECORD_NUMBER(s1)

        li      a0, RECORD_SIZE         # the copy: a new number, but not a new name
        call    rt.malloc
        mv      s2, a0
        ld      t0, RECORD_NAME(s1)
        sd      t0, RECORD_NAME(s2)
        li      t0, 2
        sd      t0, RECORD_NUMBER(s2)

        mv      a0, s1
        call    destroy
        mv      a0, s2
        call    destroy                 # aborts in this call
        li      a0, 0
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# destroy(a0 = record): frees its name and the record itself
destroy:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        ld      a0, RECORD_NAME(s1)
        call    rt.free
        mv      a0, s1
        call    rt.free
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
