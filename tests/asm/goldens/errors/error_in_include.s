# SPDX-License-Identifier: MPL-2.0
    .include "constants.inc"
    .globl  _start
_start:
    li      a0, SIZE
    .include "more.inc"
    ret
#-- constants.inc
    .equ    SIZE, 10
    .asciiz "five"
#-- more.inc
    addi    a0, a0, 5000
    .if     SIZE
