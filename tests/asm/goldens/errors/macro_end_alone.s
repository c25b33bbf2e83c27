# SPDX-License-Identifier: MPL-2.0
_start:
    ret
    .endm
    .endr
    .exitm
