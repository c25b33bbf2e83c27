# SPDX-License-Identifier: MPL-2.0
_start:
    addi    a0 a1, 1
    add     a0, a1 a2
    li      a0 5
    nop nop
    .word   1 2
