// SPDX-License-Identifier: MPL-2.0
// Stops in ways that backtraces must cope with: in a callback of the C library, in a handler that interrupted
// it, under frames of variable size. The argument of main chooses.

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static volatile int *volatile nowhere;
static int handles;

__attribute__((noinline)) static int deep(int n) {
    volatile char room[64 + n * 32];
    room[n] = n;
    if (n == 0) abort();
    return deep(n - 1) + room[n];
}

static void handle(int number) {
    (void)number;
    deep(2);
}

__attribute__((noinline)) static int leaf(int x) { return *nowhere + x; }

__attribute__((noinline)) static int compare(const void *a, const void *b) {
    if (handles == 2) raise(SIGUSR1);
    return leaf(*(const int *)a) - *(const int *)b;
}

int main(int argc, char **argv) {
    int values[] = {3, 1, 2, 5, 4};
    (void)argv;
    handles = HANDLES;
    if (handles == 1) signal(SIGSEGV, handle);
    if (handles == 2) signal(SIGUSR1, handle);
    qsort(values, 5, sizeof *values, compare);
    return values[0] + argc;
}
