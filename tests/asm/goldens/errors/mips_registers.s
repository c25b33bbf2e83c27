# SPDX-License-Identifier: MPL-2.0
_start:
    li      $t0, 5
    move    $a0, $t0
    addi    $sp, $sp, -16
    lw      $ra, 0($sp)
    add     %a0, %a1, %a2
