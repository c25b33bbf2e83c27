# SPDX-License-Identifier: MPL-2.0
# Program entry: goes from the stack that Linux prepares to the program's main function, and from there to exit.
# Takes:      sp -> argc, argv[0..argc-1], 0, envp..., 0, auxv... ; the other registers are unspecified.
# Guarantees: sets gp and environ, aligns sp to 16 bytes, runs .preinit_array and .init_array in order, then calls
#             `.main` (a Hare program's main; exit status 0) if there is one, otherwise main(argc, argv, envp).

        .weak   .main
        .weak   main

        .text
        .globl  _start
        .type   _start, @function
_start:
        .option push
        .option norelax                 # if relaxed, it would compute gp from gp
        la      gp, __global_pointer$
        .option pop
        li      ra, 0                   # backtraces end at a return address
        li      s0, 0                   # and frame pointer of 0
        ld      s1, 0(sp)               # argc
        addi    s2, sp, 8               # argv
        slli    t0, s1, 3
        add     s3, s2, t0
        addi    s3, s3, 8               # envp starts after argv's null
        la      t0, environ
        sd      s3, 0(t0)
        andi    sp, sp, -16

        la      s4, __preinit_array_start
        la      s5, __preinit_array_end
        call    .Lrun_array
        la      s4, __init_array_start
        la      s5, __init_array_end
        call    .Lrun_array

        la      s4, .Lmains
        mv      a0, s1
        mv      a1, s2
        mv      a2, s3
        ld      t0, 0(s4)               # .main
        beqz    t0, 1f
        jalr    t0
        li      a0, 0
        tail    rt.exit
1:      ld      t0, 8(s4)               # main
        beqz    t0, 2f
        jalr    t0
        tail    rt.exit
2:      la      a0, .Lwhere
        la      a1, .Lno_main
        tail    rt.abort

# Calls each function in the array from s4 to s5 as f(argc, argv, envp). _start never returns, so it need not save
# s-registers, and keeps the return address in one.
.Lrun_array:
        mv      s6, ra
        j       2f
1:      ld      t0, 0(s4)
        addi    s4, s4, 8
        mv      a0, s1
        mv      a1, s2
        mv      a2, s3
        jalr    t0
2:      bltu    s4, s5, 1b
        jr      s6
        .size   _start, . - _start

        .section .rodata
        .balign 8
# Addresses as data, not by `la`: an undefined weak symbol is 0, which a pc-relative pair may not reach.
.Lmains:
        .dword  .main
        .dword  main
.Lwhere:
        .asciz  "_start"
.Lno_main:
        .asciz  "the program defines neither main nor .main"

        .bss
        .balign 8
        .globl  environ                 # char **environ: the null-terminated list of "NAME=value"
        .type   environ, @object
environ:
        .zero   8
        .size   environ, 8
