# SPDX-License-Identifier: MPL-2.0
_start:
    slli    a0, a0, 64
    srli    a0, a0, -1
    slliw   a0, a0, 32
    sraiw   a0, a0, 40
