# SPDX-License-Identifier: MPL-2.0
    .macro  load value
    li      a0, \value
    addi    a0, a0, \value
    .endm
    .macro  twice value
    load    \value
    nop
    .endm
_start:
    twice   5000
