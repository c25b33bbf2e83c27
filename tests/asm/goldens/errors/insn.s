# SPDX-License-Identifier: MPL-2.0
_start:
    .insn   0x1234567890
    .insn   3, 0x13
    .insn   2, 0x13
    .insn   4, 0x12
    .insn
    .insn   q 0x33, 0, 0, a0, a1, a2
