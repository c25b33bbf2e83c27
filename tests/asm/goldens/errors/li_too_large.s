# SPDX-License-Identifier: MPL-2.0
_start:
    li      a0, 0x10000000000000000
    li      a1, 99999999999999999999
    li      a2, -9223372036854775809
