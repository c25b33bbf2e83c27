// SPDX-License-Identifier: MPL-2.0
// The allocator of the C library: small and large blocks, growing, alignment, and reuse.
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 2000

int main(void) {
  static unsigned char *blocks[COUNT];
  static size_t sizes[COUNT];
  unsigned long state = 1, sum = 0;
  for (int round = 0; round < 20000; round++) {
    state = state * 6364136223846793005ul + 1442695040888963407ul;
    int at = state >> 33 & (COUNT - 1) % COUNT;
    size_t size = 1 + (state >> 20) % (round % 100 == 0 ? 300000 : 900);
    if (blocks[at] != NULL) {
      for (size_t i = 0; i < sizes[at]; i += 97) {
        if (blocks[at][i] != (unsigned char)at) return puts("spoiled"), 1;
      }
      if (round % 3 == 0) {
        free(blocks[at]);
        blocks[at] = NULL;
        continue;
      }
      blocks[at] = realloc(blocks[at], size);
    } else {
      blocks[at] = round % 5 == 0 ? calloc(1, size) : malloc(size);
    }
    memset(blocks[at], at, size);
    sizes[at] = size;
    sum += size;
  }
  for (int i = 0; i < COUNT; i++) free(blocks[i]);
  printf("%lu bytes in all\n", sum);
  for (size_t alignment = 16; alignment <= 65536; alignment *= 4) {
    void *block = aligned_alloc(alignment, alignment);
    printf("%zu aligned %d\n", alignment, (uintptr_t)block % alignment == 0);
    free(block);
  }
  char *large = malloc(50 << 20);
  large[0] = 1, large[(50 << 20) - 1] = 2;
  large = realloc(large, 100 << 20);
  printf("large %d %d\n", large[0], large[(50 << 20) - 1]);
  free(large);
  volatile size_t most = SIZE_MAX / 2;
  printf("too large %d\n", malloc(most) == NULL);
  char *copy = strdup("copied");
  puts(copy);
  free(copy);
  return 0;
}
