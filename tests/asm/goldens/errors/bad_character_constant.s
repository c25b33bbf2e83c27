# SPDX-License-Identifier: MPL-2.0
    .data
    .byte   ''
    .byte   'ab'
    .byte   'hello'
    .byte   "a"
