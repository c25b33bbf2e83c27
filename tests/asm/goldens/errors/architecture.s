# SPDX-License-Identifier: MPL-2.0
    .option arch
    .option arch, +zbbb
    .option arch, +w
    .option arch, rv32im
    .option arch, rv64e
    .option arch, rv64m
    .option arch, gc
    .option arch, -i
    .option arch +c
    .option rvcc
    .attribute archh, "rv64gc"
    .attribute arch, rv64gc
    .attribute arch, "rv64gcw"
    .attribute stack_align, 16
    .attribute 5, "rv64imac_zba1p0_xcustom2p0"
_start:
    nop
    .attribute arch, "rv64i"
