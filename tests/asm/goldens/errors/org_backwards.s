# SPDX-License-Identifier: MPL-2.0
    .data
    .8byte  1, 2
    .org    8
    .byte   1
    .org    undefined
