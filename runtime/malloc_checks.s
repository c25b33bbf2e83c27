# SPDX-License-Identifier: MPL-2.0
# The allocator's checks of its own metadata, and the messages they abort with.
# Takes:      any address at all. A wild one may fault, which reports the mistake as well; a wild header does not: a
#             block's second size word is read only when the header is plausible.
# Guarantees: the same checks, order and messages as Hare's rt::malloc. Never writes to the heap.
#
# malloc and free call the first three on their fast paths, so these have a calling convention of their own: the return
# address is in t0 or a5, there is no stack frame, and only the registers listed are clobbered. ra keeps the address of
# malloc's caller, so that a backtrace from a failed check shows the line that the user wants to see.

        .equ    META, 8
        .equ    PAGESZ, 4096
        .equ    MAX_SMALL, 2056
        .equ    LARGE_EXTRA, 3 * META
        .equ    NBINS, 9

# Branches to \bad unless \size, which must be even and at most MAX_SMALL, is the payload size of a bin.
# Those sizes are 8, and 8 + 2^k for k of 4 and up. A size below 8 wraps around to something else.
# Clobbers t5, t6.
        .macro  require_bin_size size, bad
        addi    t5, \size, -8
        addi    t6, t5, -1
        and     t6, t6, t5
        andi    t5, t5, 15
        or      t6, t6, t5
        bnez    t6, \bad
        .endm

        .text
# rt.malloc.getmeta: require an allocated block.
# In: t1 payload, t0 return address. Out: t2 payload size. Clobbers t3-t6.
        .globl  rt.malloc.getmeta
        .type   rt.malloc.getmeta, @function
rt.malloc.getmeta:
        .cfi_startproc
        .cfi_return_column t0
        andi    t3, t1, 15
        bnez    t3, .Lbad_alignment
        ld      t2, -META(t1)
        andi    t3, t2, 1
        beqz    t3, .Lallocated
        .cfi_endproc
        .cfi_startproc                  # from here on this only returns to .Lalready_freed
        la      t0, .Lalready_freed     # free: if its list is valid, this is a double free
        j       .Lfree
        .cfi_endproc

# rt.malloc.validate: require a valid block, free or allocated.
# In: t1 payload, t0 return address. Out: t2 header word. Clobbers t3-t6.
        .globl  rt.malloc.validate
        .type   rt.malloc.validate, @function
rt.malloc.validate:
        .cfi_startproc
        .cfi_return_column t0
        andi    t3, t1, 15
        bnez    t3, .Lbad_alignment
        ld      t2, -META(t1)
        andi    t3, t2, 1
        bnez    t3, .Lfree
.Lallocated:                            # t1 payload, t2 its size
        li      t4, MAX_SMALL
        bltu    t4, t2, .Llarge
        require_bin_size t2, .Lbad_small
        add     t3, t1, t2
        ld      t3, 0(t3)               # second: the next block's header, or the footer
        andi    t5, t3, 1
        bnez    t5, .Lfree_second
        bltu    t4, t3, .Lbad_small_second
        require_bin_size t3, .Lbad_small_second
        jr      t0
.Llarge:
        addi    t4, t1, -2 * META
        slli    t4, t4, 52              # offset in the page
        bnez    t4, .Lbad_large_address
        addi    t4, t2, LARGE_EXTRA
        slli    t4, t4, 52
        bnez    t4, .Lbad_large
        add     t3, t1, t2
        ld      t3, 0(t3)               # second: the footer
        bne     t3, t2, .Lbad_large_second
        jr      t0

# A free block is valid if the next one on its list, if any, is a free block whose own link is plausible.
.Lfree:
        mv      t3, t2
.Lfree_second:                          # t3 header word of a free block
        addi    t3, t3, -1              # next
        beqz    t3, 1f
        andi    t4, t3, 15
        addi    t4, t4, -META
        bnez    t4, .Lbad_link
        ld      t4, 0(t3)
        andi    t5, t4, 1
        beqz    t5, .Lnot_marked
        addi    t4, t4, -1              # the one after that
        beqz    t4, 1f
        andi    t4, t4, 15
        addi    t4, t4, -META
        bnez    t4, .Lbad_link
1:      jr      t0
        .cfi_endproc
        .size   rt.malloc.getmeta, . - rt.malloc.getmeta
        .size   rt.malloc.validate, . - rt.malloc.validate

# rt.malloc.checkpoison: require a valid next block on the free list, and intact poison in this one.
# In: a0 header, a2 payload size, a3 header of the next free block or 0, a5 return address. Clobbers t0-t6.
        .globl  rt.malloc.checkpoison
        .type   rt.malloc.checkpoison, @function
rt.malloc.checkpoison:
        .cfi_startproc
        .cfi_return_column a5
        beqz    a3, 1f
        addi    t1, a3, META
        jal     t0, rt.malloc.validate
1:      ld      t0, rt.malloc.poison
        ld      t1, META(a0)            # one word, then 0, 16, 32 or a multiple of 64 bytes: see rt.free
        bne     t1, t0, .Lbad_poison
        addi    t2, a2, -8
        beqz    t2, 5f
        addi    t3, a0, META
        add     t4, t3, a2
        addi    t4, t4, -64             # a round checks t4 to t4 + 63
        andi    t5, t2, 16
        bnez    t5, 4f
        andi    t5, t2, 32
        bnez    t5, 3f
2:      ld      t1, 0(t4)
        ld      t2, 8(t4)
        ld      t5, 16(t4)
        ld      t6, 24(t4)
        bne     t1, t0, .Lbad_poison
        bne     t2, t0, .Lbad_poison
        bne     t5, t0, .Lbad_poison
        bne     t6, t0, .Lbad_poison
3:      ld      t1, 32(t4)
        ld      t2, 40(t4)
        bne     t1, t0, .Lbad_poison
        bne     t2, t0, .Lbad_poison
4:      ld      t1, 48(t4)
        ld      t2, 56(t4)
        bne     t1, t0, .Lbad_poison
        bne     t2, t0, .Lbad_poison
        addi    t4, t4, -64
        bltu    t3, t4, 2b
5:      jr      a5
        .cfi_endproc
        .size   rt.malloc.checkpoison, . - rt.malloc.checkpoison

# rt.malloc.checkleaks(): check all free blocks of all bins. Runs at exit; may be called at any time.
# Clobbers a0-a5, t0-t6.
        .globl  rt.malloc.checkleaks
        .type   rt.malloc.checkleaks, @function
rt.malloc.checkleaks:
        .cfi_startproc
        li      a1, 0                   # 8 * bin
1:      la      a4, rt.malloc.sizes
        add     a4, a4, a1
        ld      a2, 0(a4)
        la      a4, rt.malloc.bins
        add     a4, a4, a1
        ld      a0, 0(a4)
        beqz    a0, 3f
2:      ld      a3, 0(a0)
        andi    t0, a3, 1
        beqz    t0, .Lnot_marked
        addi    a3, a3, -1
        jal     a5, rt.malloc.checkpoison
        mv      a0, a3
        bnez    a0, 2b
3:      addi    a1, a1, 8
        li      t0, 8 * NBINS
        bne     a1, t0, 1b
        ret
        .cfi_endproc
        .size   rt.malloc.checkleaks, . - rt.malloc.checkleaks

# rt.getmeta(p): find the header of an allocated block. Aborts if p is not one. Uses the normal calling convention.
# In: a0 payload. Out: a0 address of the header, whose word is the payload size. Clobbers t0-t6.
        .globl  rt.getmeta
        .type   rt.getmeta, @function
rt.getmeta:
        .cfi_startproc
        mv      t1, a0
        jal     t0, rt.malloc.getmeta
        addi    a0, a0, -META
        ret
        .cfi_endproc
        .size   rt.getmeta, . - rt.getmeta

        .section .fini_array, "aw"
        .balign 8
        .dword  rt.malloc.checkleaks

# A failed check aborts with the name of the function that makes it in Hare's source, and a message.
        .text
        .globl  rt.malloc.unmarked      # a header on a free list that is not marked free; malloc comes here too
        .type   rt.malloc.unmarked, @function
rt.malloc.unmarked:
.Lnot_marked:
        .cfi_startproc
        la      a0, .Lin_meta_next
        la      a1, .Lmark
        tail    rt.abort_message
        .cfi_endproc
        .size   rt.malloc.unmarked, . - rt.malloc.unmarked

        .type   rt.malloc.invalid, @function
rt.malloc.invalid:
.Lbad_alignment:
        .cfi_startproc
        la      a1, .Lalignment
        j       .Lbad_metadata
.Lbad_link:
        la      a1, .Llink
        j       .Lbad_metadata
.Lbad_large_address:
        la      a1, .Llarge_address
        j       .Lbad_metadata
.Lbad_large:
        la      a1, .Llarge_size
        j       .Lbad_metadata
.Lbad_large_second:
        la      a1, .Llarge_second
        j       .Lbad_metadata
.Lbad_small:
        la      a1, .Lsmall_size
        j       .Lbad_metadata
.Lbad_small_second:
        la      a1, .Lsmall_second
.Lbad_metadata:
        la      a0, .Lin_validatemeta
        tail    rt.abort_message
.Lalready_freed:
        la      a0, .Lin_getmeta
        la      a1, .Ldouble_free
        tail    rt.abort_message
.Lbad_poison:
        la      a0, .Lin_checkpoison
        la      a1, .Luse_after_free
        tail    rt.abort_message
        .cfi_endproc
        .size   rt.malloc.invalid, . - rt.malloc.invalid

        .section .rodata
.Lin_validatemeta:
        .asciz  "rt.validatemeta"
.Lin_getmeta:
        .asciz  "rt.getmeta"
.Lin_meta_next:
        .asciz  "rt.meta_next"
.Lin_checkpoison:
        .asciz  "rt.checkpoison"
.Lalignment:
        .asciz  "invalid alignment for metadata pointer (heap corruption?)"
.Lmark:
        .asciz  "expected metadata on freelist to be marked as free (heap corruption?)"
.Llink:
        .asciz  "invalid metadata for small allocation on freelist (heap corruption?)"
.Llarge_address:
        .asciz  "invalid large allocation address (non-heap pointer?)"
.Llarge_size:
        .asciz  "invalid metadata for large allocation (non-heap pointer?)"
.Llarge_second:
        .asciz  "invalid secondary metadata for large allocation (out-of-bounds write?)"
.Lsmall_size:
        .asciz  "invalid metadata for small allocation (non-heap pointer?)"
.Lsmall_second:
        .asciz  "invalid secondary metadata for small allocation (out-of-bounds write?)"
.Ldouble_free:
        .asciz  "tried to get metadata for already-freed pointer (double free?)"
.Luse_after_free:
        .asciz  "invalid poison data on freelist (use after free?)"
