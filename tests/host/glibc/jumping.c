// SPDX-License-Identifier: MPL-2.0
// setjmp and longjmp through many frames, variable arguments, function pointers, and the order of atexit.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf targets[4];

static int descend(int n, int to) {
  if (n == 0) longjmp(targets[to], to + 10);
  volatile double kept = n * 1.5;
  int result = descend(n - 1, to);
  return result + (int)kept;
}

static double sum(const char *kinds, ...) {
  va_list list;
  va_start(list, kinds);
  double total = 0;
  for (; *kinds; kinds++) {
    switch (*kinds) {
      case 'i': total += va_arg(list, int); break;
      case 'l': total += va_arg(list, long); break;
      case 'd': total += va_arg(list, double); break;
      case 's': total += *va_arg(list, char *); break;
    }
  }
  va_end(list);
  return total;
}

static void first(void) { puts("registered first, called last"); }
static void second(void) { puts("registered last, called first"); }

int main(void) {
  volatile int rounds = 0;
  double saved = 2.75;
  for (volatile int i = 0; i < 4; i++) {
    int came = setjmp(targets[i]);
    if (came == 0) descend(10 * i + 1, i);
    printf("came back with %d to %d, %.2f\n", came, i, saved);
    rounds++;
  }
  printf("rounds %d\n", rounds);
  printf("%.3f\n", sum("idlsdiiiddd", 1, 2.5, 3l, "A", 0.125, 4, 5, 6, 1e3, 1e-3, 7.0));
  atexit(first);
  atexit(second);
  printf("not flushed by itself");
  exit(77);
}
