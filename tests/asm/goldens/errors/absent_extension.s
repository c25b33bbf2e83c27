# SPDX-License-Identifier: MPL-2.0
_start:
    fadd.q  fa0, fa1, fa2
    flh     fa0, 0(a0)
    vadd.vv v0, v1, v2
    aes64es a0, a1, a2
    cm.push {ra}, -16
    xperm4  a0, a1, a2
    sm4ed   a0, a1, a2, 0
    csrr    a0, mhartidx
