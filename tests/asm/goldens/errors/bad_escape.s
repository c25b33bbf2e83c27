# SPDX-License-Identifier: MPL-2.0
    .data
    .asciz  "50\%"
    .asciz  "a\qb"
    .asciz  "\x"
    .byte   '\z'
    .asciz  "\u00e9"
