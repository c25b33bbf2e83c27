# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    call    table
    tail    table
    la      t0, table
    jr      t0
    .data
table:
    .word   1, 2, 3
    addi    a0, a0, 1
    addi    a0, a0, 2
