# SPDX-License-Identifier: MPL-2.0
    .equ    first, second + 1
    .equ    second, third + 1
    .equ    third, first + 1
    .data
    .8byte  first
