# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    addu    $t0, $t1, $t2
    addiu   $sp, $sp, -8
    lw      $t0, 4($sp)
    move    a0, v0
    mult    t0, t1
    mflo    t2
    seq     t0, t1, t2
    sllv    t0, t1, t2
    jr      $ra
    j       $ra
    b       done
    bal     done
    syscall
    break   0
done:
