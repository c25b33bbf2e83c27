# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    beq     a0, 0, done
    blt     a0, 10, done
    bne     a0, done
    bltu    a0, done
    beqz    a0, a1, done
    bnez    a0, 0, done
    beqz    done
    bgt     a0, a1
    jr      done
    jalr    done
    jump    done
    tail    t0
done:
    ecall
