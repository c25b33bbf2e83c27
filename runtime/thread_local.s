# SPDX-License-Identifier: MPL-2.0
# Thread-local variables of position-independent code in the general-dynamic model (gcc -fpic).
# Takes:      tp, which _start sets, and the linker's pairs in the GOT.
# Guarantees: the address of the variable in the only thread there is. Leaf routine: no stack, no s-registers.

        .equ    OFFSET, 8               # of the pair {module, offset}
        .equ    DTV_OFFSET, 0x800       # which the psABI subtracts from the offset

        .text
# __tls_get_addr(pair): find a thread-local variable. Compilers call it; la.tls.gd loads the argument.
# In: a0 address of the pair in the GOT. Out: a0 address of the variable. Clobbers t0.
        .weak   __tls_get_addr
        .type   __tls_get_addr, @function
__tls_get_addr:
        .cfi_startproc
        ld      a0, OFFSET(a0)
        li      t0, DTV_OFFSET
        add     a0, a0, t0
        add     a0, a0, tp
        ret
        .cfi_endproc
        .size   __tls_get_addr, . - __tls_get_addr
