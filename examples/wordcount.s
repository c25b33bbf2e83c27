# SPDX-License-Identifier: MPL-2.0
# wordcount.s: counts how often each word occurs in the input.
#
# A word is a run of the letters A-Z and a-z, in lower case; all other bytes separate words. The
# most frequent words come first, equally frequent ones in byte order. Each line is "%7d word", as
# `uniq -c` prints it. So this does the same as
#     tr -cs A-Za-z '\n' | tr A-Z a-z | grep . | LC_ALL=C sort | uniq -c | LC_ALL=C sort -k1,1nr -k2
#
# Shows: a real program that uses the allocator: buffered input and output, an open-addressing hash
#        table that grows, a block per word, and a merge sort. About 30 instructions per byte.
# Run:   deno task leveret run examples/wordcount.s < README.md
# See:   hash_table.s for the other kind of hash table, chaining.

        .equ    STDIN, 0
        .equ    STDOUT, 1
        .equ    STDERR, 2

        .equ    BUFFER_SIZE, 1 << 16    # for input, and as much for output
        .equ    FIRST_SLOT_COUNT, 1 << 10
        .equ    FIRST_WORD_CAPACITY, 64
        .equ    COUNT_WIDTH, 7

        # struct slot { hash: u64, entry: *entry }; the slot is free if entry is null
        .equ    SLOT_HASH, 0
        .equ    SLOT_ENTRY, 8
        .equ    SLOT_SIZE, 16

        # struct entry { count: u64, length: u64, text: the bytes of the word }
        .equ    ENTRY_COUNT, 0
        .equ    ENTRY_LENGTH, 8
        .equ    ENTRY_TEXT, 16

        # struct counter: the table of words and the word being read
        .equ    COUNTER_SLOTS, 0        # *slot
        .equ    COUNTER_MASK, 8         # number of slots, a power of two, minus one
        .equ    COUNTER_USED, 16        # slots in use
        .equ    COUNTER_WORD, 24        # *u8
        .equ    COUNTER_WORD_CAPACITY, 32
        .equ    COUNTER_SIZE, 40

        .equ    FNV_OFFSET_BASIS, 0xcbf29ce484222325
        .equ    FNV_PRIME, 0x100000001b3

        .section .rodata
# letter[byte] is the letter in lower case, or 0 if it is not a letter. One load answers both
# questions that the reading loop has about a byte.
letter:
        .zero   'A'
        .ascii  "abcdefghijklmnopqrstuvwxyz"
        .zero   'a' - 'Z' - 1
        .ascii  "abcdefghijklmnopqrstuvwxyz"
        .zero   255 - 'z'

no_memory:      .asciz "wordcount: out of memory\n"
cannot_read:    .asciz "wordcount: cannot read the input\n"
cannot_write:   .asciz "wordcount: cannot write the output\n"
newline:        .ascii "\n"

        .bss
        .balign 8
counter:
        .zero   COUNTER_SIZE
output_used:
        .zero   8
input:
        .zero   BUFFER_SIZE
output:
        .zero   BUFFER_SIZE

        .text
        .globl  main
# main() -> a0 = 0; on an error, exits with status 1
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32

        la      s1, counter
        li      a0, FIRST_WORD_CAPACITY
        sd      a0, COUNTER_WORD_CAPACITY(s1)
        call    rt.malloc
        beqz    a0, out_of_memory
        sd      a0, COUNTER_WORD(s1)
        li      a0, FIRST_SLOT_COUNT
        addi    t0, a0, -1
        sd      t0, COUNTER_MASK(s1)
        call    new_slots
        sd      a0, COUNTER_SLOTS(s1)

        mv      a0, s1
        call    count_words
        mv      a0, s1
        call    print_counts

        # Freed for the heap view, and for the checks that the allocator makes at exit.
        mv      a0, s1
        call    free_counter
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# count_words(a0 = counter): reads the input to its end and counts every word
# The loop over the bytes keeps everything in registers:
#   s2 = next byte of the input, s3 = its end, s4 = letter table, s5 = FNV prime,
#   s6 = hash of the word so far, s7 = its text, s8 = next byte of it, s9 = end of its block
count_words:
        addi    sp, sp, -96
        sd      ra, 88(sp)
        sd      s0, 80(sp)
        sd      s1, 72(sp)
        sd      s2, 64(sp)
        sd      s3, 56(sp)
        sd      s4, 48(sp)
        sd      s5, 40(sp)
        sd      s6, 32(sp)
        sd      s7, 24(sp)
        sd      s8, 16(sp)
        sd      s9, 8(sp)
        addi    s0, sp, 96
        mv      s1, a0
        la      s4, letter
        li      s5, FNV_PRIME
        li      s6, FNV_OFFSET_BASIS
        ld      s7, COUNTER_WORD(s1)
        ld      s9, COUNTER_WORD_CAPACITY(s1)
        add     s9, s9, s7
        mv      s8, s7

.Lread:
        li      a0, STDIN
        la      a1, input
        li      a2, BUFFER_SIZE
        call    rt.read
        bltz    a0, read_failed
        beqz    a0, .Lend_of_input
        la      s2, input
        add     s3, s2, a0

.Lnext_byte:
        lbu     t0, 0(s2)
        addi    s2, s2, 1
        add     t0, t0, s4
        lbu     t0, 0(t0)
        beqz    t0, .Lseparator
        beq     s8, s9, .Lword_block_full
.Lstore:
        sb      t0, 0(s8)
        addi    s8, s8, 1
        xor     s6, s6, t0              # FNV-1a while reading, so there is no second pass
        mul     s6, s6, s5
        bltu    s2, s3, .Lnext_byte
        j       .Lread                  # the word may continue in the next block of input

.Lseparator:
        beq     s8, s7, .Lskip          # a second separator in a row ends no word
        mv      a0, s1
        mv      a1, s6
        sub     a2, s8, s7
        call    count_word
        mv      s8, s7
        li      s6, FNV_OFFSET_BASIS
.Lskip:
        bltu    s2, s3, .Lnext_byte
        j       .Lread

.Lword_block_full:
        ld      a1, COUNTER_WORD_CAPACITY(s1)
        slli    a1, a1, 1
        mv      a0, s7
        call    rt.realloc
        beqz    a0, out_of_memory
        sub     t1, s8, s7              # the length, which is all that survives a move
        mv      s7, a0
        add     s8, s7, t1
        slli    t1, t1, 1
        add     s9, s7, t1
        sd      s7, COUNTER_WORD(s1)
        sd      t1, COUNTER_WORD_CAPACITY(s1)
        lbu     t0, -1(s2)              # the call has clobbered t0: look the letter up again
        add     t0, t0, s4
        lbu     t0, 0(t0)
        j       .Lstore

.Lend_of_input:
        beq     s8, s7, 1f
        mv      a0, s1
        mv      a1, s6
        sub     a2, s8, s7
        call    count_word
1:
        ld      s9, 8(sp)
        ld      s8, 16(sp)
        ld      s7, 24(sp)
        ld      s6, 32(sp)
        ld      s5, 40(sp)
        ld      s4, 48(sp)
        ld      s3, 56(sp)
        ld      s2, 64(sp)
        ld      s1, 72(sp)
        ld      s0, 80(sp)
        ld      ra, 88(sp)
        addi    sp, sp, 96
        ret

# count_word(a0 = counter, a1 = hash, a2 = length): counts the word in COUNTER_WORD
# Linear probing: the word is in the slot that its hash selects, or in a later one before any free
# slot. No frame until there is something to call, as most words are found without.
count_word:
        ld      t0, COUNTER_SLOTS(a0)
        ld      t1, COUNTER_MASK(a0)
        ld      a3, COUNTER_WORD(a0)
        and     t2, a1, t1
.Lprobe:
        slli    t3, t2, 4               # a slot has 16 bytes
        add     t3, t3, t0
        ld      t4, SLOT_ENTRY(t3)
        beqz    t4, .Lnew_word
        ld      t5, SLOT_HASH(t3)
        bne     t5, a1, .Lother_word
        ld      t5, ENTRY_LENGTH(t4)
        bne     t5, a2, .Lother_word
        # Words may share a hash, so compare them, from the end, by index.
        addi    t6, t4, ENTRY_TEXT
1:
        addi    t5, t5, -1
        bltz    t5, .Lsame_word
        add     a4, t6, t5
        lbu     a4, 0(a4)
        add     a5, a3, t5
        lbu     a5, 0(a5)
        beq     a4, a5, 1b
.Lother_word:
        addi    t2, t2, 1
        and     t2, t2, t1
        j       .Lprobe
.Lsame_word:
        ld      t5, ENTRY_COUNT(t4)
        addi    t5, t5, 1
        sd      t5, ENTRY_COUNT(t4)
        ret

.Lnew_word:
        # t3 is the free slot.
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # counter
        sd      s2, 16(sp)              # hash
        sd      s3, 8(sp)               # length
        sd      s4, 0(sp)               # slot
        addi    s0, sp, 48
        mv      s1, a0
        mv      s2, a1
        mv      s3, a2
        mv      s4, t3
        addi    a0, a2, ENTRY_TEXT
        call    rt.malloc
        beqz    a0, out_of_memory
        sd      s2, SLOT_HASH(s4)
        sd      a0, SLOT_ENTRY(s4)
        li      t0, 1
        sd      t0, ENTRY_COUNT(a0)
        sd      s3, ENTRY_LENGTH(a0)
        addi    a0, a0, ENTRY_TEXT
        ld      a1, COUNTER_WORD(s1)
        mv      a2, s3
        call    rt.memcpy
        # Grow at three quarters full: a probe must always find a free slot, and soon.
        ld      t0, COUNTER_USED(s1)
        addi    t0, t0, 1
        sd      t0, COUNTER_USED(s1)
        ld      t1, COUNTER_MASK(s1)
        srli    t2, t1, 2
        sub     t1, t1, t2
        bltu    t0, t1, 2f
        mv      a0, s1
        call    grow
2:
        ld      s4, 0(sp)
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# grow(a0 = counter): doubles the slots; the entries stay where they are
grow:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        ld      t0, COUNTER_MASK(s1)
        addi    a0, t0, 1
        slli    a0, a0, 1
        call    new_slots
        ld      t0, COUNTER_SLOTS(s1)   # the old slots, from t0 up to t1
        ld      t1, COUNTER_MASK(s1)
        slli    t2, t1, 1
        addi    t2, t2, 1               # the new mask has one more bit
        sd      a0, COUNTER_SLOTS(s1)
        sd      t2, COUNTER_MASK(s1)
        addi    t1, t1, 1
        slli    t1, t1, 4
        add     t1, t1, t0
        mv      a1, t0
1:
        ld      t3, SLOT_ENTRY(t0)
        beqz    t3, 3f
        # All words differ, so there is nothing to compare: take the next free slot.
        ld      t4, SLOT_HASH(t0)
        and     t5, t4, t2
2:
        slli    t6, t5, 4
        add     t6, t6, a0
        addi    t5, t5, 1
        and     t5, t5, t2
        ld      a2, SLOT_ENTRY(t6)
        bnez    a2, 2b
        sd      t4, SLOT_HASH(t6)
        sd      t3, SLOT_ENTRY(t6)
3:
        addi    t0, t0, SLOT_SIZE
        bltu    t0, t1, 1b
        mv      a0, a1
        call    rt.free
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# new_slots(a0 = how many) -> a0 = that many free slots
new_slots:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        slli    s1, a0, 4
        mv      a0, s1
        call    rt.malloc
        beqz    a0, out_of_memory
        li      a1, 0
        mv      a2, s1
        mv      s1, a0
        call    rt.memset
        mv      a0, s1
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_counts(a0 = counter): prints all words with their counts, in order
print_counts:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # block with two arrays of pointers to entries
        sd      s2, 16(sp)              # how many words
        sd      s3, 8(sp)               # next pointer to print
        addi    s0, sp, 48
        mv      s1, a0
        ld      s2, COUNTER_USED(s1)
        beqz    s2, 4f
        slli    a0, s2, 4               # 8 bytes per word, and as many again for merging
        call    rt.malloc
        beqz    a0, out_of_memory

        ld      t0, COUNTER_SLOTS(s1)
        mv      s1, a0
        mv      t1, s1
        slli    t2, s2, 3
        add     t2, t2, s1
1:
        ld      t3, SLOT_ENTRY(t0)
        addi    t0, t0, SLOT_SIZE
        beqz    t3, 1b
        sd      t3, 0(t1)
        addi    t1, t1, 8
        bltu    t1, t2, 1b

        mv      a0, s1
        mv      a1, s2
        mv      a2, t2
        call    sort
        mv      s3, a0
2:
        ld      a0, 0(s3)
        call    print_entry
        addi    s3, s3, 8
        addi    s2, s2, -1
        bnez    s2, 2b
        call    flush
        mv      a0, s1
        call    rt.free
4:
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# sort(a0 = array of pointers to entries, a1 = how many, a2 = a second array of that size)
#   -> a0 = the one of the two arrays that holds the sorted pointers
# Bottom-up merge sort: runs of 1 are sorted; merge neighbours into runs of 2, 4, 8 ... from one
# array into the other and back.
#   s1 = from, s2 = to, s3 = length of an array in bytes, s4 = length of a run in bytes,
#   s5 = left run, s6 = right run and end of the left one, s7 = end of the right one, s8 = output,
#   s9 = where the left run ends
sort:
        addi    sp, sp, -96
        sd      ra, 88(sp)
        sd      s0, 80(sp)
        sd      s1, 72(sp)
        sd      s2, 64(sp)
        sd      s3, 56(sp)
        sd      s4, 48(sp)
        sd      s5, 40(sp)
        sd      s6, 32(sp)
        sd      s7, 24(sp)
        sd      s8, 16(sp)
        sd      s9, 8(sp)
        addi    s0, sp, 96
        mv      s1, a0
        mv      s2, a2
        slli    s3, a1, 3
        li      s4, 8
.Lnext_pass:
        bgeu    s4, s3, .Lsort_done
        mv      s5, s1
        mv      s8, s2
.Lnext_pair:
        add     t0, s1, s3              # end of the array: the last runs may be shorter, or empty
        add     s6, s5, s4
        bleu    s6, t0, 1f
        mv      s6, t0
1:
        mv      s9, s6
        add     s7, s6, s4
        bleu    s7, t0, .Lmerge
        mv      s7, t0
.Lmerge:
        beq     s5, s9, .Ltake_rest
        beq     s6, s7, .Ltake_left
        ld      a0, 0(s5)
        ld      a1, 0(s6)
        call    compare
        bgtz    a0, .Ltake_right
.Ltake_left:
        ld      t0, 0(s5)
        addi    s5, s5, 8
        sd      t0, 0(s8)
        addi    s8, s8, 8
        j       .Lmerge
.Ltake_rest:
        beq     s6, s7, .Lpair_done
.Ltake_right:
        ld      t0, 0(s6)
        addi    s6, s6, 8
        sd      t0, 0(s8)
        addi    s8, s8, 8
        j       .Lmerge
.Lpair_done:
        mv      s5, s7
        add     t0, s1, s3
        bltu    s5, t0, .Lnext_pair
        mv      t0, s1                  # what was written is read next
        mv      s1, s2
        mv      s2, t0
        slli    s4, s4, 1
        j       .Lnext_pass
.Lsort_done:
        mv      a0, s1
        ld      s9, 8(sp)
        ld      s8, 16(sp)
        ld      s7, 24(sp)
        ld      s6, 32(sp)
        ld      s5, 40(sp)
        ld      s4, 48(sp)
        ld      s3, 56(sp)
        ld      s2, 64(sp)
        ld      s1, 72(sp)
        ld      s0, 80(sp)
        ld      ra, 88(sp)
        addi    sp, sp, 96
        ret

# compare(a0, a1 = entries) -> a0 < 0 if the first is to be printed first, > 0 if the second is
# A leaf. The larger count comes first, then the lesser word; a word comes before its extensions.
compare:
        ld      t0, ENTRY_COUNT(a0)
        ld      t1, ENTRY_COUNT(a1)
        bne     t0, t1, 4f
        ld      t0, ENTRY_LENGTH(a0)
        ld      t1, ENTRY_LENGTH(a1)
        sub     t2, t0, t1              # decides if one word is the beginning of the other
        bleu    t0, t1, 1f
        mv      t0, t1
1:
        add     t0, t0, a0              # end of the bytes that both words have
2:
        beq     a0, t0, 3f
        lbu     t3, ENTRY_TEXT(a0)
        lbu     t4, ENTRY_TEXT(a1)
        addi    a0, a0, 1
        addi    a1, a1, 1
        beq     t3, t4, 2b
        sub     t2, t3, t4
3:
        mv      a0, t2
        ret
4:
        sub     a0, t1, t0              # counts are far below 2^63, so the sign is right
        ret

# print_entry(a0 = entry): puts "%7d word" and a newline into the output buffer
print_entry:
        addi    sp, sp, -64
        sd      ra, 56(sp)
        sd      s0, 48(sp)
        sd      s1, 40(sp)              # entry
        addi    s0, sp, 64
        # 0(sp) to 31(sp): seven blanks, the digits, another blank
        mv      s1, a0
        li      t0, 0x2020202020202020
        sd      t0, 0(sp)
        addi    a0, sp, COUNT_WIDTH
        ld      a1, ENTRY_COUNT(s1)
        call    rt.fmtudec
        addi    t0, sp, COUNT_WIDTH
        add     t0, t0, a0
        li      t1, ' '
        sb      t1, 0(t0)
        # Each digit replaces a blank, as long as there are any. So the text starts as many bytes
        # after the first blank as there are digits, but COUNT_WIDTH at most.
        li      t1, COUNT_WIDTH
        bleu    a0, t1, 1f
        mv      a0, t1
1:
        add     a0, a0, sp
        sub     a1, t0, a0
        addi    a1, a1, 1
        call    put
        addi    a0, s1, ENTRY_TEXT
        ld      a1, ENTRY_LENGTH(s1)
        call    put
        la      a0, newline
        li      a1, 1
        call    put
        ld      s1, 40(sp)
        ld      s0, 48(sp)
        ld      ra, 56(sp)
        addi    sp, sp, 64
        ret

# put(a0 = bytes, a1 = how many): adds them to the output, in parts if the buffer gets full
put:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # bytes left to put
        sd      s2, 16(sp)              # how many
        sd      s3, 8(sp)               # length of this part
        addi    s0, sp, 48
        mv      s1, a0
        mv      s2, a1
1:
        beqz    s2, 3f
        la      t0, output_used
        ld      t1, 0(t0)
        li      t2, BUFFER_SIZE
        sub     s3, t2, t1
        bleu    s3, s2, 2f
        mv      s3, s2
2:
        add     t3, t1, s3
        sd      t3, 0(t0)
        la      a0, output
        add     a0, a0, t1
        mv      a1, s1
        mv      a2, s3
        call    rt.memcpy
        add     s1, s1, s3
        sub     s2, s2, s3
        la      t0, output_used
        ld      t0, 0(t0)
        li      t1, BUFFER_SIZE
        bne     t0, t1, 1b
        call    flush
        j       1b
3:
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# flush(): writes the output buffer and empties it
flush:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        la      t0, output_used
        ld      a2, 0(t0)
        sd      zero, 0(t0)
        li      a0, STDOUT
        la      a1, output
        call    rt.write
        bltz    a0, write_failed
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# free_counter(a0 = counter): frees every entry, the slots and the word
free_counter:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # counter
        sd      s2, 16(sp)              # slot
        sd      s3, 8(sp)               # slots left
        addi    s0, sp, 48
        mv      s1, a0
        ld      s2, COUNTER_SLOTS(s1)
        ld      s3, COUNTER_MASK(s1)
        addi    s3, s3, 1
1:
        ld      a0, SLOT_ENTRY(s2)
        call    rt.free                 # free(null) does nothing
        addi    s2, s2, SLOT_SIZE
        addi    s3, s3, -1
        bnez    s3, 1b
        ld      a0, COUNTER_SLOTS(s1)
        call    rt.free
        ld      a0, COUNTER_WORD(s1)
        call    rt.free
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# Errors. Jumped to, never to return: they print a message and exit with status 1.
out_of_memory:
        la      a1, no_memory
        j       1f
read_failed:
        la      a1, cannot_read
        j       1f
write_failed:
        la      a1, cannot_write
1:
        li      a0, STDERR
        call    rt.putstr
        li      a0, 1
        call    rt.exit
