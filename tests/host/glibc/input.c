// SPDX-License-Identifier: MPL-2.0
// Standard input with getline, scanf and getchar; a prompt, and output to both streams.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  int n = 0;
  printf("how many? ");
  if (scanf("%d", &n) != 1) return fputs("no number\n", stderr), 2;
  double sum = 0;
  for (int i = 0; i < n; i++) {
    double value;
    if (scanf("%lf", &value) != 1) return 3;
    sum += value;
  }
  printf("sum %g\n", sum);
  while (getchar() != '\n');
  char *line = NULL;
  size_t capacity = 0;
  ssize_t length;
  while ((length = getline(&line, &capacity, stdin)) > 0) {
    line[strcspn(line, "\n")] = 0;
    printf("%zd: %s\n", length, line);
  }
  printf("end %d, error %d\n", feof(stdin) != 0, ferror(stdin) != 0);
  fprintf(stderr, "done\n");
  free(line);
  return 0;
}
