# SPDX-License-Identifier: MPL-2.0
_start:
    lui     a0, 0x100000
    lui     a0, -1
    auipc   a0, 0x12345000
