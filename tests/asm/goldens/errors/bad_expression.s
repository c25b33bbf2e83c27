# SPDX-License-Identifier: MPL-2.0
    .data
    .word   (1 + 2
    .word   1 + 2)
    .word   1 +
    .word   * 3
    .word   2 ** 3
    .word   1 + + 
    .word   ()
    .word   5 5
    .word   a = 5
