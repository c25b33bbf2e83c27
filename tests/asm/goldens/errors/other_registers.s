# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    mv      a0, A1
    mv      a0, X5
    mv      a0, x32
    mv      a0, a8
    mv      a0, t7
    mv      a0, s12
    mv      a0, r5
    mv      a0, lr
    mv      a0, pc
    mv      a0, v0
    mv      a0, at
    mv      a0, eax
    mv      a0, rsp
    mv      a0, spp
    mv      a0, xzr
    j       $ra
