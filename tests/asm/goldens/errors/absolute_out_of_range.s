# SPDX-License-Identifier: MPL-2.0
    .globl  _start
    .equ    far, 0x123456789abc
_start:
    lui     a0, %hi(far)
    addi    a0, a0, %lo(far)
    lw      a0, %lo(later)(a0)
    lui     a0, %hi(later)
    .equ    later, 0x987654321
