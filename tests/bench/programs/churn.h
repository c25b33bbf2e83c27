// SPDX-License-Identifier: MPL-2.0
// The work of malloc_runtime.c, malloc_c.c and malloc_assembly.s: n steps, each of which takes a slot at random and
// allocates, grows or shrinks, or frees the block there. Most blocks are small, a few are large. The first and the
// last byte of each block are written and later added up.
// Needs allocate, resize and release to be defined.

enum { SLOTS = 1024 };
static struct slot {
  byte *block;
  word size;
} slots[SLOTS];

// 1 to 4096, mostly small: a random number of random bits, and 16 times that once in 32.
static inline word random_size(word r) {
  word size = 1 + (r >> 32 & (255 >> (r >> 10 & 7)));
  return r >> 13 & 31 ? size : size * 16;
}

static inline void mark(struct slot *slot, byte value) {
  slot->block[0] = value;
  slot->block[slot->size - 1] = value;
}

long bench(long n) {
  word sum = 0;
  for (long i = 0; i < n; i++) {
    word r = next_random();
    struct slot *slot = &slots[r & (SLOTS - 1)];
    if (slot->block) {
      sum = sum * 31 + slot->block[0] + slot->block[slot->size - 1];
      if (r >> 18 & 3) {
        release(slot->block);
        slot->block = 0;
        continue;
      }
      slot->size = random_size(r);
      slot->block = resize(slot->block, slot->size);
    } else {
      slot->size = random_size(r);
      slot->block = allocate(slot->size);
    }
    mark(slot, i);
  }
  for (struct slot *slot = slots; slot < slots + SLOTS; slot++) release(slot->block);
  return sum;
}
