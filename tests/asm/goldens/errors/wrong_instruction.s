# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    mv      a0, 5
    mv      a0, value
    mv      a0, 0(sp)
    li      a0, a1
    la      a0, a1
    la      value
    li      a0, 1,000
    addi    a0, a1, a2
    sub     a0, a1, 4
    add     a0, a1, value
    add     a0, (a1), a2
    add     a0, a1
    mul     a0, a1, 10
    mv      a0, fa0
    mv      fa0, fa1
    ret     a1
    ecall   93
    .data
value: .word 5
