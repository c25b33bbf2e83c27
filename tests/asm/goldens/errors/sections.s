# SPDX-License-Identifier: MPL-2.0
    .section
    .section .thing, "q"
    .section .data, "aw", @thing
    .section 5
    .text   0x400000
    .pushsection
    .popsection
    .previous
_start:
