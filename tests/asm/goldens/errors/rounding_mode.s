# SPDX-License-Identifier: MPL-2.0
_start:
    fcvt.w.d a0, fa0, rtn
    fadd.d  fa0, fa1, fa2, RTZ
    fadd.d  fa0, fa1, fa2, 1
    fsgnj.d fa0, fa1, fa2, rne
    fcvt.d.w fa0, a0, rtz
    fsrmi   rtz
