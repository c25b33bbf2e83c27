# SPDX-License-Identifier: MPL-2.0
    .globl  _start, helper, unused
    .local  hidden
_start:
    call    helper
    call    hidden
    la      a0, _end
    ret
