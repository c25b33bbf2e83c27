# SPDX-License-Identifier: MPL-2.0
    .data
a:  .skip   later
    .skip   elsewhere - a
    .fill   a, 1, 0
    .equ    later, 4
    .byte   a
    .word   a * 2
    .word   a + a
    .word   -a
    .text
elsewhere:
