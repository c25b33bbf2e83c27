# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    call    helper
    la      a0, table
    ret
#-- second.s
    .globl  helpers
helpers:
    ret
table:
    .byte   1
