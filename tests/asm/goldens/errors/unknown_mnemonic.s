# SPDX-License-Identifier: MPL-2.0
_start:
    addd    a0, a1, a2
    lwi     a0, 4
    halt
    bgez.w  a0, _start
