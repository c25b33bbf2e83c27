# SPDX-License-Identifier: MPL-2.0
    .data
    .asciz  “hello”
    .byte   1， 2
    .text
_start:
    li      a0, 5
    addi    a0, a0, −1
    café:   nop
    li      a0, ½
