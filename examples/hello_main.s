# SPDX-License-Identifier: MPL-2.0
# hello_main.s: hello again, now as a function that the runtime calls.
#
# Shows: what the runtime's _start does for a program: it sets up gp, calls main(argc, argv, envp)
#        by the psABI's calling convention, and exits with the value that main returns.
# Run:   deno task leveret run examples/hello_main.s
# See:   hello.s, the same without a runtime.

        .equ    STDOUT, 1

        .section .rodata
greeting:
        .asciz  "Hello from main!\n"

        .text
        .globl  main
# main(a0 = argc, a1 = argv, a2 = envp) -> a0 = exit status
main:
        # `call` overwrites ra, and main needs its own ra to return. s0 is the frame pointer: with
        # ra and the caller's s0 right below it, a debugger can walk from frame to frame. sp is
        # always a multiple of 16.
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16

        li      a0, STDOUT
        la      a1, greeting
        call    rt.putstr

        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
