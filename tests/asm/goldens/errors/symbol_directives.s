# SPDX-License-Identifier: MPL-2.0
    .globl
    .globl  5
    .globl  a b
    .type   main
    .type   main, @thing
    .size   main
    .weak   "main"
    .comm   buffer
    .comm   buffer, -1
    .comm   buffer, 8, 3
main:
_start:
