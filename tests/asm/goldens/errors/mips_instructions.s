# SPDX-License-Identifier: MPL-2.0
_start:
    addiu   a0, a0, 1
    syscall
    b       _start
    jr      $ra
    lwu     a0, 4(sp)
    mflo    a0
    subi    a0, a0, 1
    bal     _start
    beql    a0, a1, _start
