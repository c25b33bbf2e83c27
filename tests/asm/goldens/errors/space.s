# SPDX-License-Identifier: MPL-2.0
    .data
    .skip   -1
    .zero   -5
    .skip   0x7fffffffffff
    .fill   -1, 4, 0
    .fill   1, 9, 0
    .skip   4, 300
    .zero
