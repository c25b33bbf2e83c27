// SPDX-License-Identifier: MPL-2.0
// Cellular automata: Conway's life on a torus, 64 cells to a word; rule 110; Langton's ant; and a
// flood fill with a stack of its own.

#include "support/support.h"

enum { ROWS = 24, SIDE = 40 };

static uint64_t rotl(uint64_t x) { return x << 1 | x >> 63; }
static uint64_t rotr(uint64_t x) { return x >> 1 | x << 63; }

// Adds the eight neighbours of 64 cells at once, in four planes of bits.
static void step(const uint64_t from[ROWS], uint64_t to[ROWS])
{
    for (int row = 0; row < ROWS; row++) {
        uint64_t ones = 0, twos = 0, fours = 0;
        for (int around = -1; around <= 1; around++) {
            uint64_t line = from[(row + around + ROWS) % ROWS];
            uint64_t neighbours[] = {rotl(line), rotr(line), around == 0 ? 0 : line};
            for (size_t i = 0; i < LENGTH(neighbours); i++) {
                uint64_t carry = ones & neighbours[i];
                ones ^= neighbours[i];
                fours |= twos & carry;
                twos ^= carry;
            }
        }
        to[row] = ~fours & twos & (ones | from[row]);
    }
}

static int population(const uint64_t cells[ROWS])
{
    int count = 0;
    for (int row = 0; row < ROWS; row++) for (uint64_t line = cells[row]; line != 0; line &= line - 1) count++;
    return count;
}

static void rule(unsigned number, uint64_t line, int rounds)
{
    while (rounds-- > 0) {
        uint64_t next = 0;
        for (int i = 0; i < 64; i++) {
            unsigned around = (unsigned)(rotl(line) >> i & 1) | (unsigned)(line >> i & 1) << 1 | (unsigned)(rotr(line) >> i & 1) << 2;
            next |= (uint64_t)(number >> around & 1) << i;
        }
        line = next;
    }
    print("rule %u: %016lx\n", number, line);
}

static char field[SIDE][SIDE];

static int ant(int steps)
{
    static const signed char dx[] = {0, 1, 0, -1}, dy[] = {-1, 0, 1, 0};
    int x = SIDE / 2, y = SIDE / 2, direction = 0, black = 0;
    while (steps-- > 0) {
        direction = (direction + (field[y][x] ? 3 : 1)) & 3;
        field[y][x] ^= 1;
        black += field[y][x] ? 1 : -1;
        x = (x + dx[direction] + SIDE) % SIDE;
        y = (y + dy[direction] + SIDE) % SIDE;
    }
    return black;
}

static int flood(int x, int y, char to)
{
    struct { short x, y; } stack[SIDE * SIDE], *top = stack;
    char from = field[y][x];
    int filled = 0;
    if (from == to) return 0;
    field[y][x] = to;
    *top++ = (typeof(*top)){(short)x, (short)y};
    while (top > stack) {
        typeof(*top) at = *--top;
        filled++;
        for (int side = 0; side < 4; side++) {
            int nx = at.x + (side == 0) - (side == 1), ny = at.y + (side == 2) - (side == 3);
            if (nx < 0 || ny < 0 || nx >= SIDE || ny >= SIDE || field[ny][nx] != from) continue;
            field[ny][nx] = to;
            *top++ = (typeof(*top)){(short)nx, (short)ny};
        }
    }
    return filled;
}

int main(void)
{
    static uint64_t worlds[2][ROWS] = {{[3] = 0x20, [4] = 0x10, [5] = 0x70, [12] = 0x6000000, [13] = 0xc000000, [14] = 0x4000000}};
    int current = 0;
    for (int round = 0; round < 200; round++, current ^= 1) {
        if (round % 25 == 0) print("%d ", population(worlds[current]));
        step(worlds[current], worlds[!current]);
    }
    put_char('\n');
    for (int row = 0; row < ROWS; row += 3) print("%016lx\n", worlds[current][row]);
    rule(110, 1, 60);
    rule(30, 1ull << 32, 100);
    int black = ant(11000), regions = 0, largest = 0;
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            if (field[y][x] != 0) continue;
            int size = flood(x, y, 2);
            regions++;
            if (size > largest) largest = size;
        }
    }
    print("%d black, %d regions of white, the largest %d\n", black, regions, largest);
    return regions & 0x7f;
}
