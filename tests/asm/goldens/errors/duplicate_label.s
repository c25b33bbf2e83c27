# SPDX-License-Identifier: MPL-2.0
_start:
    nop
loop:
    nop
loop:
    j       loop
    .equ    _start, 5
