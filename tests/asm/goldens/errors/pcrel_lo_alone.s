# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    addi    a0, a0, %pcrel_lo(counter)
1:  nop
    lw      a0, %pcrel_lo(1b)(a0)
    .data
counter:
    .word   0
