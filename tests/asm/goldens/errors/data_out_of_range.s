# SPDX-License-Identifier: MPL-2.0
    .data
    .byte   256
    .byte   -129
    .half   70000
    .word   0x100000000
    .dword  0x10000000000000000
    .byte   "text"
