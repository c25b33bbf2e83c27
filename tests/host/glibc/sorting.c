// SPDX-License-Identifier: MPL-2.0
// qsort and bsearch over numbers, structs and strings; the random numbers of the C library.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record {
  int key;
  char name[12];
};

static int by_number(const void *a, const void *b) {
  long x = *(const long *)a, y = *(const long *)b;
  return (x > y) - (x < y);
}

static int by_key(const void *a, const void *b) {
  return ((const struct record *)a)->key - ((const struct record *)b)->key;
}

static int by_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv) {
  int n = argc > 1 ? atoi(argv[1]) : 20000;
  long *numbers = malloc(n * sizeof *numbers);
  srand(42);
  for (int i = 0; i < n; i++) numbers[i] = rand() - RAND_MAX / 2;
  qsort(numbers, n, sizeof *numbers, by_number);
  unsigned long sum = 0;
  for (int i = 0; i < n; i++) {
    if (i > 0 && numbers[i - 1] > numbers[i]) return 1;
    sum = sum * 31 + numbers[i];
  }
  printf("%d numbers, %lx, median %ld\n", n, sum, numbers[n / 2]);
  long *found = bsearch(&numbers[n / 3], numbers, n, sizeof *numbers, by_number);
  printf("found %d\n", found != NULL && *found == numbers[n / 3]);
  struct record records[50];
  for (int i = 0; i < 50; i++) {
    records[i].key = i * 37 % 50;
    snprintf(records[i].name, sizeof records[i].name, "r%d", i);
  }
  qsort(records, 50, sizeof *records, by_key);
  for (int i = 0; i < 50; i += 7) printf("%d %s\n", records[i].key, records[i].name);
  char *words[] = {"pear", "apple", "fig", "banana", "cherry", "date"};
  qsort(words, 6, sizeof *words, by_text);
  for (int i = 0; i < 6; i++) puts(words[i]);
  free(numbers);
  return 0;
}
