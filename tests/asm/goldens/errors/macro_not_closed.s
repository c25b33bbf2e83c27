# SPDX-License-Identifier: MPL-2.0
_start:
    ret
    .macro  push register
    addi    sp, sp, -8
    sd      \register, 0(sp)
