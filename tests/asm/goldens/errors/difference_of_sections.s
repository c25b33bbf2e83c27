# SPDX-License-Identifier: MPL-2.0
    .data
a:  .8byte  0
    .text
b:  nop
    .data
    .8byte  b - a
    .equ    length, b - a
    .byte   length
    .if     b - a
    .endif
