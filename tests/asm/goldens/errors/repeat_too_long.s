# SPDX-License-Identifier: MPL-2.0
_start:
    .rept   0x7fffffffffffffff
    nop
    .endr
