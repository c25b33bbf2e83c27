# SPDX-License-Identifier: MPL-2.0
# Ending the process: rt.exit runs .fini_array first, which includes the allocator's checks at exit; rt._exit
# does not.
# Guarantees: neither returns. The functions of .fini_array are called from last to first, each at most once, even if
#             one of them calls rt.exit.

        .equ    SYS_exit_group, 94

        .text
# rt.exit(status), C name exit: run .fini_array backwards, then end the process.
# In: a0 status, of which the system keeps the low 8 bits. Does not return.
        .globl  rt.exit
        .weak   exit
        .type   rt.exit, @function
        .type   exit, @function
rt.exit:
exit:
        .cfi_startproc
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)              # only needed so that a backtrace from a check
        .cfi_offset ra, -8
        sd      s0, 16(sp)              # at exit reaches the caller of exit
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a0, 8(sp)
1:      la      t0, .Lpending
        ld      t1, 0(t0)
        la      t2, __fini_array_start
        bgeu    t2, t1, 2f
        addi    t1, t1, -8
        sd      t1, 0(t0)               # removed before the call, so never called twice
        ld      t1, 0(t1)
        jalr    t1
        j       1b
2:      ld      a0, 8(sp)
        tail    rt._exit
        .cfi_endproc
        .size   rt.exit, . - rt.exit
        .size   exit, . - exit

# rt._exit(status), C name _exit: end the process at once.
# In: a0 status. Does not return.
        .globl  rt._exit
        .weak   _exit
        .type   rt._exit, @function
        .type   _exit, @function
rt._exit:
_exit:
        .cfi_startproc
1:      li      a7, SYS_exit_group
        ecall
        j       1b                      # exit_group cannot fail, but nothing may run past here anyway
        .cfi_endproc
        .size   rt._exit, . - rt._exit
        .size   _exit, . - _exit

        .data
        .balign 8
# The end of the part of .fini_array that has not run yet.
.Lpending:
        .dword  __fini_array_end
