# SPDX-License-Identifier: MPL-2.0
_start:
    ADD     a0, a1, a2
    Ret
    add     A0, a1, a2
    .Globl  _start
