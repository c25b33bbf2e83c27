# SPDX-License-Identifier: MPL-2.0
_start:
    add     a0, a1
    lw      a0
    beqz    a0
    li      a0,
    sw      a0, counter
    jr
counter:
