# A program to debug: a recursive function, a loop that writes a table, output, and a fault.

        .globl  _start
        .type   _start, @function
_start: li      a0, 5
        call    fact
        la      s0, total
        sd      a0, 0(s0)
        li      s1, 0
        la      s2, table
loop:   slli    t0, s1, 2
        add     t0, t0, s2
        sw      s1, 0(t0)
        addi    s1, s1, 1
        li      t1, 8
        bne     s1, t1, loop
        li      a0, 1
        la      a1, text
        li      a2, 6
        li      a7, 64
        ecall
        li      a0, 1
        la      a1, text
        addi    a1, a1, 6
        li      a2, 7
        ecall
        ld      t0, 0(s0)
fault:  sd      zero, 0(t0)

        .type   fact, @function
fact:   li      t0, 2
        bge     a0, t0, again
        li      a0, 1
        ret
again:  addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      a0, 0(sp)
        addi    a0, a0, -1
        call    fact
        ld      t0, 0(sp)
        mul     a0, a0, t0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

        .data
        .type   total, @object
        .size   total, 8
total:  .dword  0
        .type   table, @object
        .size   table, 32
table:  .zero   32
text:   .ascii  "hello\nworld!\n"
