// SPDX-License-Identifier: MPL-2.0
// Recursion: queens on boards by bit masks and by arrays, Ackermann's function, the towers of Hanoi,
// and all orders of a word.

#include "support/support.h"

static int queens(unsigned all, unsigned columns, unsigned left, unsigned right)
{
    if (columns == all) return 1;
    int count = 0;
    for (unsigned free = all & ~(columns | left | right); free != 0; free &= free - 1) {
        unsigned bit = free & -free;
        count += queens(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return count;
}

enum { SIDE = 6 };

static int place(signed char rows[SIDE], int column)
{
    if (column == SIDE) {
        for (int i = 0; i < SIDE; i++) put_char((char)('1' + rows[i]));
        put_char(' ');
        return 1;
    }
    int found = 0;
    for (signed char row = 0; row < SIDE; row++) {
        int free = 1;
        for (int before = 0; before < column && free; before++) {
            int distance = column - before;
            free = rows[before] != row && rows[before] != row + distance &&
                   rows[before] != row - distance;
        }
        if (!free) continue;
        rows[column] = row;
        found += place(rows, column + 1);
    }
    return found;
}

static NOINLINE unsigned ackermann(unsigned m, unsigned n)
{
    if (m == 0) return n + 1;
    if (n == 0) return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

static struct { int pegs[3], moves; unsigned hash; } towers;

static void hanoi(int discs, int from, int to)
{
    if (discs == 0) return;
    int other = 3 - from - to;
    hanoi(discs - 1, from, other);
    towers.pegs[from]--;
    towers.pegs[to]++;
    towers.moves++;
    towers.hash = towers.hash * 31 + (unsigned)(from * 3 + to);
    hanoi(discs - 1, other, to);
}

static int orders(char *word, int fixed, int length)
{
    if (fixed == length) {
        print("%s ", word);
        return 1;
    }
    int count = 0;
    for (int i = fixed; i < length; i++) {
        char kept = word[fixed];
        word[fixed] = word[i];
        word[i] = kept;
        count += orders(word, fixed + 1, length);
        word[i] = word[fixed];
        word[fixed] = kept;
    }
    return count;
}

int main(void)
{
    for (unsigned side = 1; side <= 8; side++) {
        print("%u:%d ", side, queens((1u << side) - 1, 0, 0, 0));
    }
    put_char('\n');
    signed char rows[SIDE];
    int found = place(rows, 0);
    print("found %d\n", found);
    print("ackermann(2, 9) = %u\n", ackermann(2, 9));
    towers.pegs[0] = 10;
    hanoi(10, 0, 2);
    print("%d moves, %d %d %d, %08x\n", towers.moves, towers.pegs[0], towers.pegs[1],
          towers.pegs[2], towers.hash);
    char word[] = "hare";
    int count = orders(word, 0, (int)sizeof word - 1);
    print("= %d, %s\n", count, word);
    return found;
}
