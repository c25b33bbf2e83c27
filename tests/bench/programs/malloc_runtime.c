// SPDX-License-Identifier: MPL-2.0
// Churn on the heap by a C program with the runtime's allocator, which is assembly. Natively there is no such
// thing: there the allocator in C takes its place.

#include "bench.h"
#ifdef __riscv
extern void *allocate(word size) __asm__("rt.malloc");
extern void release(void *block) __asm__("rt.free");
extern void *resize(void *block, word size) __asm__("rt.realloc");
#else
#include "allocator.h"
#endif
#include "churn.h"
