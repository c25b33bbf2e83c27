# SPDX-License-Identifier: MPL-2.0
    .macro  twice
    nop
    .endm
    .macro  twice
    nop
    .endm
    .macro
    .endm
    .macro  m a, a
    .endm
_start:
    twice
