# SPDX-License-Identifier: MPL-2.0
# The first attacker: never lets a name mean the same thing for long. /w/leaf alternates between a regular file
# and a symlink that leads out of the directory. With an argument, so does /w/d, between a directory and
# a symlink to a directory outside. It ends when there is a file /w/stop.

        .equ    AT_FDCWD, -100
        .equ    SYS_symlinkat, 36
        .equ    SYS_linkat, 37
        .equ    SYS_renameat, 38
        .equ    SYS_faccessat, 48

        .macro  rename from, to
        li      a0, AT_FDCWD
        la      a1, \from
        li      a2, AT_FDCWD
        la      a3, \to
        li      a7, SYS_renameat
        ecall
        .endm

        .globl  main
main:   mv      s0, a0
1:      rename  link, leaf
        li      a0, AT_FDCWD
        la      a1, keep
        li      a2, AT_FDCWD
        la      a3, spare
        li      a4, 0
        li      a7, SYS_linkat
        ecall
        rename  spare, leaf
        la      a0, target
        li      a1, AT_FDCWD
        la      a2, link
        li      a7, SYS_symlinkat
        ecall
        li      t0, 2
        blt     s0, t0, 2f
        rename  directory, aside
        rename  way_out, directory
        rename  directory, way_out
        rename  aside, directory
2:      li      a0, AT_FDCWD
        la      a1, stop
        li      a2, 0
        li      a7, SYS_faccessat
        ecall
        bnez    a0, 1b
        ret

        .section .rodata
leaf:   .asciz  "/w/leaf"
keep:   .asciz  "/w/keep"
spare:  .asciz  "/w/spare"
link:   .asciz  "/w/link"
target: .asciz  "../outside/secret"
directory: .asciz "/w/d"
aside:  .asciz  "/w/aside"
way_out: .asciz "/w/out"
stop:   .asciz  "/w/stop"
