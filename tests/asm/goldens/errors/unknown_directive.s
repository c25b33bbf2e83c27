# SPDX-License-Identifier: MPL-2.0
    .gloabl _start
    .strng  "hello"
    .dw     5
    .wort   1
_start:
    ret
