// SPDX-License-Identifier: MPL-2.0
// Quicksort of n random 64-bit numbers, with the middle of three as the pivot and insertion sort for short
// ranges: compares, swaps and recursion. More than fit into the array are sorted in several rounds.

#include "bench.h"

enum { ARRAY = 1 << 17, SHORT_RANGE = 12 };
static word numbers[ARRAY];

static inline void swap(word *a, word *b) {
  word old = *a;
  *a = *b;
  *b = old;
}

static void insertion_sort(word *first, word *last) {
  for (word *next = first + 1; next <= last; next++) {
    word number = *next, *hole = next;
    for (; hole > first && hole[-1] > number; hole--) *hole = hole[-1];
    *hole = number;
  }
}

static void sort(word *first, word *last) {
  while (last - first > SHORT_RANGE) {
    word *middle = first + (last - first) / 2;
    if (*middle < *first) swap(middle, first);
    if (*last < *first) swap(last, first);
    if (*last < *middle) swap(last, middle);
    word pivot = *middle, *low = first, *high = last;
    do {
      while (*low < pivot) low++;
      while (*high > pivot) high--;
      if (low <= high) swap(low++, high--);
    } while (low <= high);
    // The shorter part by recursion, so that the stack stays small; the longer one by the loop.
    if (high - first < last - low) {
      sort(first, high);
      first = low;
    } else {
      sort(low, last);
      last = high;
    }
  }
  insertion_sort(first, last);
}

static word sort_random(long count) {
  for (long i = 0; i < count; i++) numbers[i] = next_random();
  sort(numbers, numbers + count - 1);
  word sum = 0;
  for (long i = 1; i < count; i++) {
    if (numbers[i - 1] > numbers[i]) return 0;
    sum = sum * 31 + numbers[i];
  }
  return sum;
}

long bench(long n) {
  word sum = 0;
  for (; n > ARRAY; n -= ARRAY) sum += sort_random(ARRAY);
  return sum + sort_random(n);
}
