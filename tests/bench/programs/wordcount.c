// SPDX-License-Identifier: MPL-2.0
// How often each word occurs in n bytes of made-up text: bytes one by one, a hash for each word, and a table of
// chained entries. A text longer than the buffer is made and counted in pieces.

#include "bench.h"

enum { BUFFER = 1 << 17, BUCKETS = 1 << 12, ENTRIES = 1 << 13, VOCABULARY = 2000 };
static byte text[BUFFER + 1];

static struct entry {
  struct entry *next;
  const byte *start; // the word where it stands first; texts are made so that it stays there
  word length, hash, count;
} entries[ENTRIES], *buckets[BUCKETS];
static long entry_count;

static byte vocabulary[VOCABULARY][12]; // each with its length in the last byte

static void make_vocabulary(void) {
  for (int i = 0; i < VOCABULARY; i++) {
    word r = next_random();
    int length = 2 + r % 8;
    for (int k = 0; k < length; k++, r >>= 5) vocabulary[i][k] = 'a' + (r >> 8) % 26;
    vocabulary[i][11] = length;
  }
}

static void make_text(long length) {
  for (long at = 0; at < length;) {
    word r = next_random();
    // Low numbers are more frequent, as some words are in a real text.
    const byte *chosen = vocabulary[((r & 0xffff) * (r >> 16 & 0xffff) >> 16) * VOCABULARY >> 16];
    for (int k = 0; k < chosen[11] && at < length; k++) text[at++] = chosen[k];
    if (at < length) text[at++] = r >> 61 ? ' ' : '\n';
  }
  text[length] = 0;
}

static int same(const byte *a, const byte *b, word length) {
  while (length > 0 && *a == *b) a++, b++, length--;
  return length == 0;
}

static void count(const byte *start, word length, word hash) {
  struct entry **bucket = &buckets[(hash ^ hash >> 15) % BUCKETS];
  for (struct entry *entry = *bucket; entry; entry = entry->next) {
    if (entry->hash == hash && entry->length == length && same(entry->start, start, length)) {
      entry->count++;
      return;
    }
  }
  struct entry *new = &entries[entry_count++];
  *new = (struct entry){ *bucket, start, length, hash, 1 };
  *bucket = new;
}

static word count_words(void) {
  entry_count = 0;
  for (long i = 0; i < BUCKETS; i++) buckets[i] = 0;
  for (const byte *at = text; *at;) {
    while (*at && *at <= ' ') at++;
    const byte *start = at;
    word hash = 5381;
    while (*at > ' ') hash = hash * 33 + *at++;
    if (at > start) count(start, at - start, hash);
  }
  word sum = entry_count;
  for (long i = 0; i < entry_count; i++) sum = sum * 31 + (entries[i].count ^ entries[i].hash);
  return sum;
}

static word count_in(long length) {
  make_text(length);
  return count_words();
}

long bench(long n) {
  make_vocabulary();
  word sum = 0;
  for (; n > BUFFER; n -= BUFFER) sum = sum * 31 + count_in(BUFFER);
  return sum * 31 + count_in(n);
}
