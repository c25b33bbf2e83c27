# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:                 ; the start
    li      a0, 5       ; load five
    li      a7, 93      ; and the number of exit
    add     a0, a0, a1  ; add them
    -- a line
    @ another
    ! and another
    ecall               ; done
