# SPDX-License-Identifier: MPL-2.0
_start:
    c.addi  a0, 32
    c.addi  a0, -33
    c.lw    t0, 0(a0)
    c.lw    a0, 0(sp)
    c.lw    a0, 2(a1)
    c.ld    a0, 256(a1)
    c.lwsp  a0, 4(a1)
    c.lwsp  zero, 4(sp)
    c.addi4spn a0, sp, 0
    c.addi4spn a0, a1, 8
    c.addi16sp sp, 8
    c.addi16sp sp, 0
    c.lui   a0, 32
    c.lui   a0, 0
    c.lui   sp, 1
    c.mv    a0, zero
    c.jr    zero
    c.slli  a0, 64
    c.sub   a0, t0
