# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    ld      a0, total
    lw      a1, total
    sd      a0, total, t0
    lw      a0, pair + 2
    lb      a0, total
    ecall
    .data
    .byte   1
total: .dword 5
    .balign 4
pair: .half 1, 2, 3
