# A program to debug: it adds up a table, writes a line, and loses its way.
        .globl _start
        .text
_start: la      s0, table
        li      s1, 3
loop:   call    add
        addi    s1, s1, -1
        bnez    s1, loop
        li      a0, 1
        la      a1, text
        li      a2, 5
        li      a7, 64
        ecall
fault:  ld      t0, 0(zero)

        .type   add, @function
add:    ld      t0, 0(s0)
        la      t1, total
        ld      t2, 0(t1)
        add     t2, t2, t0
        sd      t2, 0(t1)
        addi    s0, s0, 8
        ret
        .size   add, . - add

        .data
        .type   table, @object
        .size   table, 24
table:  .dword  10, 20, 30
        .type   total, @object
        .size   total, 8
total:  .dword  0
text:   .ascii  "done\n"
