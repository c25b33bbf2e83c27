# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    ret
    .data
    .asciz  "one
    .asciz  "two\"
    .asciz  three
    .byte   "x"
    .byte   'xyz'
    .byte   '
