# A program to debug: a counter that is written in a loop, in a function that is called; then a fault.

        .globl  _start
_start: li      s1, 3
again:  mv      a0, s1
        call    add
        addi    s1, s1, -1
        bnez    s1, again
        li      a0, 1
        la      a1, text
        li      a2, 5
        li      a7, 64
        ecall
        la      t0, counter
        ld      t0, 0(t0)               # 6
fault:  sd      zero, 0(t0)

add:    la      t0, counter
        ld      t1, 0(t0)
        add     t1, t1, a0
store:  sd      t1, 0(t0)
        ret

        .data
counter: .dword 0
text:   .ascii  "done\n"
