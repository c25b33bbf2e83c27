# SPDX-License-Identifier: MPL-2.0
# use_after_free.s: a pointer outlives its block, and somebody writes through it.
#
# The bug:  a cache remembers the last session. The session is freed, but nobody tells the cache.
# Found by: rt.malloc, later: free filled the block with 0x69, and the next malloc that takes it
#           from the free list finds a different byte and aborts with "invalid poison data on
#           freelist (use after free?)". The abort names the victim, not the culprit:
#           watch the damaged address to see who writes there.
# Fix:      clear the cache where the session is freed.
# Run:      deno task leveret run examples/bugs/use_after_free.s

        # struct session { user: u64, requests: u64 }
        .equ    SESSION_USER, 0
        .equ    SESSION_REQUESTS, 8
        .equ    SESSION_SIZE, 16

        .bss
        .balign 8
cached_session:
        .zero   8

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        li      a0, 1000
        call    open_session
        call    rt.free                 # closed, but still in cached_session
        call    count_request           # the bug, which goes unnoticed here
        li      a0, 1001
        call    open_session            # aborts in this call
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# open_session(a0 = user) -> a0 = session
open_session:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        li      a0, SESSION_SIZE
        call    rt.malloc
        sd      s1, SESSION_USER(a0)
        sd      zero, SESSION_REQUESTS(a0)
        la      t0, cached_session
        sd      a0, 0(t0)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# count_request(): counts a request in the last session
count_request:
        la      t0, cached_session
        ld      t0, 0(t0)
        ld      t1, SESSION_REQUESTS(t0)
        addi    t1, t1, 1
        sd      t1, SESSION_REQUESTS(t0)
        ret
