# SPDX-License-Identifier: MPL-2.0
_start:
    mv      a0, 5
    sub     a0, a1, 1
    mul     a0, a1, 10
    add     a0, 5, a1
    beq     a0, 5, _start
    li      5, a0
