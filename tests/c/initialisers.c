// SPDX-License-Identifier: MPL-2.0
// Static data of every kind: addresses with offsets, differences of labels, designated and nested
// initialisers, common blocks, strings that share their ends, weak, hidden and aliased symbols.

#include "support/support.h"

typedef struct item { const char *name; const struct item *next; int numbers[3]; const void *where; } item;

static int array[10] = {[2] = 5, [7 ... 8] = -1, 9};
static const char text[] = "tail of a text";
extern const item first, last;
const item first = {"first", &last, {1, 2, 3}, &array[3]};
const item middle = {text + 5, &first, {.5 * 4, sizeof(item), -0x7fffffff - 1}, (const char *)&array[9] + 3};
const item last = {.name = "text", .next = &middle, .where = (const void *)&last.numbers[1]};

int common_block[100];
int unset;
static int zeros[3], local_block[64];
const int *volatile pointers[] = {&common_block[99], &unset, zeros, array + 1, NULL};

int hidden_value __attribute__((visibility("hidden"))) = 31;
extern int alias_of_hidden __attribute__((alias("hidden_value")));
int weak_value __attribute__((weak)) = 17;
static int in_section __attribute__((section(".data.special"), used)) = 4;
static const int aligned __attribute__((aligned(64))) = 6;

static const float floats[] = {1.5f, -0.0f, 3.4028235e38f};
static const double doubles[] = {1.0 / 3, 2.2250738585072014e-308};
static const signed char bytes[] = {-128, 127, 'x', '\0', '\377'};
static const short shorts[2][3] = {{1, -2, 3}, {0x7fff}};
static const long longs[] = {-9223372036854775807 - 1, 0x123456789abcdef, 1L << 40};
static const _Bool flags[] = {1, 0, 5};
static const unsigned wide[] = U"a\u00e9\U0001F407";
static const uint16_t halves[] = u"h\u2192";

static NOINLINE int dispatch(int which)
{
    // Offsets from one label instead of addresses: 4 bytes each, and nothing to relocate.
    static const int offsets[] = {&&zero - &&zero, &&one - &&zero, &&two - &&zero};
    goto *(&&zero + offsets[which]);
zero: return 100;
one: return 200;
two: return 300;
}

static const char *const table[][2] = {{"one", "eins"}, {"two", "zwei"}, {"three", "drei"}, {"wo", "ei"}};

static NOINLINE unsigned sum_of(const void *data, size_t size)
{
    const unsigned char *at = data;
    unsigned sum = 0;
    while (size-- > 0) sum = sum * 33 + *at++;
    return sum;
}

static int counter(void)
{
    static int count = 5;
    static int *const place = &count;
    return (*place)++;
}

int main(void)
{
    for (const item *i = &first, *stop = NULL; i != stop; stop = &first, i = i->next) {
        print("%s %d %d %d %ld\n", i->name, i->numbers[0], i->numbers[1], i->numbers[2],
              i == &last ? (long)((const char *)i->where - (const char *)i) : (long)((const char *)i->where - (const char *)array));
    }
    int found = 0;
    for (size_t i = 0; pointers[i] != NULL; i++) found = found * 10 + *pointers[i] + (int)i;
    print("%d, %ld\n", found, (long)(pointers[0] - common_block));
    alias_of_hidden++;
    print("%d %d %d %d %lu\n", hidden_value, weak_value, in_section, aligned, (unsigned long)&aligned % 64);
    print("%x %x %x %x %x %x %x %x\n", sum_of(floats, sizeof floats), sum_of(doubles, sizeof doubles), sum_of(bytes, sizeof bytes),
          sum_of(shorts, sizeof shorts), sum_of(longs, sizeof longs), sum_of(flags, sizeof flags), sum_of(wide, sizeof wide), sum_of(halves, sizeof halves));
    for (int i = 0; i < 3; i++) print("%d ", dispatch(i));
    for (size_t i = 0; i < LENGTH(table); i++) print("%s=%s ", table[i][0], table[i][1]);
    for (int i = 0; i < 4; i++) local_block[i * 10] = counter();
    print("%d %d\n", local_block[30], counter());
    return array[7] + array[9] + local_block[0];
}
