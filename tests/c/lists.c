// SPDX-License-Identifier: MPL-2.0
// Linked structures: a list with a free list, a doubly linked ring, a binary tree with rotations, and
// structs returned by value.

#include "support/support.h"

typedef struct node { struct node *next; long value; } node;

static node pool[64], *unused;

static node *take(long value, node *next)
{
    node *result = unused;
    unused = result->next;
    *result = (node){next, value};
    return result;
}

static void give(node *n)
{
    n->next = unused;
    unused = n;
}

static node *reversed(node *list)
{
    node *result = NULL;
    while (list != NULL) {
        node *next = list->next;
        list->next = result;
        result = list;
        list = next;
    }
    return result;
}

static node *merged(node *a, node *b)
{
    node head = {NULL, 0}, *last = &head;
    while (a != NULL && b != NULL) {
        node **least = a->value <= b->value ? &a : &b;
        last->next = *least;
        last = *least;
        *least = last->next;
    }
    last->next = a != NULL ? a : b;
    return head.next;
}

static void show(const char *name, const node *list)
{
    print("%s:", name);
    for (; list != NULL; list = list->next) print(" %ld", list->value);
    put_char('\n');
}

typedef struct ring { struct ring *before, *after; int number; } ring;

static int josephus(int count, int step)
{
    static ring people[41];
    for (int i = 0; i < count; i++) {
        people[i] = (ring){&people[(i + count - 1) % count], &people[(i + 1) % count], i + 1};
    }
    ring *at = &people[count - 1];
    while (at->after != at) {
        for (int i = 0; i < step; i++) at = at->after;
        at->before->after = at->after;
        at->after->before = at->before;
        at = at->before;
    }
    return at->number;
}

// A treap: a tree by key, a heap by priority.
typedef struct tree { int key; uint32_t priority; struct tree *child[2]; } tree;
typedef struct { int height, count; long sum; } summary;

static tree trees[100];
static size_t trees_used;

static tree *inserted(tree *root, int key, uint64_t *seed)
{
    if (root == NULL) {
        root = &trees[trees_used++];
        root->key = key;
        root->priority = next_random(seed);
        return root;
    }
    if (root->key == key) return root;
    int side = key > root->key;
    tree *child = root->child[side] = inserted(root->child[side], key, seed);
    if (child->priority <= root->priority) return root;
    root->child[side] = child->child[!side];
    child->child[!side] = root;
    return child;
}

static summary summed(const tree *root)
{
    if (root == NULL) return (summary){0, 0, 0};
    summary left = summed(root->child[0]), right = summed(root->child[1]);
    return (summary){
        .height = 1 + (left.height > right.height ? left.height : right.height),
        .count = 1 + left.count + right.count,
        .sum = root->key + left.sum + right.sum,
    };
}

static void in_order(const tree *root, int *last, int *errors)
{
    if (root == NULL) return;
    in_order(root->child[0], last, errors);
    if (root->key <= *last) ++*errors;
    *last = root->key;
    in_order(root->child[1], last, errors);
}

int main(void)
{
    for (size_t i = 0; i < LENGTH(pool); i++) give(&pool[i]);
    node *odd = NULL, *even = NULL;
    for (long i = 10; i > 0; i--) {
        odd = take(2 * i - 1, odd);
        even = take(i * i - 8, even);
    }
    show("odd", odd);
    show("even", even);
    node *all = merged(odd, even);
    show("merged", all);
    all = reversed(all);
    show("reversed", all);
    while (all != NULL) {
        node *next = all->next;
        give(all);
        all = next;
    }
    int length = 0;
    for (node *n = unused; n != NULL; n = n->next) length++;
    print("free: %d, josephus: %d\n", length, josephus(41, 3));
    uint64_t seed = 5;
    tree *root = NULL;
    for (int i = 0; i < 100; i++) root = inserted(root, i * 37 % 101, &seed);
    int last = -1, errors = 0;
    in_order(root, &last, &errors);
    summary s = summed(root);
    print("tree: %d keys, sum %ld, height %d, errors %d\n", s.count, s.sum, s.height, errors);
    return errors;
}
