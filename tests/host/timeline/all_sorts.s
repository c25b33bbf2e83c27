# Does all that a timeline must repeat: mappings come, go, share slots and change their rights; code changes
# itself; timers and faults have handlers; files, standard input and random bytes are read and written.

        .equ    SYS_openat, 56
        .equ    SYS_read, 63
        .equ    SYS_write, 64
        .equ    SYS_exit_group, 94
        .equ    SYS_setitimer, 103
        .equ    SYS_rt_sigaction, 134
        .equ    SYS_munmap, 215
        .equ    SYS_mmap, 222
        .equ    SYS_mprotect, 226
        .equ    SYS_madvise, 233
        .equ    SYS_getrandom, 278

        .globl  _start
_start: addi    sp, sp, -64
        la      s0, counters
        la      a0, patched             # code that may be written
        li      t0, -4096
        and     a0, a0, t0
        li      a1, 4096
        li      a2, 7
        li      a7, SYS_mprotect
        ecall

        # SIGSEGV (11) and SIGALRM (14).
        la      a1, on_fault
        li      a0, 11
        call    handle
        la      a1, on_alarm
        li      a0, 14
        call    handle
        li      a0, 0
        la      a1, every
        li      a2, 0
        li      a7, SYS_setitimer
        ecall

        li      s1, 0                   # rounds
round:  li      a0, 0
        li      a1, 3 * 4096
        li      a2, 3
        li      a3, 0x22
        li      a4, -1
        li      a5, 0
        li      a7, SYS_mmap
        ecall
        mv      s2, a0
        li      t0, 3 * 512
        mv      t1, s2
1:      ld      t2, 0(s0)               # alarms so far
        add     t2, t2, t0
        mul     t2, t2, s1
        sd      t2, 0(t1)
        addi    t1, t1, 8
        addi    t0, t0, -1
        bnez    t0, 1b

        mv      a0, s2                  # the first page becomes read-only
        li      a1, 4096
        li      a2, 1
        li      a7, SYS_mprotect
        ecall
        sd      s1, 16(s2)              # faults; the handler goes on behind it
        li      t0, 4096
        add     a0, s2, t0              # the second page becomes zero
        li      a1, 4096
        li      a2, 4
        li      a7, SYS_madvise
        ecall
        add     t0, s2, t0
        ld      t1, 0(t0)
        sd      t1, 8(s0)
        fcvt.d.l ft0, s1
        fsqrt.d ft0, ft0
        fsd     ft0, 24(s0)

        la      a0, bytes
        li      a1, 8
        li      a2, 0
        li      a7, SYS_getrandom
        ecall
        li      a0, 0                   # a byte of standard input
        la      a1, bytes + 8
        li      a2, 1
        li      a7, SYS_read
        ecall

        # Code that changes itself: the immediate of an addi.
        la      t0, patched
        lwu     t1, 0(t0)
        andi    t2, s1, 0x7f
        slli    t2, t2, 20
        li      t3, 0x000fffff
        and     t1, t1, t3
        or      t1, t1, t2
        sw      t1, 0(t0)
        fence.i
patched: addi   t4, zero, 0
        ld      t5, 32(s0)
        add     t5, t5, t4
        sd      t5, 32(s0)

        andi    t0, s1, 3               # every fourth mapping stays
        beqz    t0, 2f
        mv      a0, s2
        li      a1, 3 * 4096
        li      a7, SYS_munmap
        ecall
2:      li      t0, -100
        mv      a0, t0
        la      a1, path
        li      a2, 02102               # O_RDWR | O_CREAT | O_APPEND
        li      a3, 0600
        li      a7, SYS_openat
        ecall
        la      a1, counters
        li      a2, 40
        li      a7, SYS_write
        ecall
        addi    s1, s1, 1
        li      t0, 60
        blt     s1, t0, round

        li      a0, 1
        la      a1, counters
        li      a2, 40
        li      a7, SYS_write
        ecall
        li      a0, 0
        li      a7, SYS_exit_group
        ecall

# Sets the handler a1 of signal a0.
handle: sd      a1, 0(sp)
        li      t0, 4                   # SA_SIGINFO
        sd      t0, 8(sp)
        sd      zero, 16(sp)
        mv      a1, sp
        li      a2, 0
        li      a3, 8
        li      a7, SYS_rt_sigaction
        ecall
        ret

# Skips the instruction that faulted: uc_mcontext is 176 bytes into ucontext.
on_fault:
        ld      t0, 176(a2)
        lhu     t1, 0(t0)
        andi    t1, t1, 3
        addi    t1, t1, -3
        seqz    t1, t1
        slli    t1, t1, 1
        addi    t1, t1, 2
        add     t0, t0, t1
        sd      t0, 176(a2)
        la      t0, counters
        ld      t1, 16(t0)
        addi    t1, t1, 1
        sd      t1, 16(t0)
        ret

on_alarm:
        la      t0, counters
        ld      t1, 0(t0)
        addi    t1, t1, 1
        sd      t1, 0(t0)
        ret

        .data
every:  .dword  0, 17, 0, 17            # every 17 microseconds: 17,000 instructions
path:   .asciz  "/d/log"
        .balign 8
counters: .zero 40
bytes:  .zero   16
