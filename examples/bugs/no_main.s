# SPDX-License-Identifier: MPL-2.0
# no_main.s: the program has no main.
#
# The bug:  a misspelt name. Both main and .main are weak symbols in the runtime, because a program
#           defines only one of them; so the linker does not complain if there is neither.
# Found by: _start, which checks before it jumps: "the program defines neither main nor .main".
# Fix:      capital letters matter.
# Run:      deno task leveret run examples/bugs/no_main.s

        .text
        .globl  Main
Main:
        li      a0, 0
        ret
