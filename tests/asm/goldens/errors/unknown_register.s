# SPDX-License-Identifier: MPL-2.0
_start:
    add     a0, a8, a1
    addi    x32, a0, 1
    lw      a0, 0(stack)
    mv      r1, a0
    sd      ra, 8(esp)
