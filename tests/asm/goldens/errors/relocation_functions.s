# SPDX-License-Identifier: MPL-2.0
_start:
    lui     a0, %high(counter)
    addi    a0, a0, %hi(counter)
    lui     a0, %lo(counter)
    lui     a0, %hi counter
    auipc   a0, %pcrel_hi(counter)
    addi    a0, a0, %pcrel_lo(counter)
    lw      a0, %lo(counter)
    lui     a0, counter
    addi    a0, a0, counter
counter:
    .word   0
