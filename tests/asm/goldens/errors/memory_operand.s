# SPDX-License-Identifier: MPL-2.0
_start:
    lw      a0, 4(sp
    lw      a0, 4 sp
    lw      a0, [sp]
    lw      a0, sp
    sw      a0, 4(8)
    lw      a0, 0(sp), 4
    ld      a0, 4(sp)(ra)
