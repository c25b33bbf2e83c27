// SPDX-License-Identifier: MPL-2.0
// Hashes: CRC-32 with its table, Adler-32, FNV, SipHash, SHA-256, and a table with open addressing that
// uses one of them.

#include "support/support.h"

static uint32_t crc_table[256];

static NOINLINE uint32_t crc(const unsigned char *bytes, size_t count)
{
    if (crc_table[1] == 0) {
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t c = i;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xedb88320 ^ c >> 1 : c >> 1;
            crc_table[i] = c;
        }
    }
    uint32_t c = ~0u;
    while (count-- > 0) c = crc_table[(c ^ *bytes++) & 0xff] ^ c >> 8;
    return ~c;
}

static NOINLINE uint32_t adler(const unsigned char *bytes, size_t count)
{
    uint32_t a = 1, b = 0;
    while (count-- > 0) {
        a = (a + *bytes++) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static NOINLINE uint64_t fnv(const unsigned char *bytes, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325;
    while (count-- > 0) hash = (hash ^ *bytes++) * 0x100000001b3;
    return hash;
}

#define ROTATED(x, by) ((x) << (by) | (x) >> (64 - (by)))
static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1]; v[1] = ROTATED(v[1], 13) ^ v[0]; v[0] = ROTATED(v[0], 32);
    v[2] += v[3]; v[3] = ROTATED(v[3], 16) ^ v[2];
    v[0] += v[3]; v[3] = ROTATED(v[3], 21) ^ v[0];
    v[2] += v[1]; v[1] = ROTATED(v[1], 17) ^ v[2]; v[2] = ROTATED(v[2], 32);
}

static NOINLINE uint64_t sip(const unsigned char *bytes, size_t count, uint64_t k0, uint64_t k1)
{
    uint64_t v[4] = {k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573};
    uint64_t last = (uint64_t)count << 56;
    for (; count >= 8; count -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        v[3] ^= word;
        sip_round(v); sip_round(v);
        v[0] ^= word;
    }
    for (size_t i = 0; i < count; i++) last |= (uint64_t)bytes[i] << (8 * i);
    v[3] ^= last;
    sip_round(v); sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++) sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static uint32_t right(uint32_t x, int by) { return x >> by | x << (32 - by); }

// The fractions of cube roots and square roots of the first primes are worked out, not written down.
static uint64_t root_fraction(uint32_t prime, int cube)
{
    uint64_t low = 0, high = (uint64_t)20 << 32;
    while (low + 1 < high) {
        uint64_t middle = (low + high) / 2;
        unsigned __int128 power = (unsigned __int128)middle * middle;
        int above = cube ? power * middle >= (unsigned __int128)prime << 96
                         : power >= (unsigned __int128)prime << 64;
        if (above) high = middle;
        else low = middle;
    }
    return low & 0xffffffff;
}

static NOINLINE void sha256(const unsigned char *bytes, size_t count, uint32_t state[8])
{
    uint32_t constants[64];
    int found = 0;
    for (uint32_t n = 2; found < 64; n++) {
        int prime = 1;
        for (uint32_t d = 2; d * d <= n; d++) if (n % d == 0) prime = 0;
        if (!prime) continue;
        if (found < 8) state[found] = (uint32_t)root_fraction(n, 0);
        constants[found++] = (uint32_t)root_fraction(n, 1);
    }
    size_t blocks = (count + 9 + 63) / 64;
    for (size_t block = 0; block < blocks; block++) {
        uint32_t w[64];
        for (size_t i = 0; i < 64; i++) {
            size_t at = block * 64 + i;
            unsigned char byte = at < count ? bytes[at] : at == count ? 0x80 : 0;
            if (at >= blocks * 64 - 8) byte = (unsigned char)((uint64_t)count * 8 >> (8 * (blocks * 64 - 1 - at)));
            w[i / 4] = w[i / 4] << 8 | byte;
        }
        for (int i = 16; i < 64; i++) {
            w[i] = w[i - 16] + (right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
                   (right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ w[i - 2] >> 10);
        }
        uint32_t s[8];
        memcpy(s, state, sizeof s);
        for (int i = 0; i < 64; i++) {
            uint32_t t = s[7] + (right(s[4], 6) ^ right(s[4], 11) ^ right(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + constants[i] + w[i];
            uint32_t u = (right(s[0], 2) ^ right(s[0], 13) ^ right(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
            memmove(s + 1, s, 7 * sizeof *s);
            s[4] += t;
            s[0] = t + u;
        }
        for (int i = 0; i < 8; i++) state[i] += s[i];
    }
}

static struct { const char *key; int count; } slots[32];

static int counted(const char *key)
{
    size_t at = fnv((const unsigned char *)key, strlen(key)) & 31;
    while (slots[at].key != NULL && strcmp(slots[at].key, key) != 0) at = (at + 1) & 31;
    slots[at].key = key;
    return ++slots[at].count;
}

int main(void)
{
    static const char *const texts[] = {"", "a", "abc", "message digest", "The quick brown hare jumps over the lazy tortoise, twice or more."};
    uint32_t state[8];
    for (size_t i = 0; i < LENGTH(texts); i++) {
        const unsigned char *bytes = (const unsigned char *)texts[i];
        size_t count = strlen(texts[i]);
        sha256(bytes, count, state);
        print("%08x %08x %016lx %016lx %08x%08x\n", crc(bytes, count), adler(bytes, count), fnv(bytes, count), sip(bytes, count, 1, 2), state[0], state[7]);
    }
    static const char *const keys[] = {"to", "be", "or", "not", "to", "be", "that", "is", "the", "question", "to", "the", "be"};
    int most = 0, sum = 0;
    for (size_t i = 0; i < LENGTH(keys); i++) {
        int count = counted(keys[i]);
        sum += count;
        if (count > most) most = count;
    }
    print("%d %d\n", most, sum);
    sha256((const unsigned char *)"abc", 3, state);
    return state[0] == 0xba7816bf && state[7] == 0xf20015ad ? sum : 99;
}
