# SPDX-License-Identifier: MPL-2.0
_start:
    add     a0, a1, a2, a3
    ret     a0
    nop     1
    li      a0, 1, 2
    ecall   93
    mv      a0, a1, 0
