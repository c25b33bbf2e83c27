# SPDX-License-Identifier: MPL-2.0
    .equ    SIZE
    .equ    , 5
    .equ    5, SIZE
    .equiv  ONE, 1
    .equiv  ONE, 2
    .equ    "name", 3
    = 4
    .set
_start:
    _start = 5
    a0 = 5
