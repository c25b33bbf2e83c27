// A program to debug: a recursive function, structures that point to each other, a global sum.
#include <stdio.h>
struct pair { int a; long b; char first; struct pair *next; };
struct pair pairs[4];
long total;
int fact(int n) {
  if (n < 2) return 1;
  return n * fact(n - 1);
}
void fill(int i, const char *name) {
  struct pair *p = &pairs[i];
  p->a = i;
  p->b = fact(i);
  p->first = name[0];
  p->next = i > 0 ? &pairs[i - 1] : 0;
  total += p->b;
}
int main(void) {
  double ratio = 0.5;
  for (int i = 0; i < 4; i++)
    fill(i, "xyz");
  ratio *= total;
  printf("%ld %g\n", total, ratio);
  return 0;
}
