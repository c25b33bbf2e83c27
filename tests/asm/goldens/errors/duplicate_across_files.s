# SPDX-License-Identifier: MPL-2.0
    .globl  _start
    .globl  helper
_start:
    call    helper
    ret
helper:
    ret
#-- second.s
    .globl  helper
    .globl  other
helper:
    nop
    ret
