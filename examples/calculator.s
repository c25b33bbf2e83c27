# SPDX-License-Identifier: MPL-2.0
# calculator.s: reads expressions, one per line, and prints their values.
#
# Shows: a recursive descent parser (one function per level of precedence), a cursor that all of
#        them keep in a saved register, and leaving many nested calls at once on an error.
#        Numbers are decimal or 0x hexadecimal; + - * / % ( ) and unary minus; 64 bits, wrapping.
#        Errors go to stderr with line and column; the exit status is 1 if there were any.
# Run:   echo '2 * (3 + 0x10)' | deno task leveret run examples/calculator.s

        .equ    STDIN, 0
        .equ    STDOUT, 1
        .equ    STDERR, 2

        .equ    INPUT_SIZE, 4096
        .equ    LINE_SIZE, 1024         # including its NUL
        .equ    MAX_DEPTH, 500          # nested parentheses and minus signs; each takes stack

        # struct input_state { next: *u8, end: *u8 }: the unread part of `input`
        .equ    INPUT_NEXT, 0
        .equ    INPUT_END, 8

        .equ    END_OF_INPUT, -1
        .equ    TOO_LONG, -2

        .section .rodata
number_expected:    .asciz "expected a number, '-' or '('"
digit_expected:     .asciz "expected a hexadecimal digit after 0x"
paren_expected:     .asciz "expected ')'"
operator_expected:  .asciz "expected an operator or the end of the line"
number_too_large:   .asciz "the number does not fit into 64 bits"
zero_division:      .asciz "division by zero"
too_deep:           .asciz "nested too deeply"
line_too_long:      .asciz "the line is longer than 1023 characters"
cannot_read:        .asciz "calculator: cannot read the input\n"
line_word:          .asciz "line "
column_word:        .asciz ", column "
colon:              .asciz ": "

        .bss
line:
        .zero   LINE_SIZE
input:
        .zero   INPUT_SIZE
        .balign 8
input_state:
        .zero   16

        .text
        .globl  main
# main() -> a0 = 0, or 1 if a line had an error
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)               # number of this line
        sd      s2, 0(sp)               # exit status
        addi    s0, sp, 32
        li      s1, 0
        li      s2, 0

.Lnext_line:
        call    read_line
        li      t0, END_OF_INPUT
        beq     a0, t0, .Lend
        addi    s1, s1, 1
        li      t0, TOO_LONG
        beq     a0, t0, .Lline_too_long
        beqz    a0, .Lnext_line         # an empty line is no expression, but no error either
        mv      a1, a0
        la      a0, line
        call    evaluate
        bnez    a1, .Lerror
        mv      a1, a0
        li      a0, STDOUT
        call    rt.putdec
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar
        j       .Lnext_line

.Lline_too_long:
        la      a1, line_too_long
        li      a2, LINE_SIZE
.Lerror:
        mv      a0, s1
        call    report
        li      s2, 1
        j       .Lnext_line

.Lend:
        mv      a0, s2
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# evaluate(a0 = expression that ends with a NUL, a1 = its length)
#   -> a0 = its value, a1 = null; or a1 = message and a2 = column, counted from 1
#
# The functions of the parser share three saved registers as if they were global variables:
#   s9 = evaluate's stack pointer, to return to from any depth
#   s10 = the cursor: address of the next character
#   s11 = how many more levels may be opened
# They do not save them, because changing them is their purpose.
evaluate:
        addi    sp, sp, -80
        sd      ra, 72(sp)
        sd      s0, 64(sp)
        sd      s1, 56(sp)              # the start of the line
        sd      s2, 48(sp)              # its end
        sd      s3, 40(sp)              # not used here, but saved for functions that `fail` skips
        sd      s9, 32(sp)
        sd      s10, 24(sp)
        sd      s11, 16(sp)
        addi    s0, sp, 80
        mv      s1, a0
        add     s2, a0, a1
        sd      s1, 0(sp)               # s1 changes further down: `fail` restores it from here
        mv      s9, sp
        mv      s10, a0
        li      s11, MAX_DEPTH

        call    expression
        # The end is where the length says. A NUL inside the line is a character like any other,
        # and not an operator.
        bne     s10, s2, .Lnot_at_end
        li      a1, 0
.Lreturn_evaluate:
        ld      s11, 16(sp)
        ld      s10, 24(sp)
        ld      s9, 32(sp)
        ld      s3, 40(sp)
        ld      s2, 48(sp)
        ld      s1, 56(sp)
        ld      s0, 64(sp)
        ld      ra, 72(sp)
        addi    sp, sp, 80
        ret
.Lnot_at_end:
        la      a0, operator_expected
        # Falls through.

# fail(a0 = message): makes evaluate return the message, and the column of the cursor. Jumped to
# from any function of the parser. One `mv` drops all their stack frames, as setjmp and longjmp do
# in C.
fail:
        mv      sp, s9
        mv      a1, a0
        ld      t0, 0(sp)
        sub     a2, s10, t0
        addi    a2, a2, 1
        j       .Lreturn_evaluate

# expression() -> a0 = value of   term { ("+" | "-") term }
expression:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        call    term
        mv      s1, a0
1:
        call    skip_blanks
        li      t0, '+'
        beq     a0, t0, 2f
        li      t0, '-'
        beq     a0, t0, 3f
        mv      a0, s1
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
2:
        addi    s10, s10, 1
        call    term
        add     s1, s1, a0
        j       1b
3:
        addi    s10, s10, 1
        call    term
        sub     s1, s1, a0
        j       1b

# term() -> a0 = value of   factor { ("*" | "/" | "%") factor }
term:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # value so far
        sd      s2, 16(sp)              # the operator
        sd      s3, 8(sp)               # its position, for the message
        addi    s0, sp, 48
        call    factor
        mv      s1, a0
1:
        call    skip_blanks
        mv      s2, a0
        mv      s3, s10
        li      t0, '*'
        beq     s2, t0, 2f
        li      t0, '/'
        beq     s2, t0, 2f
        li      t0, '%'
        beq     s2, t0, 2f
        mv      a0, s1
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret
2:
        addi    s10, s10, 1
        call    factor
        li      t0, '*'
        bne     s2, t0, 3f
        mul     s1, s1, a0
        j       1b
3:
        # RISC-V does not trap on a division by zero: div gives -1 and rem the dividend. The program
        # must check.
        beqz    a0, 5f
        li      t0, '/'
        bne     s2, t0, 4f
        div     s1, s1, a0
        j       1b
4:
        rem     s1, s1, a0
        j       1b
5:
        mv      s10, s3                 # point at the operator, not after its operand
        la      a0, zero_division
        j       fail

# factor() -> a0 = value of   "-" factor | "(" expression ")" | number
factor:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        addi    s0, sp, 32
        call    skip_blanks
        addi    t0, a0, -'0'
        li      t1, 10
        bltu    t0, t1, 3f
        li      t0, '-'
        beq     a0, t0, 1f
        li      t0, '('
        beq     a0, t0, 2f
        la      a0, number_expected
        j       fail
1:
        call    open_level
        call    factor
        neg     a0, a0
        addi    s11, s11, 1
        j       4f
2:
        call    open_level
        call    expression
        sd      a0, 0(sp)
        call    skip_blanks
        mv      t0, a0
        la      a0, paren_expected
        li      t1, ')'
        bne     t0, t1, fail
        addi    s10, s10, 1
        addi    s11, s11, 1
        ld      a0, 0(sp)
        j       4f
3:
        call    number
4:
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# open_level(): skips the character at the cursor and counts a level of nesting. Without a limit, a
# line of a thousand parentheses would decide how much stack we use.
open_level:
        beqz    s11, 1f
        addi    s11, s11, -1
        addi    s10, s10, 1
        ret
1:
        la      a0, too_deep
        j       fail

# number() -> a0 = value of   digit { digit } | "0x" hexdigit { hexdigit }
# The cursor is at a digit. A leaf: t0 = base, t1 = the largest value that can take another digit.
number:
        mv      t3, s10                 # where the number began, for the message
        li      t0, 10
        lbu     t1, 0(s10)
        lbu     t2, 1(s10)              # the NUL if nothing else
        addi    t1, t1, -'0'
        bnez    t1, 1f
        ori     t2, t2, 0x20            # accept X as well as x
        li      t1, 'x'
        bne     t2, t1, 1f
        li      t0, 16
        addi    s10, s10, 2
1:
        li      t1, -1                  # the largest unsigned number
        divu    t1, t1, t0
        li      a0, 0
        mv      t4, s10                 # the first digit
2:
        lbu     t2, 0(s10)
        addi    t5, t2, -'0'
        li      t6, 10
        bltu    t5, t6, 3f
        ori     t2, t2, 0x20
        addi    t5, t2, -'a'
        li      t6, 26
        bgeu    t5, t6, 4f              # neither a digit nor a letter
        addi    t5, t5, 10
        bgeu    t5, t0, 4f              # a letter, but not a digit of this base
3:
        bgtu    a0, t1, 5f
        mul     a0, a0, t0
        add     a0, a0, t5
        bltu    a0, t5, 5f              # the sum wrapped around
        addi    s10, s10, 1
        j       2b
4:
        beq     s10, t4, 6f
        ret
5:
        mv      s10, t3
        la      a0, number_too_large
        j       fail
6:
        la      a0, digit_expected      # only after 0x can there be no digit at all
        j       fail

# skip_blanks() -> a0 = the character at the cursor, after any blanks and tabs
skip_blanks:
        lbu     a0, 0(s10)
        li      t0, ' '
        beq     a0, t0, 1f
        li      t0, '\t'
        beq     a0, t0, 1f
        ret
1:
        addi    s10, s10, 1
        j       skip_blanks

# read_line() -> a0 = length of the line now in `line`, without newline and trailing blanks;
# END_OF_INPUT; or TOO_LONG, after skipping the line
read_line:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)               # length so far
        sd      s2, 0(sp)               # 1 if anything was read, even a newline
        addi    s0, sp, 32
        li      s1, 0
        li      s2, 0
.Lnext_byte:
        call    read_byte
        bltz    a0, .Lno_more
        li      s2, 1
        li      t0, '\n'
        beq     a0, t0, .Lline_complete
        li      t0, LINE_SIZE
        bgeu    s1, t0, .Lnext_byte     # too long: read on, but store nothing
        la      t1, line
        add     t1, t1, s1
        addi    s1, s1, 1
        beq     s1, t0, .Lnext_byte     # one byte too many: the last byte is for the NUL
        sb      a0, 0(t1)
        j       .Lnext_byte
.Lno_more:
        # The last line counts even without a newline, but no bytes at all are the end.
        beqz    s2, .Lat_end
.Lline_complete:
        li      a0, TOO_LONG
        li      t0, LINE_SIZE
        beq     s1, t0, .Lreturn_read_line
        la      t0, line
        add     t1, t0, s1
1:
        beq     t1, t0, 2f              # cut trailing blanks, tabs and the \r of a DOS file
        lbu     t2, -1(t1)
        addi    t3, t2, -' '
        beqz    t3, 3f
        addi    t3, t2, -'\t'
        beqz    t3, 3f
        addi    t3, t2, -'\r'
        bnez    t3, 2f
3:
        addi    t1, t1, -1
        j       1b
2:
        sb      zero, 0(t1)
        sub     a0, t1, t0
        j       .Lreturn_read_line
.Lat_end:
        li      a0, END_OF_INPUT
.Lreturn_read_line:
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# read_byte() -> a0 = the next byte of the input, or END_OF_INPUT
# One system call per INPUT_SIZE bytes, not one per byte.
read_byte:
        la      t0, input_state
        ld      t1, INPUT_NEXT(t0)
        ld      t2, INPUT_END(t0)
        bltu    t1, t2, 1f
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, STDIN
        la      a1, input
        li      a2, INPUT_SIZE
        call    rt.read
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        bltz    a0, 2f
        beqz    a0, 3f
        la      t0, input_state
        la      t1, input
        add     t2, t1, a0
        sd      t2, INPUT_END(t0)
1:
        lbu     a0, 0(t1)
        addi    t1, t1, 1
        sd      t1, INPUT_NEXT(t0)
        ret
2:
        li      a0, STDERR
        la      a1, cannot_read
        call    rt.putstr
        li      a0, 1
        call    rt.exit
3:
        li      a0, END_OF_INPUT
        ret

# report(a0 = line, a1 = message, a2 = column): "line L, column C: message" on stderr
report:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)
        sd      s2, 16(sp)
        sd      s3, 8(sp)
        addi    s0, sp, 48
        mv      s1, a0
        mv      s2, a1
        mv      s3, a2
        la      a1, line_word
        call    complain
        li      a0, STDERR
        mv      a1, s1
        call    rt.putdec
        la      a1, column_word
        call    complain
        li      a0, STDERR
        mv      a1, s3
        call    rt.putdec
        la      a1, colon
        call    complain
        mv      a1, s2
        call    complain
        li      a0, STDERR
        li      a1, '\n'
        call    rt.putchar
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# complain(a1 = text): prints it to stderr
complain:
        li      a0, STDERR
        tail    rt.putstr
