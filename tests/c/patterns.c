// SPDX-License-Identifier: MPL-2.0
// Matching: regular expressions by backtracking, the same through a non-deterministic automaton of
// bits, and file name patterns.

#include "support/support.h"

static int here(const char *pattern, const char *text);

static int class_has(const char *class, char c, const char **after)
{
    int negated = *class == '^', found = 0;
    class += negated;
    while (*class != ']') {
        if (class[1] == '-' && class[2] != ']') {
            found |= c >= class[0] && c <= class[2];
            class += 3;
        } else {
            found |= c == *class++;
        }
    }
    *after = class + 1;
    return found != negated;
}

static int one(const char *pattern, char c, const char **after)
{
    switch (*pattern) {
    case '[': return class_has(pattern + 1, c, after) && c != '\0';
    case '.': *after = pattern + 1; return c != '\0';
    case '\\': *after = pattern + 2; return c == pattern[1];
    default: *after = pattern + 1; return c == *pattern;
    }
}

static int repeated(const char *pattern, const char *rest, const char *text, int least, int most)
{
    const char *after;
    int count = 0;
    while (count < most && one(pattern, text[count], &after)) count++;
    for (; count >= least; count--) if (here(rest, text + count)) return 1;
    return 0;
}

static int here(const char *pattern, const char *text)
{
    if (*pattern == '\0') return 1;
    if (pattern[0] == '$' && pattern[1] == '\0') return *text == '\0';
    const char *after;
    int matches = one(pattern, *text, &after);
    switch (*after) {
    case '*': return repeated(pattern, after + 1, text, 0, 1000);
    case '+': return repeated(pattern, after + 1, text, 1, 1000);
    case '?': return repeated(pattern, after + 1, text, 0, 1);
    default: return matches && here(after, text + 1);
    }
}

static int search(const char *pattern, const char *text)
{
    if (*pattern == '^') return here(pattern + 1, text) ? 0 : -1;
    for (int at = 0;; at++) {
        if (here(pattern, text + at)) return at;
        if (text[at] == '\0') return -1;
    }
}

// Shift-and with errors: bit j of state e says that j + 1 letters match with e letters wrong.
static int nearly(const char *word, const char *text, int errors)
{
    uint64_t masks[128] = {0}, states[4] = {0}, done = 1ull << (strlen(word) - 1);
    for (int j = 0; word[j] != '\0'; j++) masks[(unsigned char)word[j]] |= 1ull << j;
    for (int at = 0; text[at] != '\0'; at++) {
        uint64_t before = 0;
        for (int e = 0; e <= errors; e++) {
            uint64_t old = states[e];
            states[e] = (old << 1 | 1) & masks[(unsigned char)text[at]];
            if (e > 0) states[e] |= before << 1 | 1;
            before = old;
        }
        if (states[errors] & done) return at;
    }
    return -1;
}

static int glob(const char *pattern, const char *name)
{
    const char *star = NULL, *back = NULL;
    while (*name != '\0') {
        if (*pattern == '?' || *pattern == *name) pattern++, name++;
        else if (*pattern == '*') star = pattern++, back = name;
        else if (star != NULL) pattern = star + 1, name = ++back;
        else return 0;
    }
    while (*pattern == '*') pattern++;
    return *pattern == '\0';
}

int main(void)
{
    static const struct { const char *pattern, *text; } cases[] = {
        {"a.c", "xxabcx"}, {"^a.c", "xabc"}, {"[0-9]+$", "label_42"}, {"[^a-z]", "lower"}, {"colou?r", "the color"},
        {"\\.s$", "start.s"}, {"a*a*a*b", "aaaaaaaaaaaaaaaaaac"}, {"x*", ""}, {"h.*e", "the hare and the tortoise"}, {"[]", "a"},
        {"l[a-e]+v", "a leeever"}, {"^$", ""}, {"s+t", "assst"},
    };
    int sum = 0;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        if (cases[i].pattern[1] == ']') continue;
        int at = search(cases[i].pattern, cases[i].text);
        print("%s in %s: %d\n", cases[i].pattern, cases[i].text, at);
        sum += at;
    }
    print("%d %d %d\n", nearly("leveret", "a laveret runs", 0), nearly("leveret", "a laveret runs", 1), nearly("tortoise", "a torxxise", 2));
    print("%d%d%d%d%d\n", glob("*.s", "hello.s"), glob("h?l*o.?", "hello.s"), glob("*a*b*c", "xaybzd"), glob("", ""), glob("***", "x"));
    return sum;
}
