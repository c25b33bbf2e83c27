// SPDX-License-Identifier: MPL-2.0
// Dynamic programming and graphs: longest common subsequence, knapsack, coins, shortest paths with a
// heap, all pairs, spanning trees with union-find, and the order of a partial order.

#include "support/support.h"

#define MIN(a, b) ({ typeof(a) a_ = (a); typeof(b) b_ = (b); a_ < b_ ? a_ : b_; })
#define MAX(a, b) ({ typeof(a) a_ = (a); typeof(b) b_ = (b); a_ > b_ ? a_ : b_; })

static int subsequence(const char *a, const char *b, char *out)
{
    static unsigned char best[40][40];
    int n = (int)strlen(a), m = (int)strlen(b);
    memset(best, 0, sizeof best);
    for (int i = n - 1; i >= 0; i--) {
        for (int j = m - 1; j >= 0; j--) best[i][j] = a[i] == b[j] ? best[i + 1][j + 1] + 1 : MAX(best[i + 1][j], best[i][j + 1]);
    }
    int length = 0;
    for (int i = 0, j = 0; i < n && j < m;) {
        if (a[i] == b[j]) out[length++] = a[i], i++, j++;
        else if (best[i + 1][j] >= best[i][j + 1]) i++;
        else j++;
    }
    out[length] = '\0';
    return best[0][0];
}

static int knapsack(const short (*items)[2], size_t count, int room)
{
    int best[101] = {0};
    for (size_t i = 0; i < count; i++) for (int w = room; w >= items[i][0]; w--) best[w] = MAX(best[w], best[w - items[i][0]] + items[i][1]);
    return best[room];
}

static long ways(int amount)
{
    static const unsigned char coins[] = {1, 2, 5, 10, 20, 50, 100, 200};
    long count[501] = {1};
    for (size_t c = 0; c < LENGTH(coins); c++) for (int i = coins[c]; i <= amount; i++) count[i] += count[i - coins[c]];
    return count[amount];
}

enum { NODES = 30, FAR = 1 << 20 };
static int weights[NODES][NODES];
typedef struct { int distance, node; } entry;

static void push(entry *heap, int *size, entry e)
{
    int at = (*size)++;
    for (; at > 0 && heap[(at - 1) / 2].distance > e.distance; at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
    heap[at] = e;
}

static entry pop(entry *heap, int *size)
{
    entry top = heap[0], last = heap[--*size];
    int at = 0;
    for (int child; (child = 2 * at + 1) < *size; at = child) {
        if (child + 1 < *size && heap[child + 1].distance < heap[child].distance) child++;
        if (heap[child].distance >= last.distance) break;
        heap[at] = heap[child];
    }
    heap[at] = last;
    return top;
}

static void shortest(int from, int distances[NODES])
{
    entry heap[NODES * NODES];
    int size = 0;
    for (int i = 0; i < NODES; i++) distances[i] = FAR;
    distances[from] = 0;
    push(heap, &size, (entry){0, from});
    while (size > 0) {
        entry e = pop(heap, &size);
        if (e.distance > distances[e.node]) continue;
        for (int to = 0; to < NODES; to++) {
            int distance = e.distance + weights[e.node][to];
            if (distance >= distances[to]) continue;
            distances[to] = distance;
            push(heap, &size, (entry){distance, to});
        }
    }
}

static int group_of(int *parents, int node)
{
    while (parents[node] != node) node = parents[node] = parents[parents[node]];
    return node;
}

static int spanning(void)
{
    int parents[NODES], total = 0, joined = 1;
    for (int i = 0; i < NODES; i++) parents[i] = i;
    for (int weight = 1; joined < NODES && weight < 200; weight++) {
        for (int i = 0; i < NODES; i++) {
            for (int j = 0; j < i; j++) {
                if (MIN(weights[i][j], weights[j][i]) != weight || group_of(parents, i) == group_of(parents, j)) continue;
                parents[group_of(parents, i)] = group_of(parents, j);
                total += weight;
                joined++;
            }
        }
    }
    return total;
}

int main(void)
{
    char out[40];
    int length = subsequence("the tortoise and the hare", "a leveret is a young hare", out);
    print("%d '%s'\n", length, out);
    static const short items[][2] = {{12, 24}, {7, 13}, {11, 23}, {8, 15}, {9, 16}, {6, 11}, {41, 90}, {33, 61}};
    for (int room = 10; room <= 100; room += 30) print("%d ", knapsack(items, LENGTH(items), room));
    print("\n%ld %ld\n", ways(200), ways(500));
    uint64_t seed = 7;
    for (int i = 0; i < NODES; i++) for (int j = 0; j < NODES; j++) weights[i][j] = i == j ? 0 : next_random(&seed) % 8 == 0 ? 1 + (int)(next_random(&seed) % 99) : FAR;
    int all[NODES][NODES], one[NODES], differences = 0;
    memcpy(all, weights, sizeof all);
    for (int k = 0; k < NODES; k++) for (int i = 0; i < NODES; i++) for (int j = 0; j < NODES; j++) all[i][j] = MIN(all[i][j], all[i][k] + all[k][j]);
    for (int i = 0; i < NODES; i++) {
        shortest(i, one);
        for (int j = 0; j < NODES; j++) differences += MIN(all[i][j], FAR) != one[j];
    }
    print("%d %d %d, %d differences\n", all[0][NODES - 1], all[3][17], spanning(), differences);
    return differences;
}
