# SPDX-License-Identifier: MPL-2.0
# life.s: Conway's Game of Life on a torus: what leaves on the right comes back on the left.
#
# Shows: two-dimensional arrays by hand, two boards that take turns, and a rule kept as a table
#        instead of a chain of comparisons.
# Run:   deno task leveret run examples/life.s           (4 generations)
#        deno task leveret run examples/life.s -- 40

        .equ    STDOUT, 1
        .equ    STDERR, 2
        .equ    DEFAULT_GENERATIONS, 4

        .equ    WIDTH, 24
        .equ    HEIGHT, 8
        .equ    ROW, WIDTH + 1          # rows end with a newline, so a board is its own picture
        .equ    BOARD, ROW * HEIGHT
        .equ    ALIVE, '#'
        .equ    DEAD, '.'

        .data
# A glider, a blinker and a block. The two boards take turns: one is read while the other is
# written.
board_a:
        .ascii  "........................\n"
        .ascii  "..#..............##.....\n"
        .ascii  "...#.............##.....\n"
        .ascii  ".###....................\n"
        .ascii  "..........###...........\n"
        .ascii  "........................\n"
        .ascii  "........................\n"
        .ascii  "........................\n"
        .if     . - board_a != BOARD
        .error  "the first board must have HEIGHT rows of WIDTH cells"
        .endif

        .bss
board_b:
        .zero   BOARD

        .section .rodata
# rule[living cells among the nine of a square]: what the cell in the middle becomes.
rule_of_the_dead:
        .ascii  "...#......"                # three neighbours: birth
rule_of_the_living:
        .ascii  "...##....."                # two or three neighbours and the cell itself: survival
generation:     .asciz "generation "
usage:          .asciz "life: the argument must be a number of generations from 0 to 9999\n"

        .text
        .globl  main
# main(a0 = argc, a1 = argv) -> a0 = 0, or 2 if the argument is not valid
main:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # the board to show and to read
        sd      s2, 16(sp)              # the other board
        sd      s3, 8(sp)               # number of this generation
        sd      s4, 0(sp)               # number of the last generation
        addi    s0, sp, 48
        la      s1, board_a
        la      s2, board_b
        li      s3, 0
        li      s4, DEFAULT_GENERATIONS
        li      t0, 2
        bltu    a0, t0, 1f
        ld      a0, 8(a1)
        call    parse_decimal
        beqz    a1, .Lbad_argument
        mv      s4, a0
1:
        mv      a0, s1
        mv      a1, s3
        call    show
        bgeu    s3, s4, 2f
        mv      a0, s1
        mv      a1, s2
        call    step
        mv      t0, s1                  # swap the boards
        mv      s1, s2
        mv      s2, t0
        addi    s3, s3, 1
        j       1b
2:
        li      a0, 0
.Lreturn:
        ld      s4, 0(sp)
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret
.Lbad_argument:
        li      a0, STDERR
        la      a1, usage
        call    rt.putstr
        li      a0, 2
        j       .Lreturn

# step(a0 = this board, a1 = next board): computes the next generation
# A leaf. In the loops: a2, a3, a4 = the rows above, at and below y; a5 = y; a6 = x;
# a7 and t6 = the columns left and right of x; t0 = living cells in the square around the cell.
step:
        la      t3, rule_of_the_dead
        la      t4, rule_of_the_living
        li      t5, ALIVE
        addi    a2, a0, BOARD - ROW     # above the first row is the last one
        mv      a3, a0
        addi    a4, a0, ROW
        li      a5, 0
.Lnext_row:
        li      a6, 0
        li      a7, WIDTH - 1           # left of the first column is the last one
        li      t6, 1
.Lnext_cell:
        li      t0, 0
        # Three columns in three rows: the assembler repeats the code for nine cells. `seqz` of a
        # difference is 1 if the cell is alive, so counting needs no branch.
        .irp    row, a2, a3, a4
        .irp    column, a7, a6, t6
        add     t1, \row, \column
        lbu     t1, 0(t1)
        sub     t1, t1, t5
        seqz    t1, t1
        add     t0, t0, t1
        .endr
        .endr

        add     t1, a3, a6
        lbu     t1, 0(t1)
        mv      t2, t3
        bne     t1, t5, 1f
        mv      t2, t4
1:
        add     t2, t2, t0
        lbu     t2, 0(t2)
        sb      t2, 0(a1)
        addi    a1, a1, 1

        mv      a7, a6
        mv      a6, t6
        addi    t6, t6, 1
        li      t1, WIDTH
        bltu    t6, t1, 2f
        li      t6, 0                   # right of the last column is the first one
2:
        bnez    a6, .Lnext_cell         # x wrapped around to 0: the row is done

        li      t1, '\n'
        sb      t1, 0(a1)
        addi    a1, a1, 1
        mv      a2, a3
        mv      a3, a4
        addi    a4, a4, ROW
        addi    a5, a5, 1
        li      t1, HEIGHT - 1
        bne     a5, t1, 3f
        mv      a4, a0                  # below the last row is the first one
3:
        bleu    a5, t1, .Lnext_row
        ret

# show(a0 = board, a1 = number): prints the generation's number and picture
show:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        mv      s2, a1
        li      a0, STDOUT
        la      a1, generation
        call    rt.putstr
        li      a0, STDOUT
        mv      a1, s2
        call    rt.putdec
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar
        li      a0, STDOUT
        mv      a1, s1
        li      a2, BOARD
        call    rt.putmem
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# parse_decimal(a0 = text) -> a0 = its value, a1 = 1; or a1 = 0 if the text is empty, contains
# anything but digits, or has more than four digits
parse_decimal:
        mv      t0, a0
        li      a0, 0
        li      a1, 0
        li      t3, 10
        li      t4, 4                   # digits left
        lbu     t1, 0(t0)
1:
        addi    t2, t1, -'0'
        bgeu    t2, t3, 2f
        beqz    t4, 2f
        mul     a0, a0, t3
        add     a0, a0, t2
        addi    t4, t4, -1
        addi    t0, t0, 1
        lbu     t1, 0(t0)
        bnez    t1, 1b
        li      a1, 1
2:
        ret
