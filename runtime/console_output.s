# SPDX-License-Identifier: MPL-2.0
# Printing to standard output with names that need no explanation: print_int, print_string and kin.
# Takes:      one argument, in a0. Nothing is buffered, and nothing is added: a new line is print_newline's.
# Guarantees: a0 is 0 when everything was written, or a negative errno. Preserves s0-s11. All names are weak: a program
#             that defines its own print_int keeps it.

        .equ    STDOUT, 1

        .text
# print_int(v): print a signed number in decimal.
# In: a0 v. Out: a0 0 or a negative errno. Clobbers a1-a5, a7, t0-t3.
        .weak   print_int
        .type   print_int, @function
print_int:
        .cfi_startproc
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putdec
        .cfi_endproc
        .size   print_int, . - print_int

# print_uint(v): print an unsigned number in decimal.
# In: a0 v. Out: a0 0 or a negative errno. Clobbers a1-a5, a7, t0-t3.
        .weak   print_uint
        .type   print_uint, @function
print_uint:
        .cfi_startproc
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putudec
        .cfi_endproc
        .size   print_uint, . - print_uint

# print_hex(v): print a number in hexadecimal, with 0x in front.
# In: a0 v. Out: a0 0 or a negative errno. Clobbers a1-a5, a7, t0-t3.
        .weak   print_hex
        .type   print_hex, @function
print_hex:
        .cfi_startproc
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.puthex
        .cfi_endproc
        .size   print_hex, . - print_hex

# print_string(s): print a NUL-terminated string.
# In: a0 s. Out: a0 0 or a negative errno. Clobbers a1-a3, a7, t0-t5.
        .weak   print_string
        .type   print_string, @function
print_string:
        .cfi_startproc
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putstr
        .cfi_endproc
        .size   print_string, . - print_string

# print_char(c): print one byte.
# In: a0 c (its low 8 bits). Out: a0 0 or a negative errno. Clobbers a1-a3, a7, t0.
        .weak   print_char
        .type   print_char, @function
print_char:
        .cfi_startproc
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putchar
        .cfi_endproc
        .size   print_char, . - print_char

# print_newline(): end the line.
# Out: a0 0 or a negative errno. Clobbers a1-a3, a7, t0.
        .weak   print_newline
        .type   print_newline, @function
print_newline:
        .cfi_startproc
        li      a1, '\n'
        li      a0, STDOUT
        tail    rt.putchar
        .cfi_endproc
        .size   print_newline, . - print_newline
