# SPDX-License-Identifier: MPL-2.0
_start:
    li      a0, 0x
    li      a0, 12ab
    li      a0, 0b102
    li      a0, 089
    li      a0, 1.5
    li      a0, 1_000
    li      a0, 0xg
