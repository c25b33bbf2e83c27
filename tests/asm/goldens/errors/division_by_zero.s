# SPDX-License-Identifier: MPL-2.0
    .data
    .byte   1 / 0
    .byte   5 % (2 - 2)
    .equ    zero, 0
    .8byte  10 / (zero * 2)
