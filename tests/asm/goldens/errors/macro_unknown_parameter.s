# SPDX-License-Identifier: MPL-2.0
    .macro  push register
    addi    sp, sp, -8
    sd      \reg, 0(sp)
    .endm
_start:
    push    ra
