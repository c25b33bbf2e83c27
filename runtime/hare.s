# SPDX-License-Identifier: MPL-2.0
# What compiled Hare calls besides the allocator, slices and memory routines: aborts, and comparison of strings.
# Takes:      a str of Hare's by its address, as the calling convention passes one: {data, length, capacity}. The data is
#             not NUL-terminated.
# Guarantees: as Hare's rt since harec passes source locations as path, line and column. The aborts use no heap and no
#             stack, and preserve s0-s11, sp and ra. An object that defines these names itself replaces all of them.

        .equ    SYS_write, 64
        .equ    STDERR, 2
        .equ    DATA, 0
        .equ    LENGTH, 8
        .equ    STR_SIZE, 24
        .equ    NREASONS, 8

        .text
# rt.abort(path, line, column, message): write "Abort: <path>:<line>:<column>: <message>\n" to fd 2 and raise SIGABRT.
# In: a0 path and a3 message, each the address of a str; a1 line; a2 column. Does not return.
        .globl  rt.abort
        .type   rt.abort, @function
rt.abort:
        .cfi_startproc
        mv      t1, a0
        mv      t2, a3
        mv      t3, a1
        mv      t4, a2
        la      a1, .Lprefix
        li      a2, 7
        jal     t0, .Lput
        mv      t5, t1
        jal     t6, .Lput_str
        jal     t6, .Lput_number        # the line
        mv      t3, t4
        jal     t6, .Lput_number        # the column
        la      a1, .Lcolon
        li      a2, 2
        jal     t0, .Lput
        mv      t5, t2
        jal     t6, .Lput_str
        la      a1, .Lnewline
        li      a2, 1
        jal     t0, .Lput
        tail    rt.die
        .cfi_endproc

# Writes ':' and the number in t3 in decimal. t6 return address. Clobbers a0-a2, a7, t0, t3.
.Lput_number:
        .cfi_startproc
        .cfi_return_column t6
        la      a1, .Ldigits_end
        li      a2, 10
1:      addi    a1, a1, -1
        remu    a0, t3, a2
        divu    t3, t3, a2
        addi    a0, a0, '0'
        sb      a0, 0(a1)
        bnez    t3, 1b
        addi    a1, a1, -1
        li      a0, ':'
        sb      a0, 0(a1)
        la      a2, .Ldigits_end
        sub     a2, a2, a1
        j       2f
# Writes the str at t5. t6 return address. Clobbers a0-a2, a7, t0.
.Lput_str:
        ld      a1, DATA(t5)
        ld      a2, LENGTH(t5)
2:      jal     t0, .Lput
        jr      t6
        .cfi_endproc
# Writes a2 bytes at a1. t0 return address. Clobbers a0, a7.
.Lput:
        .cfi_startproc
        .cfi_return_column t0
        li      a0, STDERR
        li      a7, SYS_write
        ecall
        jr      t0
        .cfi_endproc
        .size   rt.abort, . - rt.abort

# rt.abort_fixed(path, line, column, reason): abort with one of the compiler's messages: 0 slice or array access out
# of bounds, 1 type assertion failed, 2 out of memory, 3 static insert/append exceeds slice capacity, 4 execution reached
# unreachable code (compiler bug), 5 slice allocation capacity smaller than initializer, 6 assertion failed, 7 error
# occurred. In: a0 path, the address of a str; a1 line; a2 column; a3 reason. Does not return.
        .globl  rt.abort_fixed
        .type   rt.abort_fixed, @function
rt.abort_fixed:
        .cfi_startproc
        li      t0, NREASONS
        bltu    a3, t0, 1f
        mv      a3, t0                  # a newer compiler's
1:      li      t0, STR_SIZE
        mul     a3, a3, t0
        la      t0, .Lreasons
        add     a3, a3, t0
        j       rt.abort
        .cfi_endproc
        .size   rt.abort_fixed, . - rt.abort_fixed

# rt.strcmp(a, b): compare two strs for equality. Unlike C's strcmp, 1 means equal.
# In: a0, a1 addresses of strs. Out: a0 1 or 0. Clobbers a1, t0-t3.
        .globl  rt.strcmp
        .type   rt.strcmp, @function
rt.strcmp:
        .cfi_startproc
        ld      t0, LENGTH(a0)
        ld      t1, LENGTH(a1)
        bne     t0, t1, 3f
        ld      a0, DATA(a0)
        ld      a1, DATA(a1)
        add     t0, t0, a0              # the end of a
        j       2f
1:      lbu     t1, 0(a0)
        lbu     t2, 0(a1)
        bne     t1, t2, 3f
        addi    a0, a0, 1
        addi    a1, a1, 1
2:      bne     a0, t0, 1b
        li      a0, 1
        ret
3:      li      a0, 0
        ret
        .cfi_endproc
        .size   rt.strcmp, . - rt.strcmp

        .macro  str text
        .pushsection .rodata.str, "a"
1:      .ascii  "\text"
2:      .popsection
        .dword  1b, 2b - 1b, 2b - 1b
        .endm

        .section .rodata
        .balign 8
.Lreasons:
        str     "slice or array access out of bounds"
        str     "type assertion failed"
        str     "out of memory"
        str     "static insert/append exceeds slice capacity"
        str     "execution reached unreachable code (compiler bug)"
        str     "slice allocation capacity smaller than initializer"
        str     "assertion failed"
        str     "error occurred"
        str     "unknown reason"
.Lprefix:
        .ascii  "Abort: "
.Lcolon:
        .ascii  ": "
.Lnewline:
        .ascii  "\n"

        .bss
        .zero   24                      # a number's digits, from the end down
.Ldigits_end:
