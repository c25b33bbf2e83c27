# SPDX-License-Identifier: MPL-2.0
# Reading numbers, characters and lines from standard input: read_int, read_line and kin.
# Takes:      standard input, which these routines share one buffer for; rt.read does not see what is in it.
# Guarantees: leaf routines: no stack, no s-registers. An error counts as the end of the input. All names are weak: a
#             program that defines its own read_int keeps it.

        .equ    SYS_read, 63
        .equ    EINTR, 4
        .equ    BUFFER_SIZE, 4096

        .text
# Reads the next byte of the input.
# In: t0 return address. Out: a0 the byte, or -1 at the end. Clobbers a2, a7, t1-t3.
.Lnext:
        .cfi_startproc
        .cfi_return_column t0
        la      t1, .Lposition
        ld      t2, 0(t1)               # where the next byte is
        ld      t3, 8(t1)               # where the buffer's content ends
        bltu    t2, t3, 2f
        mv      t3, a1
1:      li      a0, 0
        addi    a1, t1, 16
        li      a2, BUFFER_SIZE
        li      a7, SYS_read
        ecall
        li      t2, -EINTR
        beq     a0, t2, 1b
        addi    t2, t1, 16
        mv      a1, t3
        blez    a0, 3f
        add     t3, t2, a0
        sd      t3, 8(t1)
2:      lbu     a0, 0(t2)
        addi    t2, t2, 1
        sd      t2, 0(t1)
        jr      t0
3:      li      a0, -1
        jr      t0
        .cfi_endproc

# read_int(): read a decimal number, which may have a sign, after any blanks and empty lines. Takes the blanks after it
# and the end of the line as well; if something else stands there, it is left for the next routine.
# Out: a0 the number; a1 1, or 0 (and a0 0) at the end of the input, if there is no number, when the rest of the line
# is skipped, or if it does not fit 64 bits. Clobbers a2-a7, t0-t3.
        .weak   read_int
        .type   read_int, @function
read_int:
        .cfi_startproc
.Lskip: jal     t0, .Lnext
        li      t1, ' '
        beq     a0, t1, .Lskip
        addi    t1, a0, -'\t'           # tab, the ends of lines and pages
        sltiu   t1, t1, 5
        bnez    t1, .Lskip
        li      a4, 0                   # -1 for a negative number
        li      t1, '-'
        beq     a0, t1, 1f
        li      t1, '+'
        beq     a0, t1, 2f
        j       3f
1:      li      a4, -1
2:      jal     t0, .Lnext
3:      li      a3, 0                   # the number without its sign
        li      a5, 0                   # 1 after a digit
        li      a6, 0                   # not 0 if it does not fit
4:      addi    t1, a0, -'0'
        sltiu   t2, t1, 10
        beqz    t2, 5f
        li      a5, 1
        li      t2, 10
        mulhu   t3, a3, t2
        or      a6, a6, t3
        mul     a3, a3, t2
        add     a3, a3, t1
        sltu    t3, a3, t1
        or      a6, a6, t3
        jal     t0, .Lnext
        j       4b

5:      beqz    a5, 8f
6:      li      t1, ' '
        beq     a0, t1, 7f
        li      t1, '\t'
        beq     a0, t1, 7f
        li      t1, '\r'
        bne     a0, t1, 10f
7:      jal     t0, .Lnext
        j       6b
8:      li      a3, 0                   # no number: skip the line
9:      bltz    a0, 12f
        li      t1, '\n'
        beq     a0, t1, 12f
        jal     t0, .Lnext
        j       9b

10:     li      t1, '\n'
        beq     a0, t1, 11f
        bltz    a0, 11f
        la      t1, .Lposition          # unread the byte after the number
        ld      t2, 0(t1)
        addi    t2, t2, -1
        sd      t2, 0(t1)
11:     bnez    a6, 12f
        xor     a0, a3, a4
        sub     a0, a0, a4              # with its sign
        li      a1, 1
        xor     t1, a0, a4              # has that sign, unless it is 0 or does not fit
        bgez    t1, 13f
        beqz    a0, 13f
12:     li      a0, 0
        li      a1, 0
13:     ret
        .cfi_endproc
        .size   read_int, . - read_int

# read_char(): read one byte.
# Out: a0 the byte, or -1 at the end of the input. Clobbers a2, a7, t0-t3.
        .weak   read_char
        .type   read_char, @function
read_char:
        .cfi_startproc
        jal     t0, .Lnext
        ret
        .cfi_endproc
        .size   read_char, . - read_char

# read_line(buf, size): read a line and store it without its newline, with a NUL after it. Of a line with more than
# size - 1 bytes the rest is left for the next routine.
# In: a0 buf, a1 size of the buffer; 0 stores nothing. Out: a0 bytes stored, without the NUL, or -1 at the end of the
# input. Clobbers a2-a7, t0-t3.
        .weak   read_line
        .type   read_line, @function
read_line:
        .cfi_startproc
        li      a6, 0
        j       .Lread
        .cfi_endproc
        .size   read_line, . - read_line

# read_string(buf, size): read a line with its newline, like C's fgets, and like system call 8 of MARS, RARS and SPIM.
# In: a0 buf, a1 size of the buffer; 0 stores nothing. Out: a0 bytes stored, without the NUL, or -1 at the end of the
# input. Clobbers a2-a7, t0-t3.
        .weak   read_string
        .type   read_string, @function
read_string:
        .cfi_startproc
        li      a6, 1                   # keep the newline
.Lread:
        mv      a5, a0
        mv      a3, a0                  # where the next byte goes
        beqz    a1, 7f
        add     a4, a0, a1
        addi    a4, a4, -1              # where the NUL goes at the latest
1:      bgeu    a3, a4, 3f
        jal     t0, .Lnext
        bltz    a0, 6f
        li      t1, '\n'
        beq     a0, t1, 2f
        sb      a0, 0(a3)
        addi    a3, a3, 1
        j       1b
2:      beqz    a6, 5f
        sb      a0, 0(a3)
        addi    a3, a3, 1
        j       5f
3:      bnez    a6, 5f                  # the line may end right here: then its newline is taken, too
        jal     t0, .Lnext
        bltz    a0, 5f
        li      t1, '\n'
        beq     a0, t1, 5f
        la      t1, .Lposition
        ld      t2, 0(t1)
        addi    t2, t2, -1
        sd      t2, 0(t1)
5:      sb      zero, 0(a3)
        sub     a0, a3, a5
        ret
6:      bne     a3, a5, 5b
        sb      zero, 0(a3)
        li      a0, -1
        ret
7:      li      a0, 0
        ret
        .cfi_endproc
        .size   read_string, . - read_string

        .bss
        .balign 8
# The position in the buffer, the end of its content, the buffer.
.Lposition:
        .zero   16 + BUFFER_SIZE
