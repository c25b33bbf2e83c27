// SPDX-License-Identifier: MPL-2.0
// Four ways to sort, called through pointers, on keys of several kinds: what qsort's callers do.

#include "support/support.h"

typedef int (*order)(const void *, const void *);

typedef struct { char name[12]; short year; int place; } record;

static int by_int(const void *a, const void *b)
{
    int left = *(const int *)a, right = *(const int *)b;
    return (left > right) - (left < right);
}

static int by_year_then_name(const void *a, const void *b)
{
    const record *left = a, *right = b;
    return left->year != right->year ? left->year - right->year : strcmp(left->name, right->name);
}

static void swap(char *a, char *b, size_t size)
{
    while (size-- > 0) {
        char kept = *a;
        *a++ = *b;
        *b++ = kept;
    }
}

static void quick_sort(char *first, size_t count, size_t size, order compare)
{
    while (count > 1) {
        char *pivot = first + count / 2 * size, *last = first + (count - 1) * size;
        swap(pivot, last, size);
        char *store = first;
        for (char *at = first; at < last; at += size) {
            if (compare(at, last) < 0) {
                swap(at, store, size);
                store += size;
            }
        }
        swap(store, last, size);
        size_t left = (size_t)(store - first) / size;
        quick_sort(first, left, size, compare);
        first = store + size;
        count -= left + 1;
    }
}

static void heap_sort(char *base, size_t count, size_t size, order compare)
{
    for (size_t end = count, root = count / 2; end > 1;) {
        if (root > 0) {
            root--;
        } else {
            end--;
            swap(base, base + end * size, size);
        }
        for (size_t at = root, child; (child = 2 * at + 1) < end; at = child) {
            if (child + 1 < end && compare(base + child * size, base + (child + 1) * size) < 0) {
                child++;
            }
            if (compare(base + at * size, base + child * size) >= 0) break;
            swap(base + at * size, base + child * size, size);
        }
    }
}

static void insertion_sort(char *base, size_t count, size_t size, order compare)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i; j > 0; j--) {
            char *here = base + j * size;
            if (compare(here - size, here) <= 0) break;
            swap(here - size, here, size);
        }
    }
}

static void shell_sort(char *base, size_t count, size_t size, order compare)
{
    static const unsigned short gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < LENGTH(gaps); g++) {
        for (size_t i = gaps[g]; i < count; i++) {
            for (size_t j = i; j >= gaps[g]; j -= gaps[g]) {
                char *here = base + j * size, *before = here - gaps[g] * size;
                if (compare(before, here) <= 0) break;
                swap(before, here, size);
            }
        }
    }
}

static const struct {
    const char *name;
    void (*sort)(char *, size_t, size_t, order);
} sorts[] = {
    {"quick", quick_sort},
    {"heap", heap_sort},
    {"insertion", insertion_sort},
    {"shell", shell_sort},
};

static const record made[] = {
    {"UNIVAC", 1951, 5}, {"Z3", 1941, 1},     {"ENIAC", 1945, 3}, {"EDSAC", 1949, 4},
    {"PDP-8", 1965, 7},  {"Colossus", 1943, 2}, {"TX-0", 1956, 6},  {"PDP-11", 1970, 9},
    {"CDC 6600", 1964, 8},
};

int main(void)
{
    int failures = 0;
    for (size_t s = 0; s < LENGTH(sorts); s++) {
        uint64_t seed = 17;
        int numbers[400];
        uint32_t sum = 0, check = 0;
        for (size_t i = 0; i < LENGTH(numbers); i++) {
            numbers[i] = (int)next_random(&seed) >> 8;
            sum += (uint32_t)numbers[i];
        }
        sorts[s].sort((char *)numbers, LENGTH(numbers), sizeof numbers[0], by_int);
        for (size_t i = 0; i < LENGTH(numbers); i++) {
            check += (uint32_t)numbers[i];
            if (i > 0 && numbers[i - 1] > numbers[i]) failures++;
        }
        if (check != sum) failures++;
        record machines[LENGTH(made)];
        memcpy(machines, made, sizeof made);
        sorts[s].sort((char *)machines, LENGTH(made), sizeof machines[0], by_year_then_name);
        print("%s: %d to %d;", sorts[s].name, numbers[0], numbers[LENGTH(numbers) - 1]);
        for (size_t i = 0; i < LENGTH(made); i++) {
            print(" %s (%d)", machines[i].name, machines[i].place);
        }
        put_char('\n');
    }
    return failures;
}
