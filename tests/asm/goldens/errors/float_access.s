# SPDX-License-Identifier: MPL-2.0
    .globl _start
_start:
    fsd     fa0, half, t0
    fld     fa1, odd, t0
    flw     fa2, odd + 1, t0
    ret
    .section .rodata
half: .double 0.5
odd1: .byte 1
odd: .double 1.5
