# SPDX-License-Identifier: MPL-2.0
# Program entry: goes from the stack that Linux prepares to the program's main function, and from there to exit.
# Takes:      sp -> argc, argv[0..argc-1], 0, envp..., 0, auxv... ; the other registers are unspecified.
# Guarantees: sets gp and environ, aligns sp to 16 bytes, resolves indirect functions, sets tp if there are thread-local
#             variables, runs .preinit_array and .init_array in order, then calls `.main` (a Hare program's main; exit
#             status 0) if there is one, otherwise main(argc, argv, envp).

        .equ    SYS_mmap, 222
        .equ    PROT_READ_WRITE, 3
        .equ    MAP_PRIVATE_ANONYMOUS, 0x22
        .equ    MAX_ERRNO, 4095
        .equ    AT_HWCAP, 16
        .equ    TCB_SIZE, 16            # bytes below tp that a C library would use
# An ELF header and a program header (elf.h).
        .equ    E_PHOFF, 32
        .equ    E_PHENTSIZE, 54
        .equ    E_PHNUM, 56
        .equ    PT_TLS, 7
        .equ    P_TYPE, 0
        .equ    P_VADDR, 16
        .equ    P_FILESZ, 32
        .equ    P_MEMSZ, 40
        .equ    P_ALIGN, 48
# A relocation (elf.h).
        .equ    R_OFFSET, 0
        .equ    R_TYPE, 8
        .equ    R_ADDEND, 16
        .equ    RELA_SIZE, 24
        .equ    R_RISCV_IRELATIVE, 58

        .weak   .main
        .weak   main

# The linker defines these. A macro keeps them out of the list of names that this file offers to other objects, which is
# read from lines that begin with .weak.
        .macro  weak_reference names:vararg
        .weak   \names
        .endm
        weak_reference __ehdr_start, __rela_iplt_start, __rela_iplt_end

# Offsets in .Laddresses.
        .equ    HARE_MAIN, 0
        .equ    C_MAIN, 8
        .equ    EHDR, 16
        .equ    RELA_START, 24
        .equ    RELA_END, 32

        .text
        .type   rt.past_end, @object
rt.past_end:
        .word   0                       # traps: the code before has run past its end
        .size   rt.past_end, . - rt.past_end
        .globl  _start
        .type   _start, @function
_start:
        .cfi_startproc
        .cfi_undefined ra
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

        la      s7, .Laddresses
        ld      s4, RELA_START(s7)
        ld      s5, RELA_END(s7)
        bltu    s4, s5, .Lindirect_functions
.Lresolved:
        ld      t0, EHDR(s7)
        bnez    t0, .Lthread_locals
.Lthread_ready:
        la      s4, __preinit_array_start
        la      s5, __preinit_array_end
        call    .Lrun_array
        la      s4, __init_array_start
        la      s5, __init_array_end
        call    .Lrun_array

        mv      a0, s1
        mv      a1, s2
        mv      a2, s3
        ld      t0, HARE_MAIN(s7)
        beqz    t0, 1f
        jalr    t0
        li      a0, 0
        tail    rt.exit
1:      ld      t0, C_MAIN(s7)
        beqz    t0, 2f
        jalr    t0
        tail    rt.exit
2:      la      a0, .Lwhere
        la      a1, .Lno_main
        tail    rt.abort_message
        .cfi_endproc

# Calls each function in the array from s4 to s5 as f(argc, argv, envp). _start never returns, so it need not save
# s-registers, and keeps the return address in one.
.Lrun_array:
        .cfi_startproc
        mv      s6, ra
        .cfi_register ra, s6
        j       2f
1:      ld      t0, 0(s4)
        addi    s4, s4, 8
        mv      a0, s1
        mv      a1, s2
        mv      a2, s3
        jalr    t0
2:      bltu    s4, s5, 1b
        jr      s6
        .cfi_endproc

# Stores the address of each indirect function where the relocations from s4 to s5 say. A resolver is called before
# there are thread-local variables, as resolver(hwcap, 0, 0).
.Lindirect_functions:
        .cfi_startproc
        .cfi_undefined ra
        mv      t0, s3
1:      ld      t1, 0(t0)
        addi    t0, t0, 8
        bnez    t1, 1b                  # the auxiliary vector follows envp's null
        li      s8, 0                   # AT_HWCAP, 0 if there is none
2:      ld      t1, 0(t0)
        addi    t0, t0, 16
        beqz    t1, 3f
        addi    t1, t1, -AT_HWCAP
        bnez    t1, 2b
        ld      s8, -8(t0)
3:      lw      t0, R_TYPE(s4)
        li      t1, R_RISCV_IRELATIVE
        bne     t0, t1, 4f
        ld      t0, R_ADDEND(s4)        # the resolver
        mv      a0, s8
        li      a1, 0
        li      a2, 0
        jalr    t0
        ld      t0, R_OFFSET(s4)
        sd      a0, 0(t0)
4:      addi    s4, s4, RELA_SIZE
        bltu    s4, s5, 3b
        j       .Lresolved

# Finds the image of the thread-local variables, if any, and sets tp to a copy of it.
.Lthread_locals:                        # t0 the ELF header
        ld      t1, E_PHOFF(t0)
        lhu     t2, E_PHENTSIZE(t0)
        lhu     t3, E_PHNUM(t0)
        add     t1, t1, t0
1:      beqz    t3, .Lthread_ready
        lw      t4, P_TYPE(t1)
        addi    t4, t4, -PT_TLS
        beqz    t4, 2f
        add     t1, t1, t2
        addi    t3, t3, -1
        j       1b
2:      mv      s4, t1
        ld      a1, P_MEMSZ(s4)
        ld      t0, P_ALIGN(s4)
        add     a1, a1, t0              # tp is somewhere in the first TCB_SIZE + alignment bytes
        addi    a1, a1, TCB_SIZE
        li      a0, 0
        li      a2, PROT_READ_WRITE
        li      a3, MAP_PRIVATE_ANONYMOUS
        li      a4, -1
        li      a5, 0
        li      a7, SYS_mmap
        ecall
        li      t0, -MAX_ERRNO
        bgeu    a0, t0, 5f
        ld      t0, P_ALIGN(s4)
        seqz    t1, t0
        add     t0, t0, t1              # 0 means 1
        addi    a0, a0, TCB_SIZE - 1
        add     a0, a0, t0
        neg     t0, t0
        and     tp, a0, t0
        ld      t0, P_VADDR(s4)
        ld      t1, P_FILESZ(s4)        # the rest stays zero
        add     t1, t1, t0
        mv      t2, tp
        j       4f
3:      lbu     t3, 0(t0)
        sb      t3, 0(t2)
        addi    t0, t0, 1
        addi    t2, t2, 1
4:      bltu    t0, t1, 3b
        j       .Lthread_ready
5:      la      a0, .Lwhere
        la      a1, .Lno_memory
        tail    rt.abort_message
        .cfi_endproc
        .size   _start, . - _start

        .section .rodata
        .balign 8
# Addresses as data, not by `la`: an undefined weak symbol is 0, which a pc-relative pair may not reach.
.Laddresses:
        .dword  .main, main, __ehdr_start, __rela_iplt_start, __rela_iplt_end
.Lwhere:
        .asciz  "_start"
.Lno_main:
        .asciz  "the program defines neither main nor .main"
.Lno_memory:
        .asciz  "no memory for thread-local variables"

        .bss
        .balign 8
        .globl  environ                 # char **environ: the null-terminated list of "NAME=value"
        .type   environ, @object
environ:
        .zero   8
        .size   environ, 8
