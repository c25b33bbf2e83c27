# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    sw      a0, limit, t0
    lui     t0, %hi(limit)
    sd      a0, %lo(limit)(t0)
    sw      a0, _start, t0
    sw      a0, counter, t0
    ecall
    .section .rodata
    .balign 8
limit: .dword 100
    .data
counter: .word 0
