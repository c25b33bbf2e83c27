# SPDX-License-Identifier: MPL-2.0
_start:
    .rept   -1
    nop
    .endr
    .rept   later
    nop
    .endr
    .rept
    .endr
    .irp    x
    nop
    .endr
    .irp
    .endr
later:
    .rept   3
    nop
