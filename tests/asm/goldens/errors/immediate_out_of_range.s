# SPDX-License-Identifier: MPL-2.0
_start:
    addi    a0, a0, 2048
    addi    sp, sp, -2049
    andi    a0, a0, 0xF00
    xori    a0, a0, 0xfff
    ori     a0, a0, 0xffffffff
    sltiu   a0, a0, 5000
    addiw   a0, a0, 1 << 20
