# SPDX-License-Identifier: MPL-2.0
    .bss
counter:
    .8byte  1
    .asciz  "text"
    nop
    .zero   8
    .byte   0
