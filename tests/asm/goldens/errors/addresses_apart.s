# SPDX-License-Identifier: MPL-2.0
    .globl  _start
    .data
a:  .8byte  0
    .text
_start:
b:  nop
    .data
    .8byte  b - a
    .equ    length, b - a
    .byte   length
    .2byte  b
