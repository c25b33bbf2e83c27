# SPDX-License-Identifier: MPL-2.0
# allocator_tour.s: a tour of the allocator in six stops, from the first block to a full heap.
#
# Shows: the nine bins, free lists that return the block freed last, large blocks, realloc in place
#        and with a move, and a second chunk; and how a program can inspect its allocator by the
#        symbols that the runtime exports. Addresses are printed relative to their chunk (a mapping
#        of 2 MiB that small blocks are carved from), so every run prints the same.
#        Some blocks are left allocated at the end, so that there is a heap to look at.
# Run:   deno task leveret run examples/allocator_tour.s
#        deno task demo                   (the same with system calls, heap calls and the heap map)

        .equ    STDOUT, 1
        .equ    STDERR, 2

        .equ    MAX_SMALL, 2056         # payload size of the last bin
        .equ    HOLE_EVERY, 128         # stop 5 leaves this many blocks per block that it frees

        # rt.malloc.cur_chunk: struct { address: u64, offset: u64 (of the next block's header) }
        .equ    CHUNK_ADDRESS, 0
        .equ    CHUNK_OFFSET, 8

# say "text" prints the text. Clobbers what a call clobbers.
        .macro  say text
        .section .rodata
.Ltext\@:
        .asciz  "\text"
        .text
        la      a0, .Ltext\@
        call    print
        .endm

        .bss
        .balign 8
chunks:
        .zero   2 * 8                   # the addresses of the chunks so far
line:
        .zero   128                     # the current line of output; the longest has 80 bytes

        .data
        .balign 8
line_end:
        .dword  line                    # where the next byte of the line goes

        .section .rodata
        .balign 8
requests:
        # One size for every bin, each a little less than the bin's payload.
        .dword  5, 20, 33, 64, 100, 250, 500, 1000, 2000, 0
cargo:
        .asciz  "leveret"
        .equ    CARGO_SIZE, . - cargo

        .text
        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        call    tour_bins
        call    tour_reuse
        call    tour_large
        call    tour_realloc
        call    tour_second_chunk
        call    tour_leftovers
        li      a0, 0
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# 1. Every request is rounded up to the payload size of a bin. Blocks follow each other, each with a
# header of 8 bytes before its payload.
tour_bins:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        say     "1. Nine bins, from 8 to 2056 bytes, carved one after another from a chunk:\n"
        la      s1, requests
1:
        ld      a0, 0(s1)
        beqz    a0, 2f
        call    show_malloc
        addi    s1, s1, 8
        j       1b
2:
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# 2. A freed block goes to the head of its bin's list, and the next request takes the head.
tour_reuse:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)
        sd      s2, 16(sp)
        sd      s3, 8(sp)
        addi    s0, sp, 48
        say     "2. Free blocks are used again, the last one freed first:\n"
        li      a0, 40
        call    show_malloc
        mv      s1, a0
        li      a0, 40
        call    show_malloc
        mv      s2, a0
        li      a0, 40
        call    show_malloc
        mv      s3, a0
        mv      a0, s1
        call    show_free
        mv      a0, s2
        call    show_free
        mv      a0, s3
        call    show_free
        li      a0, 40
        call    show_malloc
        li      a0, 40
        call    show_malloc
        li      a0, 60                  # another bin: the free block of 40 bytes does not help
        call    show_malloc
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# 3. A request for more than 2056 bytes gets a mapping of its own: whole pages, which free unmaps.
tour_large:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        say     "3. Large blocks are mappings of their own, unmapped when they are freed:\n"
        li      a0, MAX_SMALL + 1
        call    show_malloc
        mv      s1, a0
        li      a0, 100000
        call    show_malloc
        mv      a0, s1
        call    show_free
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# 4. realloc leaves the block in place if the new size rounds to the same payload size. Otherwise
# it is malloc, copy and free.
tour_realloc:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        say     "4. realloc moves a block only when its bin, or its number of pages, changes:\n"
        li      a0, 25
        call    show_malloc
        mv      s1, a0
        la      a1, cargo
        li      a2, CARGO_SIZE
        call    rt.memcpy
        mv      a0, s1
        li      a1, 39                  # the same bin,
        call    show_realloc
        li      a1, 90                  # another bin,
        call    show_realloc
        li      a1, 5000                # from a bin to pages,
        call    show_realloc
        li      a1, 8000                # the same two pages,
        call    show_realloc
        li      a1, 9000                # three pages,
        call    show_realloc
        li      a1, 10                  # and back to a bin
        call    show_realloc
        mv      s1, a0
        say     "   and it carried along: "
        mv      a0, s1
        call    print
        say     "\n"
        mv      a0, s1
        li      a1, 0                   # realloc to 0 bytes is free
        call    show_realloc
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# 5. If a block does not fit into the rest of the chunk, a new chunk is mapped and that rest is
# abandoned. The largest small blocks get there in the fewest calls.
# s1 = the previous block, s2 = how many blocks, s3 = offset in the chunk before the call
tour_second_chunk:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)
        sd      s2, 16(sp)
        sd      s3, 8(sp)
        addi    s0, sp, 48
        say     "5. Blocks of 2056 bytes until the chunk is full:\n"
        li      a0, MAX_SMALL
        call    show_malloc
        sd      zero, 0(a0)             # link the blocks into a list by their first words,
        mv      s1, a0                  # so that stop 6 can free some of them
        li      s2, 1
1:
        la      t0, rt.malloc.cur_chunk
        ld      s3, CHUNK_OFFSET(t0)
        li      a0, MAX_SMALL
        call    rt.malloc
        beqz    a0, out_of_memory
        sd      s1, 0(a0)
        mv      s1, a0
        addi    s2, s2, 1
        la      t0, rt.malloc.cur_chunk
        ld      t0, CHUNK_ADDRESS(t0)
        la      t1, chunks
        ld      t2, 0(t1)
        beq     t0, t2, 1b
        sd      t0, 8(t1)               # the second chunk
        la      t0, blocks
        sd      s1, 0(t0)

        say     "   block "
        mv      a0, s2
        call    print_decimal
        say     " is at "
        mv      a0, s1
        call    print_position
        say     "; the last "
        lui     a0, %hi(rt.malloc.CHUNKSZ)
        addi    a0, a0, %lo(rt.malloc.CHUNKSZ)
        sub     a0, a0, s3
        call    print_decimal
        say     " bytes of chunk 1 are abandoned\n"
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

        .bss
        .balign 8
blocks:
        .zero   8                       # the last block of stop 5

        .text
# 6. Some of the blocks are freed; then the program reads the allocator's own state.
# s1 = a block, s2 = blocks until the next one to free; then s1 = a bin, s2 = a free block
tour_leftovers:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        say     "6. One in 128 of them is freed:\n"
        la      t0, blocks
        ld      s1, 0(t0)
        li      s2, HOLE_EVERY
1:
        beqz    s1, 3f
        mv      a0, s1
        ld      s1, 0(s1)               # before free overwrites the link
        addi    s2, s2, -1
        bnez    s2, 1b
        call    show_free
        li      s2, HOLE_EVERY
        j       1b
3:
        say     "   free lists:"
        la      s1, rt.malloc.bins
4:
        li      s2, 0                   # lists hold headers; bit 0 of a header marks it as free
        ld      t0, 0(s1)
5:
        beqz    t0, 6f
        addi    s2, s2, 1
        ld      t0, 0(t0)
        andi    t0, t0, -2
        j       5b
6:
        say     " "
        mv      a0, s2
        call    print_decimal
        addi    s1, s1, 8
        la      t0, rt.malloc.bins
        addi    t0, t0, 9 * 8
        bne     s1, t0, 4b
        say     "\n   blocks still allocated: "
        la      a0, rt.malloc.cur_allocs
        ld      a0, 0(a0)
        call    print_decimal
        say     "\n"
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# show_malloc(a0 = bytes) -> a0 = block: calls malloc and prints the call and its result
show_malloc:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32
        mv      s1, a0
        call    rt.malloc
        beqz    a0, out_of_memory
        mv      s2, a0
        la      t0, chunks              # whatever the first block is carved from is chunk 1
        ld      t1, 0(t0)
        bnez    t1, 1f
        la      t1, rt.malloc.cur_chunk
        ld      t1, CHUNK_ADDRESS(t1)
        sd      t1, 0(t0)
1:
        say     "   malloc("
        mv      a0, s1
        call    print_decimal
        mv      a0, s2
        call    print_answer
        mv      a0, s2
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# show_free(a0 = block): prints the call, and frees the block
show_free:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        say     "   free("
        mv      a0, s1
        call    print_position
        say     ")\n"
        mv      a0, s1
        call    rt.free
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# show_realloc(a0 = block, a1 = bytes) -> a0 = block: calls realloc and prints the call and its
# result
show_realloc:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)
        sd      s2, 16(sp)
        addi    s0, sp, 48
        mv      s1, a0
        mv      s2, a1
        say     "   realloc("
        mv      a0, s1                  # printed before the call, which may free this block
        call    print_position
        say     ", "
        mv      a0, s2
        call    print_decimal
        mv      a0, s1
        mv      a1, s2
        call    rt.realloc
        mv      s1, a0
        beqz    s2, 1f                  # null is the correct result of realloc(p, 0)
        beqz    s1, out_of_memory
1:
        call    print_answer
        mv      a0, s1
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# print_answer(a0 = block or null): prints ") = position, payload N" and a newline
print_answer:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        say     ") = "
        mv      a0, s1
        call    print_position
        beqz    s1, 1f
        say     ", payload "
        mv      a0, s1
        call    rt.getmeta              # the address of the header, which holds the payload size
        ld      a0, 0(a0)
        call    print_decimal
1:
        say     "\n"
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_position(a0 = block or null): prints "chunk N + offset", "mapping + offset" or "null"
print_position:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        beqz    s1, 2f
        lui     t1, %hi(rt.malloc.CHUNKSZ)
        addi    t1, t1, %lo(rt.malloc.CHUNKSZ)
        la      t2, chunks
        ld      t0, 0(t2)
        sub     t0, s1, t0
        bltu    t0, t1, 1f
        ld      t0, 8(t2)
        sub     t0, s1, t0
        bltu    t0, t1, 3f
        say     "mapping + "
        slli    s1, s1, 52              # the offset in the page: mappings begin with a page
        srli    s1, s1, 52
        j       4f
1:
        mv      s1, t0
        say     "chunk 1 + "
        j       4f
2:
        say     "null"
        j       5f
3:
        mv      s1, t0
        say     "chunk 2 + "
4:
        mv      a0, s1
        call    print_hexadecimal
5:
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_decimal(a0 = number), print_hexadecimal(a0 = number): add the number to the line
print_decimal:
        la      a2, rt.fmtudec
        j       print_number
print_hexadecimal:
        la      a2, rt.fmthex
        # Falls through.

# print_number(a0 = number, a2 = formatter(a0 = buffer, a1 = number) -> a0 = length)
print_number:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        mv      a1, a0
        la      t0, line_end
        ld      a0, 0(t0)
        jalr    a2
        la      t0, line_end
        ld      t1, 0(t0)
        add     t1, t1, a0
        sd      t1, 0(t0)
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# print(a0 = text): adds the text to the line, and writes the line when the text ends with a
# newline. Whole lines need few system calls, and do not get mixed up with those of a trace.
print:
        la      t0, line_end
        ld      t1, 0(t0)
        lbu     t2, 0(a0)
1:
        mv      t3, t2
        sb      t2, 0(t1)
        addi    t1, t1, 1
        addi    a0, a0, 1
        lbu     t2, 0(a0)
        bnez    t2, 1b
        sd      t1, 0(t0)
        li      t2, '\n'
        beq     t3, t2, 2f
        ret
2:
        la      a1, line
        sd      a1, 0(t0)
        sub     a2, t1, a1
        li      a0, STDOUT
        tail    rt.putmem

# out_of_memory(): prints a message and exits with status 1; jumped to, does not return
out_of_memory:
        li      a0, STDERR
        la      a1, no_memory
        call    rt.putstr
        li      a0, 1
        call    rt.exit

        .section .rodata
no_memory:
        .asciz  "allocator_tour: out of memory\n"
