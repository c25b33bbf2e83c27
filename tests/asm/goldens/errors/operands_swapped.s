# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    lw      0(sp), a0
    sd      8(sp), ra
    lw      a0, 4, sp
    lw      a0, sp, 4
    lw      a0, a1, a2
    sw      a0, counter
    fld     fa0, counter
    jalr    0(t0), ra
    .data
counter: .dword 0
