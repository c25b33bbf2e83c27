# SPDX-License-Identifier: MPL-2.0
    .data
    .float  1.5f
    .double 1,, 2
    .float  1e39
    .double 1e309
    .float  1e-46
    .double one
    .float  1 2
    .double "1.5"
    .double 0f:3ff00000000000000
    .float  1.5e+
    .double -
    .float  0x10
