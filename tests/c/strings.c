// SPDX-License-Identifier: MPL-2.0
// String functions as a C library has them, written anew and tried out: searching, cutting, numbers
// to and from text, Boyer-Moore-Horspool, edit distance, run lengths, and escapes in literals.

#include "support/support.h"

static const char *find_char(const char *text, int c)
{
    for (;; text++) {
        if (*text == (char)c) return text;
        if (*text == '\0') return NULL;
    }
}

static const char *find(const char *text, const char *word)
{
    size_t size = strlen(word), length = strlen(text);
    unsigned char skip[256];
    memset(skip, (int)size, sizeof skip);
    for (size_t i = 0; i + 1 < size; i++) skip[(unsigned char)word[i]] = (unsigned char)(size - 1 - i);
    for (size_t at = 0; at + size <= length; at += skip[(unsigned char)text[at + size - 1]]) {
        if (memcmp(text + at, word, size) == 0) return text + at;
    }
    return NULL;
}

static char *cut(char *text, const char *separators, char **rest)
{
    char *at = text != NULL ? text : *rest;
    while (*at != '\0' && find_char(separators, *at) != NULL) at++;
    if (*at == '\0') return NULL;
    char *start = at;
    while (*at != '\0' && find_char(separators, *at) == NULL) at++;
    *rest = *at == '\0' ? at : at + 1;
    *at = '\0';
    return start;
}

static long to_number(const char *text, const char **end, unsigned base)
{
    int negative = *text == '-';
    text += negative || *text == '+';
    if (base == 0) {
        base = 10;
        if (*text == '0') base = (text[1] | 32) == 'x' ? text += 2, 16u : 8u;
    }
    unsigned long value = 0;
    for (;; text++) {
        unsigned digit = *text >= '0' && *text <= '9' ? (unsigned)(*text - '0')
                       : (*text | 32) >= 'a' && (*text | 32) <= 'z' ? (unsigned)((*text | 32) - 'a' + 10)
                       : 99;
        if (digit >= base) break;
        value = value * base + digit;
    }
    *end = text;
    return (long)(negative ? -value : value);
}

static int distance(const char *a, const char *b)
{
    int row[32];
    for (int j = 0; j <= (int)strlen(b); j++) row[j] = j;
    for (int i = 1; a[i - 1] != '\0'; i++) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; b[j - 1] != '\0'; j++) {
            int best = corner + (a[i - 1] != b[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[strlen(b)];
}

static size_t packed(const char *text, char *out)
{
    char *start = out;
    while (*text != '\0') {
        int run = 1;
        while (run < 9 && text[run] == text[0]) run++;
        if (run > 1) *out++ = (char)('0' + run);
        *out++ = *text;
        text += run;
    }
    *out = '\0';
    return (size_t)(out - start);
}

static const char escapes[] = "\a\b\f\n\r\t\v\\\'\"\?\0\1\12\123\x41" "e\xff\u00e9\U0001F430";

int main(void)
{
    const char *song = "a hare, a hare, a leveret where? there, over there";
    static const char *const words[] = {"hare", "where", "there", "leveret", "tortoise", "a", "over there"};
    for (size_t i = 0; i < LENGTH(words); i++) {
        const char *at = find(song, words[i]);
        print("%s %ld, ", words[i], at == NULL ? -1 : (long)(at - song));
    }
    put_char('\n');
    char line[] = "  mv  a0,a1 ;ret;; addi sp,sp,-16";
    char *rest;
    for (char *token = cut(line, " ,;", &rest); token != NULL; token = cut(NULL, " ,;", &rest)) {
        print("[%s]", token);
    }
    put_char('\n');
    static const char *const numbers[] = {"0", "-42", "0x7fffffffffffffff", "0755", "+99zz", "12ab", ""};
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        const char *end;
        long value = to_number(numbers[i], &end, 0);
        print("%ld'%s' ", value, end);
    }
    const char *end;
    print("%ld\n", to_number("zebra", &end, 36));
    print("%d %d %d\n", distance("kitten", "sitting"), distance("", "abc"), distance("hare", "hare"));
    char out[64];
    size_t size = packed("aaaabcccddddddddddddde", out);
    print("%s %ld\n", out, (long)size);
    unsigned hash = 2166136261u;
    for (size_t i = 0; i < sizeof escapes; i++) hash = (hash ^ (unsigned char)escapes[i]) * 16777619u;
    print("%ld bytes, %08x\n", (long)sizeof escapes, hash);
    return strcmp("abc", "abd") < 0 && strcmp("b", "abc") > 0 && strcmp("", "") == 0 ? 0 : 1;
}
