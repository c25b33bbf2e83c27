# SPDX-License-Identifier: MPL-2.0
# hash_table.s: a hash table from strings to numbers that grows with its contents.
#
# Shows: the FNV-1a hash, chaining (each bucket heads a linked list of entries), entries that end
#        with their key, so that one malloc is enough for both, and growing without copying entries.
# Run:   deno task leveret run examples/hash_table.s
# See:   wordcount.s for the other kind of hash table, open addressing.

        .equ    STDOUT, 1
        .equ    STDERR, 2

        # struct table { buckets: **entry, bucket_count: u64 (a power of two), entry_count: u64 }
        .equ    TABLE_BUCKETS, 0
        .equ    TABLE_BUCKET_COUNT, 8
        .equ    TABLE_ENTRY_COUNT, 16
        .equ    TABLE_SIZE, 24
        .equ    FIRST_BUCKET_COUNT, 4

        # struct entry { next: *entry, hash: u64, value: i64, key: the bytes and a NUL }
        .equ    ENTRY_NEXT, 0
        .equ    ENTRY_HASH, 8
        .equ    ENTRY_VALUE, 16
        .equ    ENTRY_KEY, 24

        .equ    FNV_OFFSET_BASIS, 0xcbf29ce484222325
        .equ    FNV_PRIME, 0x100000001b3

        .equ    MANY, 1000

        .section .rodata
        .balign 8
months:
        # Pairs of a name and a number of days, ended by a null.
        .dword  1f, 31, 2f, 28, 3f, 31, 4f, 30, 5f, 31, 6f, 30
        .dword  7f, 31, 8f, 31, 9f, 30, 10f, 31, 11f, 30, 12f, 31, 0
1:  .asciz  "january"
2:  .asciz  "february"
3:  .asciz  "march"
4:  .asciz  "april"
5:  .asciz  "may"
6:  .asciz  "june"
7:  .asciz  "july"
8:  .asciz  "august"
9:  .asciz  "september"
10: .asciz  "october"
11: .asciz  "november"
12: .asciz  "december"

february:       .asciz "february"
brumaire:       .asciz "brumaire"
equals:         .asciz " = "
is_absent:      .asciz " is not in the table\n"
is_removed:     .asciz " is removed\n"
grown:          .asciz "grown to "
buckets_for:    .asciz " buckets for "
entries:        .asciz " entries\n"
key_prefix:     .asciz "key"
found:          .asciz "keys found with their value: "
longest:        .asciz "longest chain: "
left:           .asciz "entries left: "
no_memory:      .asciz "hash_table: out of memory\n"

        .bss
        .balign 8
table:
        .zero   TABLE_SIZE
key_buffer:
        .zero   32

        .text
        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        addi    s0, sp, 32

        la      a0, table
        call    table_init

        # 1. A few known keys.
        la      s1, months
1:
        ld      a1, 0(s1)
        beqz    a1, 2f
        la      a0, table
        ld      a2, 8(s1)
        call    table_set
        addi    s1, s1, 16
        j       1b
2:
        la      a0, february
        call    show
        la      a0, brumaire
        call    show

        # Setting a key again replaces its value: the year is a leap year after all.
        la      a0, table
        la      a1, february
        li      a2, 29
        call    table_set
        la      a0, february
        call    show
        la      a0, table
        la      a1, february
        call    table_remove
        la      a0, february
        call    print
        la      a0, is_removed
        call    print
        la      a0, february
        call    show

        # 2. Many generated keys: "key0" = 0, "key1" = 1, ...
        li      s1, 0
3:
        mv      a0, s1
        call    make_key
        mv      a1, a0
        la      a0, table
        mv      a2, s1
        call    table_set
        addi    s1, s1, 1
        li      t0, MANY
        blt     s1, t0, 3b

        li      s1, 0
        li      s2, 0                   # how many were found with the right value
4:
        mv      a0, s1
        call    make_key
        mv      a1, a0
        la      a0, table
        call    table_get
        beqz    a0, 5f
        ld      t0, 0(a0)
        bne     t0, s1, 5f
        addi    s2, s2, 1
5:
        addi    s1, s1, 1
        li      t0, MANY
        blt     s1, t0, 4b
        la      a0, found
        mv      a1, s2
        call    print_number_line

        la      a0, table
        call    table_longest_chain
        mv      a1, a0
        la      a0, longest
        call    print_number_line

        # 3. Free everything.
        la      a0, table
        call    table_clear
        la      a0, left
        la      t0, table
        ld      a1, TABLE_ENTRY_COUNT(t0)
        call    print_number_line

        li      a0, 0
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# table_init(a0 = table): makes it an empty table
table_init:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        li      a0, FIRST_BUCKET_COUNT
        sd      a0, TABLE_BUCKET_COUNT(s1)
        sd      zero, TABLE_ENTRY_COUNT(s1)
        call    new_buckets
        sd      a0, TABLE_BUCKETS(s1)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# table_get(a0 = table, a1 = key) -> a0 = address of the value, or null if the key is absent
table_get:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        addi    s0, sp, 16
        call    table_find
        ld      a0, 0(a0)
        beqz    a0, 1f
        addi    a0, a0, ENTRY_VALUE
1:
        ld      s0, 0(sp)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# table_set(a0 = table, a1 = key, a2 = value): adds the key or replaces its value; the key is
# copied
table_set:
        addi    sp, sp, -64
        sd      ra, 56(sp)
        sd      s0, 48(sp)
        sd      s1, 40(sp)              # table
        sd      s2, 32(sp)              # key
        sd      s3, 24(sp)              # value
        sd      s4, 16(sp)              # hash
        sd      s5, 8(sp)               # length of the key including its NUL
        addi    s0, sp, 64
        mv      s1, a0
        mv      s2, a1
        mv      s3, a2
        call    table_find
        mv      s4, a1
        ld      t0, 0(a0)
        beqz    t0, .Ladd
        sd      s3, ENTRY_VALUE(t0)
        j       .Lset_done

.Ladd:
        mv      a0, s2
        call    rt.strlen
        addi    s5, a0, 1
        addi    a0, s5, ENTRY_KEY
        call    rt.malloc
        beqz    a0, out_of_memory
        sd      s4, ENTRY_HASH(a0)
        sd      s3, ENTRY_VALUE(a0)
        # Insert at the front of its bucket. The link that table_find returned would do as well, but
        # words that were just added tend to be looked up again soon.
        ld      t0, TABLE_BUCKET_COUNT(s1)
        addi    t0, t0, -1
        and     t0, t0, s4
        slli    t0, t0, 3
        ld      t1, TABLE_BUCKETS(s1)
        add     t0, t0, t1
        ld      t1, 0(t0)
        sd      t1, ENTRY_NEXT(a0)
        sd      a0, 0(t0)
        addi    a0, a0, ENTRY_KEY
        mv      a1, s2
        mv      a2, s5
        call    rt.memcpy

        # More entries than buckets: chains would get long.
        ld      t0, TABLE_ENTRY_COUNT(s1)
        addi    t0, t0, 1
        sd      t0, TABLE_ENTRY_COUNT(s1)
        ld      t1, TABLE_BUCKET_COUNT(s1)
        bleu    t0, t1, .Lset_done
        mv      a0, s1
        call    table_grow

.Lset_done:
        ld      s5, 8(sp)
        ld      s4, 16(sp)
        ld      s3, 24(sp)
        ld      s2, 32(sp)
        ld      s1, 40(sp)
        ld      s0, 48(sp)
        ld      ra, 56(sp)
        addi    sp, sp, 64
        ret

# table_remove(a0 = table, a1 = key) -> a0 = 1 if the key was there, or 0
table_remove:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        call    table_find
        ld      t0, 0(a0)
        beqz    t0, 1f
        ld      t1, ENTRY_NEXT(t0)
        sd      t1, 0(a0)               # a0 is the link that points to the entry
        ld      t1, TABLE_ENTRY_COUNT(s1)
        addi    t1, t1, -1
        sd      t1, TABLE_ENTRY_COUNT(s1)
        mv      a0, t0
        call    rt.free
        li      a0, 1
        j       2f
1:
        li      a0, 0
2:
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# table_find(a0 = table, a1 = key) -> a0 = the link (address of a pointer to an entry) that points
# to the entry with this key, or to the null that ends its chain; a1 = the key's hash
table_find:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # link
        sd      s2, 16(sp)              # key
        sd      s3, 8(sp)               # hash
        addi    s0, sp, 48
        mv      s1, a0
        mv      s2, a1
        mv      a0, a1
        call    hash
        mv      s3, a0
        ld      t0, TABLE_BUCKET_COUNT(s1)
        addi    t0, t0, -1              # a power of two minus one is a mask
        and     t0, t0, s3
        slli    t0, t0, 3
        ld      s1, TABLE_BUCKETS(s1)
        add     s1, s1, t0
1:
        ld      t0, 0(s1)
        beqz    t0, 2f
        # Different hashes mean different keys, and comparing hashes takes one instruction. Only if
        # they are equal are the strings compared, and then they are nearly always equal too.
        ld      t1, ENTRY_HASH(t0)
        bne     t1, s3, 3f
        addi    a0, t0, ENTRY_KEY
        mv      a1, s2
        call    strcmp
        beqz    a0, 2f
        ld      t0, 0(s1)
3:
        addi    s1, t0, ENTRY_NEXT
        j       1b
2:
        mv      a0, s1
        mv      a1, s3
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# table_grow(a0 = table): doubles the buckets. Each entry moves to a new chain by its stored hash.
# None is copied, so addresses that table_get returned stay valid.
table_grow:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # table
        sd      s2, 16(sp)              # old buckets
        sd      s3, 8(sp)               # end of the old buckets
        addi    s0, sp, 48
        mv      s1, a0
        ld      s2, TABLE_BUCKETS(s1)
        ld      t0, TABLE_BUCKET_COUNT(s1)
        slli    s3, t0, 3
        add     s3, s3, s2
        slli    a0, t0, 1
        sd      a0, TABLE_BUCKET_COUNT(s1)
        call    new_buckets
        sd      a0, TABLE_BUCKETS(s1)

        ld      t6, TABLE_BUCKET_COUNT(s1)
        addi    t6, t6, -1
        mv      t0, s2
1:
        ld      t1, 0(t0)               # the next entry of the old chain
2:
        beqz    t1, 3f
        ld      t2, ENTRY_NEXT(t1)
        ld      t3, ENTRY_HASH(t1)
        and     t3, t3, t6
        slli    t3, t3, 3
        add     t3, t3, a0
        ld      t4, 0(t3)
        sd      t4, ENTRY_NEXT(t1)
        sd      t1, 0(t3)
        mv      t1, t2
        j       2b
3:
        addi    t0, t0, 8
        bltu    t0, s3, 1b

        mv      a0, s2
        call    rt.free

        la      a0, grown
        call    print
        li      a0, STDOUT
        ld      a1, TABLE_BUCKET_COUNT(s1)
        call    rt.putdec
        la      a0, buckets_for
        call    print
        li      a0, STDOUT
        ld      a1, TABLE_ENTRY_COUNT(s1)
        call    rt.putdec
        la      a0, entries
        call    print

        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# table_clear(a0 = table): frees all entries and the buckets; table_init makes it usable again
table_clear:
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      s0, 32(sp)
        sd      s1, 24(sp)              # table
        sd      s2, 16(sp)              # bucket
        sd      s3, 8(sp)               # buckets left
        sd      s4, 0(sp)               # entry
        addi    s0, sp, 48
        mv      s1, a0
        ld      s2, TABLE_BUCKETS(s1)
        ld      s3, TABLE_BUCKET_COUNT(s1)
1:
        ld      s4, 0(s2)
2:
        beqz    s4, 3f
        mv      a0, s4
        ld      s4, ENTRY_NEXT(s4)      # before the entry is freed
        call    rt.free
        ld      t0, TABLE_ENTRY_COUNT(s1)
        addi    t0, t0, -1
        sd      t0, TABLE_ENTRY_COUNT(s1)
        j       2b
3:
        addi    s2, s2, 8
        addi    s3, s3, -1
        bnez    s3, 1b
        ld      a0, TABLE_BUCKETS(s1)
        sd      zero, TABLE_BUCKETS(s1)
        call    rt.free
        ld      s4, 0(sp)
        ld      s3, 8(sp)
        ld      s2, 16(sp)
        ld      s1, 24(sp)
        ld      s0, 32(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret

# table_longest_chain(a0 = table) -> a0 = number of entries in the fullest bucket
table_longest_chain:
        ld      t0, TABLE_BUCKETS(a0)
        ld      t1, TABLE_BUCKET_COUNT(a0)
        li      a0, 0
1:
        li      t2, 0
        ld      t3, 0(t0)
2:
        beqz    t3, 3f
        addi    t2, t2, 1
        ld      t3, ENTRY_NEXT(t3)
        j       2b
3:
        bleu    t2, a0, 4f
        mv      a0, t2
4:
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, 1b
        ret

# new_buckets(a0 = how many) -> a0 = that many null pointers, in a block from malloc
new_buckets:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        slli    s1, a0, 3
        mv      a0, s1
        call    rt.malloc
        beqz    a0, out_of_memory
        li      a1, 0                   # the contents of a block from malloc are undefined
        mv      a2, s1
        mv      s1, a0
        call    rt.memset
        mv      a0, s1
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# hash(a0 = string) -> a0 = its 64-bit FNV-1a hash: for each byte, xor it in, then multiply
hash:
        mv      t0, a0
        li      a0, FNV_OFFSET_BASIS
        li      t1, FNV_PRIME
        lbu     t2, 0(t0)
1:
        beqz    t2, 2f
        xor     a0, a0, t2
        mul     a0, a0, t1
        addi    t0, t0, 1
        lbu     t2, 0(t0)
        j       1b
2:
        ret

# make_key(a0 = number) -> a0 = "key<number>", valid until the next call
make_key:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        la      a0, key_buffer
        la      a1, key_prefix
        li      a2, 3
        call    rt.memcpy
        la      a0, key_buffer
        addi    a0, a0, 3
        mv      a1, s1
        call    rt.fmtudec
        la      t0, key_buffer
        add     t0, t0, a0
        sb      zero, 3(t0)             # rt.fmtudec returns a length and writes no NUL
        la      a0, key_buffer
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# show(a0 = key): prints "key = value", or that the key is absent
show:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a0
        call    print
        la      a0, table
        mv      a1, s1
        call    table_get
        bnez    a0, 1f
        la      a0, is_absent
        call    print
        j       2f
1:
        ld      a1, 0(a0)
        la      a0, equals
        call    print_number_line
2:
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_number_line(a0 = text, a1 = number): prints both and a newline
print_number_line:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        mv      s1, a1
        call    print
        li      a0, STDOUT
        mv      a1, s1
        call    rt.putdec
        li      a0, STDOUT
        li      a1, '\n'
        call    rt.putchar
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print(a0 = text)
print:
        mv      a1, a0
        li      a0, STDOUT
        tail    rt.putstr

# out_of_memory(): prints a message and exits with status 1; jumped to, does not return
out_of_memory:
        li      a0, STDERR
        la      a1, no_memory
        call    rt.putstr
        li      a0, 1
        call    rt.exit
