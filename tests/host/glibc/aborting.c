// SPDX-License-Identifier: MPL-2.0
// Abnormal ends: abort, a failed assertion, a corrupted heap, a smashed stack.
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(int signal) { printf("signal %d\n", signal), fflush(stdout); }

int main(int argc, char **argv) {
  const char *how = argc > 1 ? argv[1] : "";
  printf("before %s\n", how);
  fflush(stdout);
  if (strcmp(how, "abort") == 0) abort();
  if (strcmp(how, "handled") == 0) signal(SIGABRT, say), abort();
  if (strcmp(how, "assert") == 0) assert(argc == 1);
  if (strcmp(how, "free") == 0) {
    char *volatile block = malloc(50);
    free(block);
    free(block);
  }
  if (strcmp(how, "null") == 0) return *(volatile int *)0;
  if (strcmp(how, "trap") == 0) __builtin_trap();
  return 0;
}
