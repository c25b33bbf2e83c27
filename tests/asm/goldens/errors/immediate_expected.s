# SPDX-License-Identifier: MPL-2.0
_start:
    addi    a0, a1, a2
    li      a0, a1
    slli    a0, a1, t0
    j       a0
    call    t0
    beq     a0, a1, a2
