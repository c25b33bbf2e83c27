# SPDX-License-Identifier: MPL-2.0
# Grows and shrinks the memory of a Hare slice after its length has changed.
# Takes:      a slice {data, length, capacity}, three words, whose data is null or a block from rt.malloc.
# Guarantees: afterwards data has room for capacity members. Members below both length and the old capacity are preserved.
#
# Deviations from Hare's rt: there, if capacity * member size overflows 64 bits, the block is too small for the slice;
# here that counts as being out of memory. If there is no memory to move a block, rt.unensure here leaves capacity at
# what data really holds.

        .equ    DATA, 0
        .equ    LENGTH, 8
        .equ    CAPACITY, 16

        .text
# rt.ensure(s, size): make room for length members by doubling the capacity until they fit; a capacity of 0 becomes
# length. Aborts if there is no memory.
# In: a0 slice, a1 member size. Clobbers a0-a7, t0-t6.
        .globl  rt.ensure
        .type   rt.ensure, @function
rt.ensure:
        .cfi_startproc
        ld      t0, LENGTH(a0)
        ld      t1, CAPACITY(a0)
        bgeu    t1, t0, 5f
        bnez    t1, 1f
        mv      t1, t0
1:      bgeu    t1, t0, 2f
        bltz    t1, .Lno_memory         # doubling it would overflow
        slli    t1, t1, 1
        j       1b
2:      mulhu   t2, t1, a1
        bnez    t2, .Lno_memory
        addi    sp, sp, -48
        .cfi_def_cfa_offset 48
        sd      ra, 40(sp)
        .cfi_offset ra, -8
        sd      s0, 32(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 48
        sd      a0, 24(sp)
        sd      t1, 16(sp)              # new capacity
        mul     a1, t1, a1
        sd      a1, 8(sp)               # new size
        ld      a0, DATA(a0)
        call    rt.realloc
        bnez    a0, 3f
        ld      t0, 8(sp)
        bnez    t0, .Lno_memory         # null is correct for members of size 0
3:      ld      t0, 24(sp)
        ld      t1, 16(sp)
        sd      a0, DATA(t0)
        sd      t1, CAPACITY(t0)
        ld      ra, 40(sp)
        ld      s0, 32(sp)
        addi    sp, sp, 48
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
5:      ret
.Lno_memory:
        la      a0, .Lin_ensure
        la      a1, .Lout_of_memory
        tail    rt.abort_message
        .cfi_endproc
        .size   rt.ensure, . - rt.ensure

# rt.unensure(s, size): free unused memory: halve the capacity while it exceeds length, then double it once.
# In: a0 slice, a1 member size. Clobbers a0-a7, t0-t6.
        .globl  rt.unensure
        .type   rt.unensure, @function
rt.unensure:
        .cfi_startproc
        ld      t0, LENGTH(a0)
        ld      t1, CAPACITY(a0)
        j       2f
1:      srli    t1, t1, 1
2:      bltu    t0, t1, 1b
        bltz    t1, 5f
        slli    t1, t1, 1
        mulhu   t2, t1, a1
        bnez    t2, 5f
        addi    sp, sp, -48
        .cfi_def_cfa_offset 48
        sd      ra, 40(sp)
        .cfi_offset ra, -8
        sd      s0, 32(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 48
        sd      a0, 24(sp)
        sd      t1, 16(sp)              # new capacity
        mul     a1, t1, a1
        sd      a1, 8(sp)               # new size
        ld      a0, DATA(a0)
        call    rt.realloc
        bnez    a0, 3f
        ld      t0, 8(sp)
        bnez    t0, 4f                  # no memory: leave everything as it was
3:      ld      t0, 24(sp)
        ld      t1, 16(sp)
        sd      a0, DATA(t0)
        sd      t1, CAPACITY(t0)
4:      ld      ra, 40(sp)
        ld      s0, 32(sp)
        addi    sp, sp, 48
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
5:      ret
        .cfi_endproc
        .size   rt.unensure, . - rt.unensure

        .section .rodata
.Lin_ensure:
        .asciz  "rt.ensure"
.Lout_of_memory:
        .asciz  "no memory for the slice to grow"
