# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start::
    addi    a0, a0, 1
loop
    bnez    a0, loop
again addi  a0, a0, -1
    j       again
5th:
    ret
