# SPDX-License-Identifier: MPL-2.0
    .data
    .byte   1, 2,
    .byte   , 1
    .byte   1,, 2
    .ascii  "a",
    .text
_start:
    add     a0, a1, a2,
    add     , a0, a1
