# SPDX-License-Identifier: MPL-2.0
# The second attacker: does to /w/leaf and to files in /w/d all that a program can do to a path, over and over,
# and waits to be led outside. It exits with 3 when it sees the contents, the size or the names of
# something outside, and with 0 when there is a file /w/stop, after a few rounds at least: a busy machine
# may be slow.

        .equ    AT_FDCWD, -100
        .equ    AT_REMOVEDIR, 0x200
        .equ    O_RDONLY, 0
        .equ    O_WRONLY, 1
        .equ    O_RDWR, 2
        .equ    O_CREAT, 0x40
        .equ    O_EXCL, 0x80
        .equ    O_TRUNC, 0x200
        .equ    SECRET_SIZE, 4242
        .equ    ROUNDS, 4

        .macro  path number, name, a=0, b=0, c=0
        li      a0, AT_FDCWD
        la      a1, \name
        li      a2, \a
        li      a3, \b
        li      a4, \c
        li      a7, \number
        ecall
        .endm

        .macro  two number, from, to
        li      a0, AT_FDCWD
        la      a1, \from
        li      a2, AT_FDCWD
        la      a3, \to
        li      a4, 0
        li      a7, \number
        ecall
        .endm

        .macro  write_and_close         # a0: the descriptor, or an error
        call    writeAndClose
        .endm

        .macro  attack leaf
        path    53, \leaf, 0777                         # fchmodat
        path    88, \leaf, 0, 0                         # utimensat
        li      a1, 1
        la      a0, \leaf
        li      a7, 45                                  # truncate
        ecall
        path    56, \leaf, O_WRONLY | O_TRUNC           # openat
        write_and_close
        path    56, \leaf, O_RDWR | O_CREAT, 0666
        write_and_close
        path    56, \leaf, O_RDONLY
        call    readAndClose
        path    56, \leaf, 3
        bltz    a0, 9f
        li      a1, 0666
        mv      s1, a0
        li      a7, 52                                  # fchmod
        ecall
        mv      a0, s1
        call    close
9:      la      a3, status
        li      a0, AT_FDCWD
        la      a1, \leaf
        mv      a2, a3
        li      a3, 0
        li      a7, 79                                  # newfstatat
        ecall
        call    checkSize
        li      a0, AT_FDCWD
        la      a1, \leaf
        la      a2, buffer
        li      a3, 64
        li      a7, 78                                  # readlinkat
        ecall
        .endm

        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      s3, ROUNDS
1:      attack  leaf
        attack  inner
        path    56, fresh, O_RDWR | O_CREAT | O_EXCL, 0666
        write_and_close
        two     38, fresh, other                        # renameat
        two     37, other, fresh                        # linkat
        path    35, other, 0                            # unlinkat
        path    35, fresh, 0
        path    34, made, 0777                          # mkdirat
        path    35, made, AT_REMOVEDIR
        la      a0, leaf
        li      a1, AT_FDCWD
        la      a2, made
        li      a7, 36                                  # symlinkat
        ecall
        path    35, made, 0
        path    35, victim, 0                           # only outside
        path    35, victim, AT_REMOVEDIR
        addi    s3, s3, -1
        bgtz    s3, 1b
        path    48, stop, 0                             # faccessat
        bnez    a0, 1b
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

writeAndClose:
        bltz    a0, 1f
        mv      s1, a0
        la      a1, mark
        li      a2, 1
        li      a7, 64
        ecall
        mv      a0, s1
close:  li      a7, 57
        ecall
1:      ret

readAndClose:
        bltz    a0, 1f
        mv      s1, a0
        la      a1, buffer
        li      a2, 64
        li      a7, 63
        ecall
        mv      s2, a0
        mv      a0, s1
        li      a7, 57
        ecall
        blez    s2, 1f
        lbu     t0, buffer
        li      t1, 'S'
        beq     t0, t1, leaked
1:      ret

checkSize:
        bnez    a0, 1f
        ld      t0, status + 48
        li      t1, SECRET_SIZE
        beq     t0, t1, leaked
1:      ret

leaked: li      a0, 3
        li      a7, 93
        ecall

        .section .rodata
leaf:   .asciz  "/w/leaf"
inner:  .asciz  "/w/d/secret"
fresh:  .asciz  "/w/d/fresh"
other:  .asciz  "/w/d/other"
made:   .asciz  "/w/d/made"
victim: .asciz  "/w/d/victim"
stop:   .asciz  "/w/stop"
mark:   .ascii  "X"
        .bss
        .align  3
status: .zero   128
buffer: .zero   64
