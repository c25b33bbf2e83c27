# SPDX-License-Identifier: MPL-2.0
    .eqv    SIZE 10
    .data
message:
    .asciiz "hello"
    .float  1.5
    .text
    .globl  _start
_start:
    ret
    .kdata
    .extern counter 4
