# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    addi a0, a0, 1
    li      a0, −5
    li      a0, –5
    li      a1， 5
    mv​     a0, a1
    .ascii  “two words”
    .byte   ‘a’
