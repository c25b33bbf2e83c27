# SPDX-License-Identifier: MPL-2.0
_start:
    lw      a0, 2048(sp)
    sd      a0, -2056(sp)
    jalr    ra, 4096(t0)
