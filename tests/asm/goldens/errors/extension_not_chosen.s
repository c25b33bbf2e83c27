# SPDX-License-Identifier: MPL-2.0
    .attribute arch, "rv64im"
_start:
    mul     a0, a1, a2
    amoadd.w a0, a1, (a2)
    clz     a0, a1
    c.addi  a0, 1
    .option push
    .option arch, +zbb, +c
    clz     a0, a1
    c.addi  a0, 1
    .option arch, -zbb
    clz     a0, a1
    .option norvc
    c.addi  a0, 1
    .option pop
    ror     a0, a1, 3
