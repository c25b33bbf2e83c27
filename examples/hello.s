# SPDX-License-Identifier: MPL-2.0
# hello.s: a whole program in seven instructions, without a runtime.
#
# Shows: how a program calls the kernel. The number of the system call goes into a7 and its
#        arguments into a0 to a5; `ecall` traps to the kernel, which returns its result in a0.
# Run:   deno task leveret run examples/hello.s
# See:   hello_main.s, the same program on top of the runtime.

        .equ    STDOUT, 1
        .equ    SYS_write, 64
        .equ    SYS_exit_group, 94

        .section .rodata
greeting:
        .ascii  "Hello, hare!\n"
        .equ    GREETING_LENGTH, . - greeting  # `.` is here, so this is the length of the text

        .text
        .globl  _start
# The kernel jumps to _start. Nobody called it, so there is nowhere to return to.
_start:
        li      a7, SYS_write           # write(STDOUT, greeting, GREETING_LENGTH)
        li      a0, STDOUT
        la      a1, greeting
        li      a2, GREETING_LENGTH
        ecall

        li      a7, SYS_exit_group      # exit_group(0): without it the hart would run on into
        li      a0, 0                   # whatever bytes follow
        ecall
