// SPDX-License-Identifier: MPL-2.0
// A heap in an array: first fit with headers that hold the size, neighbours merged when blocks are
// freed, and a pattern in every block that shows when two overlap.

#include "support/support.h"

typedef struct block { size_t size; struct block *next; } block;

enum { ARENA = 16384, UNIT = sizeof(block), BLOCKS = 64 };
static _Alignas(16) unsigned char arena[ARENA];
static block *unused;

static void start(void)
{
    unused = (block *)arena;
    *unused = (block){ARENA, NULL};
}

static NOINLINE void *allocate(size_t count)
{
    size_t needed = (count + sizeof(size_t) + UNIT - 1) / UNIT * UNIT;
    for (block **link = &unused; *link != NULL; link = &(*link)->next) {
        block *b = *link;
        if (b->size < needed) continue;
        if (b->size == needed) {
            *link = b->next;
        } else {
            block *rest = (block *)((unsigned char *)b + needed);
            *rest = (block){b->size - needed, b->next};
            *link = rest;
            b->size = needed;
        }
        return (size_t *)b + 1;
    }
    return NULL;
}

static NOINLINE void release(void *memory)
{
    block *freed = (block *)((size_t *)memory - 1), **link = &unused;
    while (*link != NULL && *link < freed) link = &(*link)->next;
    freed->next = *link;
    *link = freed;
    if ((unsigned char *)freed + freed->size == (unsigned char *)freed->next) {
        freed->size += freed->next->size;
        freed->next = freed->next->next;
    }
    for (block *b = unused; b != NULL && b < freed; b = b->next) {
        if ((unsigned char *)b + b->size == (unsigned char *)freed) {
            b->size += freed->size;
            b->next = freed->next;
            break;
        }
    }
}

static NOINLINE void *resized(void *memory, size_t count)
{
    size_t held = ((size_t *)memory)[-1] - sizeof(size_t);
    if (count <= held) return memory;
    void *moved = allocate(count);
    if (moved != NULL) {
        memcpy(moved, memory, held);
        release(memory);
    }
    return moved;
}

static struct { unsigned char *memory; size_t size; unsigned char mark; } blocks[BLOCKS];

static int damaged(size_t i, size_t size)
{
    for (size_t at = 0; at < size; at++) if (blocks[i].memory[at] != blocks[i].mark) return 1;
    return 0;
}

int main(void)
{
    uint64_t seed = 2024;
    int refused = 0, errors = 0, moves = 0;
    start();
    for (int step = 0; step < 4000; step++) {
        size_t i = next_random(&seed) % BLOCKS;
        size_t size = 1 + next_random(&seed) % (step % 100 == 0 ? 2000 : 400);
        if (blocks[i].memory == NULL) {
            blocks[i].memory = allocate(size);
            if (blocks[i].memory == NULL) {
                refused++;
                continue;
            }
        } else if (next_random(&seed) % 4 == 0) {
            unsigned char *moved = resized(blocks[i].memory, size);
            if (moved == NULL) continue;
            moves += moved != blocks[i].memory;
            blocks[i].memory = moved;
            errors += damaged(i, size < blocks[i].size ? size : blocks[i].size);
        } else {
            errors += damaged(i, blocks[i].size);
            release(blocks[i].memory);
            blocks[i].memory = NULL;
            continue;
        }
        blocks[i].size = size;
        blocks[i].mark = (unsigned char)step;
        memset(blocks[i].memory, step, size);
    }
    for (size_t i = 0; i < BLOCKS; i++) if (blocks[i].memory != NULL) release(blocks[i].memory);
    print("refused %d, moved %d, errors %d, free %lu %d\n", refused, moves, errors, unused->size, unused->next == NULL);
    return errors + (unused->size != ARENA);
}
