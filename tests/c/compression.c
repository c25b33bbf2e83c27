// SPDX-License-Identifier: MPL-2.0
// Compression: Huffman codes with their tree in arrays, and LZ77 with a hash of three bytes; each is
// undone and compared.

#include "support/support.h"

static const char text[] =
    "It was the hare who laughed first, and the tortoise who laughed last; the hare who slept, and the "
    "tortoise who walked. The hare who laughed first was the hare who slept last. Walked the tortoise, "
    "walked and walked, and the hare slept, and slept, and slept.";

typedef struct { unsigned char bytes[1024]; size_t bits; } stream;

static void put_bits(stream *s, unsigned value, int count)
{
    while (count-- > 0) {
        if ((value >> count & 1) != 0) s->bytes[s->bits >> 3] |= (unsigned char)(0x80 >> (s->bits & 7));
        s->bits++;
    }
}

static unsigned get_bits(const stream *s, size_t *at, int count)
{
    unsigned value = 0;
    for (; count > 0; count--, ++*at) value = value << 1 | (s->bytes[*at >> 3] >> (7 - (*at & 7)) & 1);
    return value;
}

static struct { unsigned weight; short parent, child[2]; } nodes[512];
static int node_count, root;

static int lightest(int except)
{
    int best = -1;
    for (int i = 0; i < node_count; i++) {
        if (i == except || nodes[i].parent >= 0 || nodes[i].weight == 0) continue;
        if (best < 0 || nodes[i].weight < nodes[best].weight) best = i;
    }
    return best;
}

static void build(const unsigned char *in, size_t count)
{
    node_count = 256;
    for (int i = 0; i < 256; i++) nodes[i].parent = -1;
    for (size_t i = 0; i < count; i++) nodes[in[i]].weight++;
    for (;;) {
        int a = lightest(-1), b = lightest(a);
        if (b < 0) {
            root = a;
            return;
        }
        nodes[node_count].weight = nodes[a].weight + nodes[b].weight;
        nodes[node_count].parent = -1;
        nodes[node_count].child[0] = (short)a;
        nodes[node_count].child[1] = (short)b;
        nodes[a].parent = nodes[b].parent = (short)node_count++;
    }
}

static void encode(stream *s, int symbol)
{
    unsigned char path[64];
    int depth = 0;
    for (int at = symbol; at != root; at = nodes[at].parent) path[depth++] = nodes[nodes[at].parent].child[1] == at;
    while (depth > 0) put_bits(s, path[--depth], 1);
}

static int decode(const stream *s, size_t *at)
{
    int node = root;
    while (node >= 256) node = nodes[node].child[get_bits(s, at, 1)];
    return node;
}

static int huffman(const unsigned char *in, size_t count)
{
    static stream s;
    build(in, count);
    for (size_t i = 0; i < count; i++) encode(&s, in[i]);
    size_t at = 0;
    int errors = 0;
    for (size_t i = 0; i < count; i++) errors += decode(&s, &at) != in[i];
    print("huffman: %lu to %lu bits, %d errors\n", 8 * count, s.bits, errors);
    return errors;
}

static int lempel_ziv(const unsigned char *in, size_t count)
{
    static stream s;
    static short heads[256];
    static unsigned char out[sizeof text];
    memset(heads, -1, sizeof heads);
    size_t matches = 0;
    for (size_t i = 0; i < count;) {
        size_t length = 0;
        int from = -1;
        if (i + 3 <= count) {
            short *head = &heads[(in[i] * 7 + in[i + 1] * 31 + in[i + 2]) & 255];
            from = *head;
            *head = (short)i;
            if (from >= 0) while (length < 18 && i + length < count && in[from + (int)length] == in[i + length]) length++;
        }
        if (length >= 3) {
            put_bits(&s, 1, 1);
            put_bits(&s, (unsigned)((int)i - from), 10);
            put_bits(&s, (unsigned)length - 3, 4);
            i += length;
            matches++;
        } else {
            put_bits(&s, in[i++], 9);
        }
    }
    size_t at = 0, made = 0;
    while (made < count) {
        if (get_bits(&s, &at, 1)) {
            size_t back = get_bits(&s, &at, 10), length = get_bits(&s, &at, 4) + 3;
            for (; length > 0; length--, made++) out[made] = out[made - back];
        } else {
            out[made++] = (unsigned char)get_bits(&s, &at, 8);
        }
    }
    int errors = memcmp(in, out, count) != 0;
    print("lempel-ziv: %lu to %lu bits, %lu matches, %d errors\n", 8 * count, s.bits, matches, errors);
    return errors;
}

int main(void)
{
    const unsigned char *in = (const unsigned char *)text;
    return huffman(in, sizeof text) + lempel_ziv(in, sizeof text);
}
