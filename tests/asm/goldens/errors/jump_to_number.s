# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    j       1
    beq     a0, a1, 5
    call    7 * 6
    j       0x20000000
    bnez    a0, 0x20000
    call    0x7fffffffffffffff
    la      a0, far
    .equ    far, 0x123456789abc
