# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    lw      a0, [sp]
    lw      a0, [sp+4]
    lw      a0, 4[sp]
    lw      a0, sp(4)
    lw      a0, sp+4
    lw      a0, (a1 - 8)
    lw      a0, a1(a2)
    lw      a0, *a1
    lw      a0, =counter
    lw      a0, &counter
    lw      a0, #4(sp)
    sw      {a0, a1}
    lw      a0, (sp
    .data
counter: .dword 0
