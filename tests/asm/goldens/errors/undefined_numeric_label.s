# SPDX-License-Identifier: MPL-2.0
_start:
    j       1f
    j       2b
2:  nop
    beqz    a0, 3b
