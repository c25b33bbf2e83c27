# SPDX-License-Identifier: MPL-2.0
    .data
    .8byte  5
_start:
    li      a0, 5
    ret
