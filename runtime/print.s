# SPDX-License-Identifier: MPL-2.0
# Reads and writes file descriptors, and prints strings, characters and numbers to them, without buffering.
# Takes:      a file descriptor in a0.
# Guarantees: a write completes or fails: a0 is 0 or a negative errno.
#             Preserves s0-s11, as the calling convention requires.

        .equ    SYS_read, 63
        .equ    SYS_write, 64
        .equ    EIO, 5

        .text
# rt.write(fd, p, n): write all n bytes, in as many system calls as needed.
# In: a0 fd, a1 p, a2 n. Out: a0 0, or a negative errno (some bytes may have been written). Clobbers a1-a3, a7.
        .globl  rt.write
        .type   rt.write, @function
rt.write:
        .cfi_startproc
        mv      a3, a0
        li      a7, SYS_write
1:      beqz    a2, 2f
        mv      a0, a3
        ecall
        bltz    a0, 3f
        beqz    a0, 4f
        add     a1, a1, a0
        sub     a2, a2, a0
        j       1b
2:      li      a0, 0
3:      ret
4:      li      a0, -EIO                # neither progress nor an error: do not retry forever
        ret
        .cfi_endproc
        .size   rt.write, . - rt.write

# rt.read(fd, p, n): one read.
# In: a0 fd, a1 p, a2 n. Out: a0 bytes read, 0 at the end of the file, or a negative errno. Clobbers a7.
        .globl  rt.read
        .type   rt.read, @function
rt.read:
        .cfi_startproc
        li      a7, SYS_read
        ecall
        ret
        .cfi_endproc
        .size   rt.read, . - rt.read

# rt.putmem(fd, p, n): print n bytes. The same as rt.write, with a name that matches the others.
        .globl  rt.putmem
        .type   rt.putmem, @function
rt.putmem:
        .cfi_startproc
        j       rt.write
        .cfi_endproc
        .size   rt.putmem, . - rt.putmem

# rt.putstr(fd, s): print a NUL-terminated string.
# In: a0 fd, a1 s. Out: a0 0 or a negative errno. Clobbers a1-a3, a7, t0-t5.
        .globl  rt.putstr
        .type   rt.putstr, @function
rt.putstr:
        .cfi_startproc
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a0, 8(sp)
        sd      a1, 0(sp)
        mv      a0, a1
        call    rt.strlen
        mv      a2, a0
        ld      a0, 8(sp)
        ld      a1, 0(sp)
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        j       rt.write
        .cfi_endproc
        .size   rt.putstr, . - rt.putstr

# rt.putchar(fd, c): print one byte.
# In: a0 fd, a1 c (its low 8 bits). Out: a0 0 or a negative errno. Clobbers a1-a3, a7, t0.
        .globl  rt.putchar
        .type   rt.putchar, @function
rt.putchar:
        .cfi_startproc
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sb      a1, 0(sp)
        mv      a1, sp
        li      a2, 1
        call    rt.write
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .size   rt.putchar, . - rt.putchar

# rt.putdec(fd, v), rt.putudec(fd, v), rt.puthex(fd, v): print a number as rt.fmtdec, rt.fmtudec, rt.fmthex format it.
# In: a0 fd, a1 v. Out: a0 0 or a negative errno. Clobbers a1-a5, a7, t0-t3.
        .globl  rt.putdec
        .type   rt.putdec, @function
rt.putdec:
        .cfi_startproc
        la      a2, rt.fmtdec
        j       .Lput_number
        .cfi_endproc
        .size   rt.putdec, . - rt.putdec

        .globl  rt.putudec
        .type   rt.putudec, @function
rt.putudec:
        .cfi_startproc
        la      a2, rt.fmtudec
        j       .Lput_number
        .cfi_endproc
        .size   rt.putudec, . - rt.putudec

        .globl  rt.puthex
        .type   rt.puthex, @function
rt.puthex:
        .cfi_startproc
        la      a2, rt.fmthex
.Lput_number:                           # a2: the routine that formats the number
        addi    sp, sp, -48
        .cfi_def_cfa_offset 48
        sd      ra, 40(sp)
        .cfi_offset ra, -8
        sd      s0, 32(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 48
        sd      a0, 24(sp)
        mv      a0, sp                  # room for 24 bytes of text at sp
        jalr    a2
        mv      a2, a0
        mv      a1, sp
        ld      a0, 24(sp)
        call    rt.write
        ld      ra, 40(sp)
        ld      s0, 32(sp)
        addi    sp, sp, 48
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .size   rt.puthex, . - rt.puthex
