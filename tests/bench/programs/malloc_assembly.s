# SPDX-License-Identifier: MPL-2.0
# Churn on the heap, all in assembly: the work that churn.h describes, with the runtime's allocator.
# In:  argv[1], how many steps to take. Out: prints the checksum, which is that of malloc_runtime.c and malloc_c.c.

        .equ    SLOTS, 1024
        .equ    SLOT_SIZE, 16           # address of the block, or 0; its size
        .equ    SEED, 88172645463325252

        .text
        .globl  main
# main(a0 = argc, a1 = argv) -> a0 = 0, or 2 when there is no argument
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        li      t0, 2
        bne     a0, t0, .Lusage
        ld      a1, 8(a1)
        call    parse
        call    churn
        mv      a1, a0
        li      a0, 1
        call    rt.putudec
        li      a0, 1
        li      a1, '\n'
        call    rt.putchar
        li      a0, 0
        j       .Lend
.Lusage:
        li      a0, 2
.Lend:
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# parse(a1 = decimal digits) -> a0 = their value
parse:
        li      a0, 0
        li      t1, 10
1:      lbu     t0, 0(a1)
        beqz    t0, 2f
        mul     a0, a0, t1
        add     a0, a0, t0
        addi    a0, a0, -'0'
        addi    a1, a1, 1
        j       1b
2:      ret

# churn(a0 = steps) -> a0 = checksum
# s0 slot  s1 size  s2 state of the random numbers  s3 checksum  s4 step  s5 steps  s6 slots
churn:
        addi    sp, sp, -64
        sd      ra, 56(sp)
        sd      s0, 48(sp)
        sd      s1, 40(sp)
        sd      s2, 32(sp)
        sd      s3, 24(sp)
        sd      s4, 16(sp)
        sd      s5, 8(sp)
        sd      s6, 0(sp)
        li      s2, SEED
        li      s3, 0
        li      s4, 0
        mv      s5, a0
        la      s6, slots
        bge     s4, s5, .Ldone

.Lstep:
        slli    t0, s2, 13              # xorshift
        xor     s2, s2, t0
        srli    t0, s2, 7
        xor     s2, s2, t0
        slli    t0, s2, 17
        xor     s2, s2, t0

        srli    t0, s2, 10              # a random number of random bits
        andi    t0, t0, 7
        li      t1, 255
        srl     t1, t1, t0
        srli    t0, s2, 32
        and     t1, t1, t0
        addi    s1, t1, 1
        srli    t0, s2, 13
        andi    t0, t0, 31
        bnez    t0, 1f
        slli    s1, s1, 4
1:
        andi    s0, s2, SLOTS - 1       # an immediate has room for 2047
        slli    s0, s0, 4
        add     s0, s0, s6
        ld      a0, 0(s0)
        beqz    a0, .Lallocate
        ld      t0, 8(s0)
        add     t0, t0, a0
        lbu     t1, 0(a0)
        lbu     t0, -1(t0)
        slli    t2, s3, 5
        sub     s3, t2, s3
        add     s3, s3, t1
        add     s3, s3, t0
        srli    t0, s2, 18
        andi    t0, t0, 3
        beqz    t0, .Lresize
        call    rt.free
        sd      zero, 0(s0)
        j       .Lnext

.Lresize:
        mv      a1, s1
        call    rt.realloc
        j       .Lmark
.Lallocate:
        mv      a0, s1
        call    rt.malloc
.Lmark:
        sd      a0, 0(s0)
        sd      s1, 8(s0)
        sb      s4, 0(a0)
        add     a0, a0, s1
        sb      s4, -1(a0)
.Lnext:
        addi    s4, s4, 1
        blt     s4, s5, .Lstep

.Ldone:
        li      s0, SLOTS * SLOT_SIZE
        add     s0, s0, s6
1:      addi    s0, s0, -SLOT_SIZE
        ld      a0, 0(s0)
        call    rt.free
        bne     s0, s6, 1b
        mv      a0, s3
        ld      ra, 56(sp)
        ld      s0, 48(sp)
        ld      s1, 40(sp)
        ld      s2, 32(sp)
        ld      s3, 24(sp)
        ld      s4, 16(sp)
        ld      s5, 8(sp)
        ld      s6, 0(sp)
        addi    sp, sp, 64
        ret

        .bss
        .balign 16
slots:
        .zero   SLOTS * SLOT_SIZE
