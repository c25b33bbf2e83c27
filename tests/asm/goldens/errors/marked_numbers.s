# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    li      a0, $5
    li      a0, %5
    li      a0, #5
    addi    a0, a0, $0x10
    add     a0, a0, $1
    li      a0, 0FFh
    li      a0, 5h
    li      a0, "a"
    li      a0, 'ab'
    andi    a0, a0, 0xffff
    andi    a0, a0, 0xffffffff
    lui     a0, 0x12345678
    .byte   $5
