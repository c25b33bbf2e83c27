# SPDX-License-Identifier: MPL-2.0
_start:
    fadd.d  a0, fa1, fa2
    fadd.d  fa0, fa1
    add     a0, fa0, a1
    fadd.d  fa0, fa1, fa12
    fld     fa0, 0(fa1)
    fsd     fa0, value
    fld     fa0, value
    fmv.d   fa0, 1
    fcvt.w.d fa0, a0
    fmv.x.d a0, a1
    flw     a0, 0(a1)
    .data
value: .double 1.5
