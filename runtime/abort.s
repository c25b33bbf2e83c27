# SPDX-License-Identifier: MPL-2.0
# Abnormal termination: writes a message to standard error and raises SIGABRT (exit status 134 in a shell).
# Takes:      no heap, no stack, no other runtime routine, because it must work when those are broken.
# Guarantees: does not return. Preserves s0-s11, sp and ra, so that a debugger sees the caller's state.

        .equ    SYS_write, 64
        .equ    SYS_exit_group, 94
        .equ    SYS_kill, 129
        .equ    SYS_getpid, 172
        .equ    STDERR, 2
        .equ    SIGABRT, 6

        .text
# rt.abort_message(where, message): write "Abort: <where>: <message>\n" to fd 2 and raise SIGABRT.
# In: a0 where, a1 message, both NUL-terminated. Does not return.
        .globl  rt.abort_message
        .type   rt.abort_message, @function
rt.abort_message:
        .cfi_startproc
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
        j       rt.die
        .cfi_endproc

# Writes the string at a1 to standard error. Ignores failure: there is nowhere left to report it.
# In: a1 string, t0 return address. Clobbers a0, a2, a7, t3.
.Lput:
        .cfi_startproc
        .cfi_return_column t0
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
        .cfi_endproc
        .size   rt.abort_message, . - rt.abort_message

# abort(): C's abort, which writes no message. Does not return.
        .weak   abort
        .type   abort, @function
abort:
rt.die:
        .cfi_startproc
        li      a7, SYS_getpid
        ecall
        li      a1, SIGABRT
        li      a7, SYS_kill
        ecall
        li      a0, 128 + SIGABRT       # the signal was blocked or handled: exit anyway,
        li      a7, SYS_exit_group      # with the status that a shell would have shown
        ecall
        j       rt.die
        .cfi_endproc
        .size   abort, . - abort
        .globl  rt.die                  # for hare.s, in programs with an abort of their own

        .section .rodata
.Lprefix:
        .asciz  "Abort: "
.Lcolon:
        .asciz  ": "
.Lnewline:
        .asciz  "\n"
