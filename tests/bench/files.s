# SPDX-License-Identifier: MPL-2.0
# The guest of files_bench.ts: makes one kind of file call over and over. Its arguments are the kind, a letter,
# and how many rounds: each is 2000 files d00/s/f00 to d19/s/f99, or as many calls on one file.

        .equ    AT_FDCWD, -100
        .equ    O_RDWR, 2
        .equ    SYS_openat, 56
        .equ    SYS_close, 57
        .equ    SYS_getdents64, 61
        .equ    SYS_read, 63
        .equ    SYS_pread64, 67
        .equ    SYS_pwrite64, 68
        .equ    SYS_newfstatat, 79
        .equ    FILES, 2000
        .equ    PER_DIRECTORY, 100

        .globl  main
main:   addi    sp, sp, -48
        sd      ra, 40(sp)
        ld      t0, 8(a1)
        lbu     s0, (t0)                # the kind
        ld      t0, 16(a1)
        li      s1, 0                   # the rounds
1:      lbu     t1, (t0)
        beqz    t1, 2f
        addi    t1, t1, -'0'
        li      t2, 10
        mul     s1, s1, t2
        add     s1, s1, t1
        addi    t0, t0, 1
        j       1b
2:      li      s2, 0
        call    name
        call    open
        mv      s3, a0                  # one file, for reads and writes
        beqz    s1, 9f
3:      li      s2, 0
4:      li      t0, 's'
        beq     s0, t0, status
        li      t0, 'o'
        beq     s0, t0, whole
        li      t0, 'l'
        beq     s0, t0, list
        mv      a0, s3
        la      a1, buffer
        li      a2, 16
        li      a3, 0
        li      a7, SYS_pread64
        li      t0, 'r'
        beq     s0, t0, 5f
        li      a7, SYS_pwrite64
5:      ecall
        j       next
status: call    name
        li      a0, AT_FDCWD
        la      a1, path
        la      a2, buffer
        li      a3, 0
        li      a7, SYS_newfstatat
        ecall
        j       next
whole:  call    name
        call    open
        mv      s4, a0
        la      a1, buffer
        li      a2, 64
        li      a7, SYS_read
        ecall
        mv      a0, s4
        li      a7, SYS_close
        ecall
        j       next
list:   li      t0, PER_DIRECTORY
        remu    t0, s2, t0
        bnez    t0, next                # once for each directory
        call    name
        la      t0, path
        sb      zero, 5(t0)
        call    openDirectory
        mv      s4, a0
6:      mv      a0, s4
        la      a1, buffer
        li      a2, 32768
        li      a7, SYS_getdents64
        ecall
        bgtz    a0, 6b
        mv      a0, s4
        li      a7, SYS_close
        ecall
next:   bltz    a0, failed
        addi    s2, s2, 1
        li      t0, FILES
        bltu    s2, t0, 4b
        addi    s1, s1, -1
        bnez    s1, 3b
9:      li      a0, 0
        j       end
failed: li      a0, 1
end:    ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# Writes the path of file s2.
name:   la      t0, path
        li      t1, '/'
        sb      t1, 5(t0)
        li      t1, PER_DIRECTORY
        divu    t2, s2, t1
        remu    t3, s2, t1
        li      t1, 10
        divu    t4, t2, t1
        addi    t4, t4, '0'
        sb      t4, 1(t0)
        remu    t4, t2, t1
        addi    t4, t4, '0'
        sb      t4, 2(t0)
        divu    t4, t3, t1
        addi    t4, t4, '0'
        sb      t4, 7(t0)
        remu    t4, t3, t1
        addi    t4, t4, '0'
        sb      t4, 8(t0)
        ret

openDirectory:
        li      a2, 0
        j       1f
open:   li      a2, O_RDWR
1:      li      a0, AT_FDCWD
        la      a1, path
        li      a7, SYS_openat
        ecall
        ret

        .data
path:   .asciz  "d00/s/f00"
        .bss
        .align  3
buffer: .zero   32768
