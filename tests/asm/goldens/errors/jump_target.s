# SPDX-License-Identifier: MPL-2.0
_start:
    j       1
    beq     a0, a1, 5
    jal     ra, . + 3
    call    7 * 6
    j       "end"
