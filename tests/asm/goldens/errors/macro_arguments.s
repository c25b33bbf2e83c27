# SPDX-License-Identifier: MPL-2.0
    .macro  push register:req, offset=0
    sd      \register, \offset(sp)
    .endm
_start:
    push
    push    ra, 8, 16
    push    ra, size=8
    push    register=ra, register=sp
    push    \register
