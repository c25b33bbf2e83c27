# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    .include "again.inc"
#-- again.inc
    nop
    .include "again.inc"
