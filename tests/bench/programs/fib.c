// SPDX-License-Identifier: MPL-2.0
// The nth Fibonacci number by plain recursion: calls, returns and saved registers, and little else.

#include "bench.h"

// Not inlined into itself: it is the calls that are measured.
__attribute__((noinline)) static word fib(word n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

long bench(long n) { return fib(n); }
