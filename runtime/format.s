# SPDX-License-Identifier: MPL-2.0
# Formats numbers as text in a buffer of the caller.
# Takes:      a buffer of at least 24 bytes (the longest result is "-9223372036854775808", 20 bytes).
# Guarantees: writes nothing after the digits, not even a NUL. Leaf routines: no stack, no s-registers.

        .text
# rt.fmtdec(buf, v): signed decimal.
# In: a0 buffer, a1 v. Out: a0 bytes written. Clobbers a1-a5, t0-t3.
        .globl  rt.fmtdec
        .type   rt.fmtdec, @function
rt.fmtdec:
        .cfi_startproc
        mv      t3, a0                  # start of the text
        bgez    a1, .Ldigits
        li      t0, '-'
        sb      t0, 0(a0)
        addi    a0, a0, 1
        neg     a1, a1                  # -2^63 stays as it is, which is 2^63 as an unsigned number
        j       .Ldigits
        .cfi_endproc
        .size   rt.fmtdec, . - rt.fmtdec

# rt.fmtudec(buf, v): unsigned decimal.
# In: a0 buffer, a1 v. Out: a0 bytes written. Clobbers a1-a5, t0-t3.
        .globl  rt.fmtudec
        .type   rt.fmtudec, @function
rt.fmtudec:
        .cfi_startproc
        mv      t3, a0
.Ldigits:
        li      t0, 10
        mv      t1, a0                  # find the end first, so that no second buffer is needed
        mv      t2, a1
1:      addi    t1, t1, 1
        divu    t2, t2, t0
        bnez    t2, 1b
        sub     a2, t1, t3              # the length
2:      divu    t2, a1, t0
        mul     a3, t2, t0
        sub     a3, a1, a3
        addi    a3, a3, '0'
        addi    t1, t1, -1
        sb      a3, 0(t1)
        mv      a1, t2
        bnez    a1, 2b
        mv      a0, a2
        ret
        .cfi_endproc
        .size   rt.fmtudec, . - rt.fmtudec

# rt.fmthex(buf, v): "0x" and lower-case hexadecimal digits, without leading zeros.
# In: a0 buffer, a1 v. Out: a0 bytes written. Clobbers a1, a2, t0-t2.
        .globl  rt.fmthex
        .type   rt.fmthex, @function
rt.fmthex:
        .cfi_startproc
        li      t0, '0'
        sb      t0, 0(a0)
        li      t0, 'x'
        sb      t0, 1(a0)
        addi    t1, a0, 2
        mv      t2, a1
1:      addi    t1, t1, 1
        srli    t2, t2, 4
        bnez    t2, 1b
        sub     a2, t1, a0
2:      andi    t0, a1, 15
        sltiu   t2, t0, 10
        bnez    t2, 3f
        addi    t0, t0, 'a' - '0' - 10
3:      addi    t0, t0, '0'
        addi    t1, t1, -1
        sb      t0, 0(t1)
        srli    a1, a1, 4
        bnez    a1, 2b
        mv      a0, a2
        ret
        .cfi_endproc
        .size   rt.fmthex, . - rt.fmthex
