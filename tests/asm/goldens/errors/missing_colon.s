# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    li      a0, 5
loop
    addi    a0, a0, -1
    bnez    a0, loop
