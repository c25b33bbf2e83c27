# SPDX-License-Identifier: MPL-2.0
# Memory segments from the system. Only these routines call mmap and munmap for the allocators.
# Takes:      lengths in bytes; the system rounds them up to pages.
# Guarantees: a new segment is zeroed, readable, writable and page-aligned.

        .equ    SYS_munmap, 215
        .equ    SYS_mmap, 222
        .equ    PROT_READ_WRITE, 3
        .equ    MAP_PRIVATE_ANONYMOUS, 0x22
        .equ    ENOMEM, 12
        .equ    MAX_ERRNO, 4095

        .text
# rt.segmalloc(n): map n bytes.
# In: a0 length. Out: a0 address, or 0 if there is no memory (ENOMEM). Aborts on any other error.
# Clobbers a1-a5, a7, t0.
        .globl  rt.segmalloc
        .type   rt.segmalloc, @function
rt.segmalloc:
        .cfi_startproc
        mv      a1, a0
        li      a0, 0
        li      a2, PROT_READ_WRITE
        li      a3, MAP_PRIVATE_ANONYMOUS
        li      a4, -1
        li      a5, 0
        li      a7, SYS_mmap
        ecall
        li      t0, -MAX_ERRNO
        bgeu    a0, t0, 1f
        ret
1:      addi    t0, a0, ENOMEM
        bnez    t0, 2f
        li      a0, 0
        ret
2:      la      a0, .Lwhere
        la      a1, .Lmmap_failed
        tail    rt.abort_message
        .cfi_endproc
        .size   rt.segmalloc, . - rt.segmalloc

# rt.segfree(p, n): unmap the n bytes at p.
# In: a0 address, a1 length. Out: a0 0, or a negative errno. Clobbers a7.
        .globl  rt.segfree
        .type   rt.segfree, @function
rt.segfree:
        .cfi_startproc
        li      a7, SYS_munmap
        ecall
        ret
        .cfi_endproc
        .size   rt.segfree, . - rt.segfree

        .section .rodata
.Lwhere:
        .asciz  "rt.segmalloc"
.Lmmap_failed:
        .asciz  "mmap failed"
