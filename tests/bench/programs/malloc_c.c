// SPDX-License-Identifier: MPL-2.0
// Churn on the heap, with the allocator in C: what the compiler's code does for the same work as
// malloc_runtime.c, and what can be compared with native code.

#include "bench.h"
#include "allocator.h"
#include "churn.h"
