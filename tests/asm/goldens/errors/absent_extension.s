# SPDX-License-Identifier: MPL-2.0
_start:
    fadd.q  fa0, fa1, fa2
    amoadd.w a0, a1, (a2)
    c.addi  a0, 1
    lr.d    a0, (a1)
    flh     fa0, 0(a0)
    vadd.vv v0, v1, v2
    mret
    wfi
    sh1add  a0, a1, a2
    csrr    a0, mhartid
