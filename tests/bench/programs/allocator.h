// SPDX-License-Identifier: MPL-2.0
// The runtime's allocator once more, in C: the same bins, blocks, poison and checks as runtime/malloc.s and
// runtime/malloc_checks.s, so that a compiler's code can be compared with the assembly, and native code with both.
// A failed check ends the program by a trap, without the message.

enum { LARGEST_SMALL = 2056, CHUNK = 1 << 21, PAGE = 4096 };
#define POISON 0x6969696969696969ul

static word *bins[9]; // headers of the first free blocks
static byte *chunk;
static word chunk_offset = CHUNK;

static inline void check(int holds) {
  if (__builtin_expect(!holds, 0)) __builtin_trap();
}

// The bin by the number of the payload's last word: byte i serves requests of 8 * i + 1 to 8 * i + 8 bytes.
static const byte bin_of_word[LARGEST_SMALL / 8] = {
  [0] = 0,           [1 ... 2] = 1,   [3 ... 4] = 2,    [5 ... 8] = 3,     [9 ... 16] = 4,
  [17 ... 32] = 5,   [33 ... 64] = 6, [65 ... 128] = 7, [129 ... 256] = 8,
};
static const word bin_size[] = { 8, 24, 40, 72, 136, 264, 520, 1032, LARGEST_SMALL };

// For sizes from 1 to LARGEST_SMALL.
static inline int bin_of(word size) { return bin_of_word[(size - 1) / 8]; }

static inline int is_bin_size(word size) { return size - 1 < LARGEST_SMALL && bin_size[bin_of(size)] == size; }

static inline word rounded(word size) {
  return size > LARGEST_SMALL ? ((size + 24 + PAGE - 1) & -(word)PAGE) - 24 : bin_size[bin_of(size)];
}

static inline word *after(word *header) { return (word *)((byte *)(header + 1) + *header); }

// What a free list may say of the block that follows.
static inline void check_link(word *header) {
  check(*header & 1);
  word next = *header & ~1ul;
  check(next == 0 || next % 16 == 8);
}

static void check_free(word *header) {
  check((word)header % 16 == 8);
  check_link(header);
  word *next = (word *)(*header & ~1ul);
  if (next) check_link(next);
}

static void check_block(word *header) {
  check((word)header % 16 == 8);
  word size = *header;
  check(!(size & 1)); // or it is free already
  word second = *after(header);
  if (size > LARGEST_SMALL) {
    check(((word)header - 8) % PAGE == 0 && (size + 24) % PAGE == 0 && second == size);
  } else {
    check(is_bin_size(size));
    if (second & 1) check_free(after(header));
    else check(is_bin_size(second));
  }
}

__attribute__((noinline)) static void *allocate_large(word size) {
  byte *mapping = segment_map(size + 24);
  if (!mapping) return 0;
  word *header = (word *)(mapping + 8);
  *header = size;
  *after(header) = size;
  return header + 1;
}

__attribute__((noinline)) static void *carve(word size) {
  if (chunk_offset + 8 + size + 8 > CHUNK) {
    chunk = segment_map(CHUNK);
    if (!chunk) return 0;
    chunk_offset = 8;
  }
  word *header = (word *)(chunk + chunk_offset);
  chunk_offset += 8 + size;
  *header = size;
  *after(header) = size;
  return header + 1;
}

__attribute__((noinline)) static void *allocate(word size) {
  if (size == 0) return 0;
  if (size > LARGEST_SMALL) return allocate_large(rounded(size));
  int bin = bin_of(size);
  word *header = bins[bin];
  if (!header) return carve(bin_size[bin]);
  check_link(header);
  word *next = (word *)(*header & ~1ul);
  if (next) check_free(next);
  bins[bin] = next;
  *header = bin_size[bin];
  for (word *at = header + 1; at < after(header); at++) check(*at == POISON);
  return header + 1;
}

__attribute__((noinline)) static void release(void *block) {
  if (!block) return;
  word *header = (word *)block - 1;
  check_block(header);
  word size = *header;
  if (size > LARGEST_SMALL) {
    check(segment_unmap((byte *)block - 16, size + 24) == 0);
    return;
  }
  for (word *at = header + 1; at < (word *)((byte *)block + size); at++) *at = POISON;
  int bin = bin_of(size);
  *header = (word)bins[bin] | 1;
  bins[bin] = header;
}

__attribute__((noinline)) static void *resize(void *block, word size) {
  if (!block) return allocate(size);
  word *header = (word *)block - 1;
  check_block(header);
  word old = *header;
  if (rounded(size) == old) return block;
  word *copy = allocate(size);
  if (!copy) return 0;
  // Sizes of blocks are a multiple of a word, whatever was asked for.
  word words = (copy[-1] < old ? copy[-1] : old) / 8;
  for (word i = 0; i < words; i++) copy[i] = ((word *)block)[i];
  release(block);
  return copy;
}
