# SPDX-License-Identifier: MPL-2.0
# Abnormal termination: a message on standard error, then SIGABRT (exit status 134 as a shell shows it).
# Takes:      no heap, no stack beyond the caller's, no other runtime routine: it must work when those are broken.
# Guarantees: does not return, and leaves s0-s11, sp and ra as they were, so that a debugger sees the caller's state.

        .equ    SYS_write, 64
        .equ    SYS_exit_group, 94
        .equ    SYS_kill, 129
        .equ    SYS_getpid, 172
        .equ    STDERR, 2
        .equ    SIGABRT, 6

        .text
# rt.abort(where, message): write "Abort: <where>: <message>\n" to fd 2 and die of SIGABRT.
# In: a0 where, a1 message, both NUL-terminated. Does not return.
        .globl  rt.abort
        .type   rt.abort, @function
rt.abort:
        mv      t1, a0
        mv      t2, a1
        la      a1, .Lprefix
        jal     t0, .Lput
        mv      a1, t1
        jal     t0, .Lput
        la      a1, .Lcolon
        jal     t0, .Lput
        mv      a1, t2
        jal     t0, .Lput
        la      a1, .Lnewline
        jal     t0, .Lput
        j       .Ldie

# Writes the string at a1 to standard error; a failing write changes nothing, there is nobody left to tell.
# In: a1 string, t0 return address. Clobbers a0, a2, a7, t3.
.Lput:
        mv      a2, a1
1:      lbu     t3, 0(a2)
        addi    a2, a2, 1
        bnez    t3, 1b
        sub     a2, a2, a1
        addi    a2, a2, -1
        li      a0, STDERR
        li      a7, SYS_write
        ecall
        jr      t0
        .size   rt.abort, . - rt.abort

# abort(): C's, which says nothing. Does not return.
        .weak   abort
        .type   abort, @function
abort:
.Ldie:
        li      a7, SYS_getpid
        ecall
        li      a1, SIGABRT
        li      a7, SYS_kill
        ecall
        li      a0, 128 + SIGABRT       # the signal was blocked or handled: end all the same,
        li      a7, SYS_exit_group      # with the status a shell would have shown
        ecall
        j       .Ldie
        .size   abort, . - abort

        .section .rodata
.Lprefix:
        .asciz  "Abort: "
.Lcolon:
        .asciz  ": "
.Lnewline:
        .asciz  "\n"
