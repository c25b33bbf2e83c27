# SPDX-License-Identifier: MPL-2.0
_start:
    c.beqz  t0, _start
    c.fld   ft0, 0(a0)
    c.fld   a0, 0(a0)
    c.li    a0, symbol
    c.addi  a0
    c.j     far
    .skip   4096
far:
    lr.w    a0, 4(a1)
    amoadd.w a0, a1, a2
    amoadd.w a0, (a2), a1
