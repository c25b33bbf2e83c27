# SPDX-License-Identifier: MPL-2.0
    .macro  again
    nop
    again
    .endm
_start:
    again
