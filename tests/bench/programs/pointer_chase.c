// SPDX-License-Identifier: MPL-2.0
// n steps along a ring of nodes that lie in memory in random order: loads that each need the one before.

#include "bench.h"

enum { NODES = 1 << 12 }; // 256 KiB: more than the first cache holds, less than the second
static struct node {
  struct node *next;
  word value;
  word unused[6]; // a node fills a cache line
} nodes[NODES];

// Sattolo's shuffle: one ring through all nodes, whatever the numbers.
static void link_nodes(long count) {
  static unsigned order[NODES];
  for (long i = 0; i < count; i++) order[i] = i;
  for (long i = count - 1; i > 0; i--) {
    long j = (next_random() >> 32) * i >> 32;
    unsigned old = order[i];
    order[i] = order[j];
    order[j] = old;
  }
  for (long i = 0; i < count; i++) {
    nodes[order[i]].next = &nodes[order[i + 1 < count ? i + 1 : 0]];
    nodes[order[i]].value = i * i;
  }
}

long bench(long n) {
  link_nodes(n < NODES ? n : NODES);
  word sum = 0;
  struct node *node = nodes;
  for (long i = 0; i < n; i++) {
    sum = (sum ^ node->value) + 1;
    node = node->next;
  }
  return sum;
}
