# SPDX-License-Identifier: MPL-2.0
# arguments.s: prints the program's arguments and environment, and looks up a variable.
#
# Shows: arrays of pointers that end with a null (argv, envp), registers saved across calls, and
#        getenv as a library would write it.
# Run:   deno task leveret run examples/arguments.s -- one "two words"

        .equ    STDOUT, 1

        .section .rodata
arguments_title:    .asciz "arguments: "
environment_title:  .asciz "environment: "
indent:             .asciz "  "
colon:              .asciz ": "
home:               .asciz "HOME"
home_is:            .asciz "HOME is "
home_is_not:        .asciz "HOME is not set"

        .text
        .globl  main
# main(a0 = argc, a1 = argv, a2 = envp) -> a0 = 0
main:
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

        # argv[0] is the name the program was started by, not an argument; hence argc - 1.
        la      a0, arguments_title
        addi    a1, s1, -1
        call    print_count
        li      s1, 1
.Lnext_argument:
        slli    t0, s1, 3               # argv is an array of 8-byte pointers
        add     t0, t0, s2
        ld      a1, 0(t0)
        beqz    a1, .Larguments_done    # argv[argc] is null
        mv      a0, s1
        call    print_numbered
        addi    s1, s1, 1
        j       .Lnext_argument

.Larguments_done:
        mv      a0, s3
        call    count_pointers
        mv      a1, a0
        la      a0, environment_title
        call    print_count
        mv      s2, s3                  # envp itself is still needed for getenv
.Lnext_variable:
        ld      s1, 0(s2)
        beqz    s1, .Lvariables_done
        la      a0, indent
        call    print
        mv      a0, s1
        call    print_line
        addi    s2, s2, 8
        j       .Lnext_variable

.Lvariables_done:
        la      a0, home
        mv      a1, s3
        call    getenv
        mv      s1, a0
        beqz    s1, .Lno_home
        la      a0, home_is
        call    print
        mv      a0, s1
        j       .Lprint_last
.Lno_home:
        la      a0, home_is_not
.Lprint_last:
        call    print_line

        li      a0, 0
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# getenv(a0 = name, a1 = envp) -> a0 = the text after "name=", or null if there is none
# A leaf: it calls nothing and needs only temporaries.
getenv:
        ld      t0, 0(a1)
        beqz    t0, .Lnot_found
        mv      t1, a0
.Lcompare:
        lbu     t2, 0(t1)
        lbu     t3, 0(t0)
        beqz    t2, .Lname_ended
        bne     t2, t3, .Ltry_next
        addi    t0, t0, 1
        addi    t1, t1, 1
        j       .Lcompare
.Lname_ended:
        # The whole name matched. This is the variable only if the entry's name ends here too:
        # "HOME" must not find "HOMEPAGE=...".
        li      t4, '='
        bne     t3, t4, .Ltry_next
        addi    a0, t0, 1
        ret
.Ltry_next:
        addi    a1, a1, 8
        j       getenv
.Lnot_found:
        li      a0, 0
        ret

# count_pointers(a0 = array that ends with a null) -> a0 = number of pointers before the null
count_pointers:
        mv      t0, a0
        li      a0, 0
1:
        ld      t1, 0(t0)
        beqz    t1, 2f
        addi    a0, a0, 1
        addi    t0, t0, 8
        j       1b
2:
        ret

# print_count(a0 = title, a1 = count): "title" "count" newline
print_count:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a1
        call    print
        li      a0, STDOUT
        mv      a1, s1
        call    rt.putdec
        call    newline
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_numbered(a0 = number, a1 = text): "  number: text" newline
print_numbered:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        mv      s2, a1
        la      a0, indent
        call    print
        li      a0, STDOUT
        mv      a1, s1
        call    rt.putdec
        la      a0, colon
        call    print
        mv      a0, s2
        call    print_line
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_line(a0 = text): the text and a newline
print_line:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        call    print
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        # Falls through: newline returns to our caller.

# newline()
newline:
        li      a0, STDOUT
        li      a1, '\n'
        tail    rt.putchar              # a call that is the last thing we do needs no frame

# print(a0 = text)
print:
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putstr
