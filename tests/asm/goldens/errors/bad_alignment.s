# SPDX-License-Identifier: MPL-2.0
    .align  -1
    .align  64
    .balign 3
    .balign 0x100000000
    .p2align
    .align  "4"
_start:
    ret
