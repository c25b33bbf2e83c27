# SPDX-License-Identifier: MPL-2.0
# The heap: rt.malloc, rt.free and rt.realloc, with logarithmic bins, checked metadata and poisoned free blocks.
# Takes:      segments from rt.segmalloc. The checks are in malloc_checks.s, which is always linked with it.
# Guarantees: payloads are 16-byte aligned. Null means that there is no memory and nothing has changed. Misuse that
#             shows in the metadata ends in rt.abort_message. Two harts must not use it at once.
#
# A chunk has CHUNKSZ bytes: 8 bytes of padding, then blocks. A block is a header word and a payload. Right after the
# payload comes the next block's header or, while there is none, a footer: a copy of the size.
#
#     allocated   header = payload size (even)
#     free        header = address of the next free block's header | 1, and every payload byte is POISON
#     large       a mapping of its own: 8 bytes of padding, header, payload, footer
#
# Deviation from Hare's rt: there, a size near 2^64 wraps around when it is rounded up, and the caller gets a small
# block. Here, a request whose rounded length overflows 64 bits returns null, and rt.realloc leaves the old block
# alone.

        .globl  rt.malloc.META, rt.malloc.ALIGN, rt.malloc.PAGESZ
        .globl  rt.malloc.CHUNKSZ, rt.malloc.POISON, rt.malloc.NBINS
        .set    rt.malloc.META, 8               # bytes of a header or footer
        .set    rt.malloc.ALIGN, 16             # alignment of payloads
        .set    rt.malloc.PAGESZ, 4096          # granularity of large blocks
        .set    rt.malloc.CHUNKSZ, 1 << 21      # bytes in a chunk
        .set    rt.malloc.POISON, 0x69          # every payload byte of a free block
        .set    rt.malloc.NBINS, 9

        .equ    META, rt.malloc.META
        .equ    PAGESZ, rt.malloc.PAGESZ
        .equ    CHUNKSZ, rt.malloc.CHUNKSZ
        .equ    MAX_SMALL, 2056                 # payload size of the last bin
        .equ    SMALL_WORDS, MAX_SMALL / 8
        .equ    LARGE_EXTRA, 3 * META           # padding, header, footer
        .equ    MAX_REQUEST, -(PAGESZ + LARGE_EXTRA) # a larger one would overflow when rounded

        .data
        .balign 8
        .globl  rt.malloc.bins, rt.malloc.cur_chunk, rt.malloc.cur_allocs
        .type   rt.malloc.bins, @object
        .type   rt.malloc.cur_chunk, @object
        .type   rt.malloc.cur_allocs, @object
# These three are adjacent, so that one address reaches all of them.
rt.malloc.bins:                                 # heads of the free lists: a header's address, or 0
        .zero   8 * rt.malloc.NBINS
        .size   rt.malloc.bins, . - rt.malloc.bins
rt.malloc.cur_chunk:                            # address of the chunk, offset of the next header
        .dword  0
        .dword  CHUNKSZ                         # full, so the first small request maps a chunk
        .size   rt.malloc.cur_chunk, . - rt.malloc.cur_chunk
rt.malloc.cur_allocs:                           # blocks allocated and not yet freed
        .dword  0
        .size   rt.malloc.cur_allocs, . - rt.malloc.cur_allocs
        .equ    CHUNK_ADDRESS, 72               # from rt.malloc.bins
        .equ    CHUNK_OFFSET, 80
        .equ    ALLOCS, 88

        .section .rodata
        .balign 8
        .globl  rt.malloc.sizes, rt.malloc.poison
        .type   rt.malloc.sizes, @object
        .type   rt.malloc.poison, @object
rt.malloc.sizes:                                # payload size of each bin
        .dword  8, 24, 40, 72, 136, 264, 520, 1032, MAX_SMALL
        .size   rt.malloc.sizes, . - rt.malloc.sizes
rt.malloc.poison:
        .fill   8, 1, rt.malloc.POISON
        .size   rt.malloc.poison, . - rt.malloc.poison
# Maps the index of the payload's last word to 8 * bin: byte i is for requests of 8 * i + 1 to 8 * i + 8 bytes.
.Lbin_of_word:
        .fill   1, 1, 8 * 0
        .fill   2, 1, 8 * 1
        .fill   2, 1, 8 * 2
        .fill   4, 1, 8 * 3
        .fill   8, 1, 8 * 4
        .fill   16, 1, 8 * 5
        .fill   32, 1, 8 * 6
        .fill   64, 1, 8 * 7
        .fill   128, 1, 8 * 8
        .equ    POISON_WORD, 72                 # from rt.malloc.sizes
        .equ    BIN_OF_WORD, 80

        .text
# rt.malloc(n), C name malloc: allocate n bytes, contents undefined.
# In: a0 n. Out: a0 payload, or null if n is 0 or there is no memory. Clobbers a1-a7, t0-t6.
        .globl  rt.malloc
        .weak   malloc
        .type   rt.malloc, @function
        .type   malloc, @function
rt.malloc:
malloc:
        .cfi_startproc
        addi    t0, a0, -1
        srli    t0, t0, 3               # index of the last word; huge if n is 0
        li      t1, SMALL_WORDS
        bgeu    t0, t1, .Lzero_or_large
        la      t1, rt.malloc.sizes
        add     t0, t0, t1
        lbu     t0, BIN_OF_WORD(t0)     # 8 * bin
        add     t1, t1, t0
        ld      a2, 0(t1)               # payload size
        la      a4, rt.malloc.bins
        add     a1, a4, t0              # the bin's head
        ld      a0, 0(a1)
        bnez    a0, .Lreuse
.Lcarve:                                # a2 payload size, a4 rt.malloc.bins
        ld      t0, CHUNK_OFFSET(a4)
        add     t1, t0, a2
        addi    t1, t1, META            # the end of this block, where the next header goes
        li      t2, CHUNKSZ
        bgeu    t1, t2, .Lnew_chunk     # t1 % 16 = 8, so if t1 < CHUNKSZ there is room for a word at t1
        ld      t2, CHUNK_ADDRESS(a4)
        sd      t1, CHUNK_OFFSET(a4)
        add     a0, t2, t0
        sd      a2, 0(a0)               # header, overwriting the previous block's footer
        add     t2, t2, t1
        sd      a2, 0(t2)               # footer
        addi    a0, a0, META
        ld      t0, ALLOCS(a4)
        addi    t0, t0, 1
        sd      t0, ALLOCS(a4)
        ret

.Lreuse:                                # a0 header of a free block, a1 its bin's head, a2 payload size
        ld      a3, 0(a0)
        andi    t0, a3, 1
        beqz    t0, .Lunmarked
        addi    a3, a3, -1              # next free block
        sd      a3, 0(a1)
        jal     a5, rt.malloc.checkpoison
        sd      a2, 0(a0)
        addi    a0, a0, META
        ld      t0, ALLOCS(a4)
        addi    t0, t0, 1
        sd      t0, ALLOCS(a4)
.Lreturn:
        ret
.Lunmarked:
        tail    rt.malloc.unmarked

.Lnew_chunk:                            # the rest of the old chunk is abandoned
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a2, 8(sp)
        li      a0, CHUNKSZ
        call    rt.segmalloc
        ld      a2, 8(sp)
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        beqz    a0, .Lreturn
        la      a4, rt.malloc.bins
        sd      a0, CHUNK_ADDRESS(a4)
        li      t0, META                # padding, which aligns payloads to 16 bytes
        sd      t0, CHUNK_OFFSET(a4)
        j       .Lcarve

.Lzero_or_large:
        beqz    a0, .Lreturn
        li      t0, MAX_REQUEST
        bltu    t0, a0, .Lnull
        li      t0, PAGESZ + LARGE_EXTRA - 1
        add     a0, a0, t0
        li      t0, -PAGESZ
        and     a0, a0, t0              # length of the mapping
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a0, 8(sp)
        call    rt.segmalloc
        ld      t0, 8(sp)
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        beqz    a0, .Lreturn
        add     t1, a0, t0              # end of the mapping
        addi    t0, t0, -LARGE_EXTRA    # payload size
        sd      t0, META(a0)
        sd      t0, -META(t1)
        addi    a0, a0, 2 * META
        la      a4, rt.malloc.bins
        ld      t0, ALLOCS(a4)
        addi    t0, t0, 1
        sd      t0, ALLOCS(a4)
        ret
.Lnull:
        li      a0, 0
        ret
        .cfi_endproc
        .size   rt.malloc, . - rt.malloc
        .size   malloc, . - malloc

# rt.free(p), C name free: free a block. The next request for its bin gets it back.
# In: a0 payload, or null. Aborts if it is not an allocated block. Clobbers a0-a7, t0-t6.
        .globl  rt.free
        .weak   free
        .type   rt.free, @function
        .type   free, @function
rt.free:
free:
        .cfi_startproc
        beqz    a0, .Lreturn
        mv      t1, a0
        jal     t0, rt.malloc.getmeta   # t2 payload size
        la      a4, rt.malloc.bins
        ld      t3, ALLOCS(a4)
        addi    t3, t3, -1
        sd      t3, ALLOCS(a4)
        la      a3, rt.malloc.sizes
        srli    t3, t2, 3
        addi    t3, t3, -1              # index of the payload's last word
        li      t4, SMALL_WORDS
        bgeu    t3, t4, .Lfree_large
        add     t3, t3, a3
        lbu     t3, BIN_OF_WORD(t3)
        add     a4, a4, t3              # the bin's head

        # Poison the payload: one word, then 0, 16, 32 or a multiple of 64 bytes. Fill those from the end down, 64
        # bytes a round; if there are fewer than 64, enter the round in the middle.
        ld      t1, POISON_WORD(a3)
        sd      t1, 0(a0)
        addi    t3, t2, -8
        beqz    t3, 4f
        add     t4, a0, t2
        addi    t4, t4, -64             # a round fills t4 to t4 + 63
        andi    t5, t3, 16
        bnez    t5, 3f
        andi    t5, t3, 32
        bnez    t5, 2f
1:      sd      t1, 0(t4)
        sd      t1, 8(t4)
        sd      t1, 16(t4)
        sd      t1, 24(t4)
2:      sd      t1, 32(t4)
        sd      t1, 40(t4)
3:      sd      t1, 48(t4)
        sd      t1, 56(t4)
        addi    t4, t4, -64
        bltu    a0, t4, 1b              # the last round starts at a0 + 8
4:
        ld      t3, 0(a4)
        ori     t3, t3, 1
        addi    a0, a0, -META
        sd      t3, 0(a0)
        sd      a0, 0(a4)
        ret

.Lfree_large:
        addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        sd      ra, 8(sp)
        .cfi_offset ra, -8
        sd      s0, 0(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 16
        addi    a0, a0, -2 * META
        addi    a1, t2, LARGE_EXTRA
        call    rt.segfree
        bnez    a0, 1f
        .cfi_remember_state
        ld      ra, 8(sp)
        ld      s0, 0(sp)
        addi    sp, sp, 16
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
        .cfi_restore_state
1:      la      a0, .Lin_free
        la      a1, .Lmunmap_failed
        tail    rt.abort_message
        .cfi_endproc
        .size   rt.free, . - rt.free
        .size   free, . - free

# rt.realloc(p, n), C name realloc: change a block's size. Moves it unless its payload size stays the same.
# In: a0 payload, or null to allocate; a1 n, or 0 to free. Aborts if p is not an allocated block.
# Out: a0 payload of n bytes, with the old contents; null if n is 0; null if there is no memory, with the old block
# unchanged. Clobbers a1-a7, t0-t6.
        .globl  rt.realloc
        .weak   realloc
        .type   rt.realloc, @function
        .type   realloc, @function
rt.realloc:
realloc:
        .cfi_startproc
        beqz    a1, .Lrealloc_free
        beqz    a0, .Lrealloc_malloc
        mv      t1, a0
        jal     t0, rt.malloc.getmeta   # t2 payload size
        addi    t3, a1, -1
        srli    t3, t3, 3
        li      t4, SMALL_WORDS
        bgeu    t3, t4, 1f
        la      t4, rt.malloc.sizes
        add     t3, t3, t4
        lbu     t3, BIN_OF_WORD(t3)
        add     t4, t4, t3
        ld      t3, 0(t4)               # payload size for n
        bne     t3, t2, .Lmove
        ret
1:      li      t3, MAX_REQUEST
        bltu    t3, a1, .Lnull
        li      t3, PAGESZ + LARGE_EXTRA - 1
        add     t3, a1, t3
        li      t4, -PAGESZ
        and     t3, t3, t4
        addi    t3, t3, -LARGE_EXTRA    # payload size for n
        bne     t3, t2, .Lmove
        ret

.Lmove:
        addi    sp, sp, -48
        .cfi_def_cfa_offset 48
        sd      ra, 40(sp)
        .cfi_offset ra, -8
        sd      s0, 32(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 48
        sd      a0, 24(sp)              # old payload
        mv      a0, a1
        bltu    a1, t2, 1f
        mv      a1, t2
1:      sd      a1, 16(sp)              # bytes to copy: the smaller of n and the old size
        call    rt.malloc
        beqz    a0, 2f
        sd      a0, 8(sp)               # new payload
        ld      a1, 24(sp)
        ld      a2, 16(sp)
        call    rt.memcpy
        ld      a0, 24(sp)
        call    rt.free
        ld      a0, 8(sp)
2:      ld      ra, 40(sp)
        ld      s0, 32(sp)
        addi    sp, sp, 48
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret

.Lrealloc_free:
        addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        sd      ra, 8(sp)
        .cfi_offset ra, -8
        sd      s0, 0(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 16
        call    rt.free
        li      a0, 0
        ld      ra, 8(sp)
        ld      s0, 0(sp)
        addi    sp, sp, 16
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
.Lrealloc_malloc:
        mv      a0, a1
        tail    rt.malloc
        .cfi_endproc
        .size   rt.realloc, . - rt.realloc
        .size   realloc, . - realloc

        .section .rodata
.Lin_free:
        .asciz  "rt.free"
.Lmunmap_failed:
        .asciz  "munmap failed"
