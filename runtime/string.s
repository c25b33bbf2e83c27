# SPDX-License-Identifier: MPL-2.0
# NUL-terminated strings.
# Takes:      readable strings of any alignment.
# Guarantees: reads no further than the aligned word that contains the NUL, so never from another page.
#             Leaf routines: no stack, no s-registers.

        .text
# rt.strlen(s), C name strlen: count the bytes before the NUL.
# In: a0 string. Out: a0 length. Clobbers t0-t5.
#
# Checks eight bytes w at a time: (w & 0x7f..7f) + 0x7f..7f sets the top bit of each byte whose low seven bits are not
# all zero; or-ing w covers bytes whose top bit was set. With | 0x7f..7f, all ones then means that no byte is 0.
        .globl  rt.strlen
        .weak   strlen
        .type   rt.strlen, @function
        .type   strlen, @function
rt.strlen:
strlen:
        .cfi_startproc
        mv      t0, a0
1:      andi    t1, t0, 7               # bytes up to the first aligned word
        beqz    t1, 2f
        lbu     t1, 0(t0)
        beqz    t1, 4f
        addi    t0, t0, 1
        j       1b
2:      ld      t2, .Lsevens
        li      t5, -1
3:      ld      t1, 0(t0)
        and     t3, t1, t2
        add     t3, t3, t2
        or      t3, t3, t1
        or      t3, t3, t2
        addi    t0, t0, 8
        beq     t3, t5, 3b
        addi    t0, t0, -9              # the NUL is in this word: find it byte by byte
5:      addi    t0, t0, 1
        lbu     t1, 0(t0)
        bnez    t1, 5b
4:      sub     a0, t0, a0
        ret
        .cfi_endproc
        .size   rt.strlen, . - rt.strlen
        .size   strlen, . - strlen

# strcmp(a, b): compare two strings as unsigned bytes. Hare's rt.strcmp, in hare.s, compares its own kind.
# In: a0, a1 strings. Out: a0 negative, zero or positive. Clobbers a1, t0, t1.
        .weak   strcmp
        .type   strcmp, @function
strcmp:
        .cfi_startproc
2:      lbu     t0, 0(a0)
        lbu     t1, 0(a1)
        bne     t0, t1, 1f
        addi    a0, a0, 1
        addi    a1, a1, 1
        bnez    t0, 2b
1:      sub     a0, t0, t1
        ret
        .cfi_endproc
        .size   strcmp, . - strcmp

        .section .rodata
        .balign 8
.Lsevens:
        .dword  0x7f7f7f7f7f7f7f7f
