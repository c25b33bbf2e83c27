# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    j       1
    beqz    a0, 2
    j       100
1:  nop
    bnez    a0, 1
    ret
