# SPDX-License-Identifier: MPL-2.0
    .data
    .asciz  "hello
    .ascii  "a, b
    .byte   'x
    .text
_start:
    ret
