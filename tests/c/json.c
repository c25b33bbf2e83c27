// SPDX-License-Identifier: MPL-2.0
// A reader of JSON into a tree of unions in an arena, a writer, and a walker by paths; wrong texts
// are told where they are wrong.

#include "support/support.h"

typedef enum { NULL_VALUE, FALSE, TRUE, NUMBER, STRING, ARRAY, OBJECT } kind;

typedef struct value {
    kind kind;
    union { long number; const char *string; struct value *first; };
    const char *name;
    struct value *next;
} value;

static value values[128];
static char texts[512];
static size_t values_used, texts_used;
static jump_buffer wrong;
static const char *begin;

static void __attribute__((noreturn, cold)) fail(const char *at, const char *what)
{
    print("at %ld: %s\n", (long)(at - begin), what);
    long_jump(&wrong, 1);
}

static void blanks(const char **at) { while (**at == ' ' || **at == '\n' || **at == '\t') ++*at; }

static const char *string(const char **at)
{
    char *start = &texts[texts_used];
    if (*(*at)++ != '"') fail(*at - 1, "a string was expected");
    for (;;) {
        char c = *(*at)++;
        if (c == '"') break;
        if (c == '\0') fail(*at - 1, "a string does not end");
        if (c == '\\') {
            c = *(*at)++;
            switch (c) {
            case 'n': c = '\n'; break;
            case 't': c = '\t'; break;
            case '"': case '\\': case '/': break;
            default: fail(*at - 1, "an unknown escape");
            }
        }
        texts[texts_used++] = c;
    }
    texts[texts_used++] = '\0';
    return start;
}

static int word(const char **at, const char *expected)
{
    size_t length = strlen(expected);
    for (size_t i = 0; i < length; i++) if ((*at)[i] != expected[i]) return 0;
    *at += length;
    return 1;
}

static value *read(const char **at)
{
    value *result = &values[values_used++];
    memset(result, 0, sizeof *result);
    blanks(at);
    switch (**at) {
    case '"':
        result->kind = STRING;
        result->string = string(at);
        break;
    case '[':
    case '{': {
        char close = **at == '[' ? ']' : '}';
        result->kind = **at == '[' ? ARRAY : OBJECT;
        value **link = &result->first;
        ++*at;
        blanks(at);
        while (**at != close) {
            const char *name = NULL;
            if (result->kind == OBJECT) {
                name = string(at);
                blanks(at);
                if (*(*at)++ != ':') fail(*at - 1, "a colon was expected");
            }
            *link = read(at);
            (*link)->name = name;
            link = &(*link)->next;
            blanks(at);
            if (**at == ',') ++*at;
            else if (**at != close) fail(*at, "a comma was expected");
            blanks(at);
        }
        ++*at;
        break;
    }
    case '-': case '0' ... '9': {
        int negative = **at == '-';
        *at += negative;
        result->kind = NUMBER;
        while (**at >= '0' && **at <= '9') result->number = result->number * 10 + *(*at)++ - '0';
        if (negative) result->number = -result->number;
        break;
    }
    default:
        if (word(at, "true")) result->kind = TRUE;
        else if (word(at, "false")) result->kind = FALSE;
        else if (!word(at, "null")) fail(*at, "a value was expected");
    }
    return result;
}

static void write(const value *v)
{
    static const char *const words[] = {"null", "false", "true"};
    if (v->name != NULL) print("%s:", v->name);
    switch (v->kind) {
    case NUMBER: print("%ld", v->number); break;
    case STRING: print("'%s'", v->string); break;
    case ARRAY:
    case OBJECT:
        put_char(v->kind == ARRAY ? '[' : '{');
        for (const value *each = v->first; each != NULL; each = each->next) {
            if (each != v->first) put_char(' ');
            write(each);
        }
        put_char(v->kind == ARRAY ? ']' : '}');
        break;
    default: put_text(words[v->kind]);
    }
}

static const value *find(const value *v, const char *const *path)
{
    for (; *path != NULL && v != NULL; path++) {
        const value *each = v->kind >= ARRAY ? v->first : NULL;
        if (**path >= '0' && **path <= '9') for (int i = **path - '0'; i > 0 && each != NULL; i--) each = each->next;
        else while (each != NULL && (each->name == NULL || strcmp(each->name, *path) != 0)) each = each->next;
        v = each;
    }
    return v;
}

int main(void)
{
    static const char *const sources[] = {
        "{\"name\": \"leveret\", \"legs\": 4, \"ears\": [{\"side\": \"left\", \"long\": true}, {\"side\": \"right\", \"long\": null}], \"\": {}}",
        "[1, -2, [3, [4, []]], \"a\\tb\\\"c\\\"\"]", "[1, 2", "{\"a\" 1}", "[\"\\q\"]", "[tru]", "\"open",
    };
    const char *const paths[][4] = {{"ears", "1", "side"}, {"legs"}, {"ears", "0", "long"}, {"tail"}};
    volatile int failures = 0;
    for (volatile size_t i = 0; i < LENGTH(sources); i++) {
        values_used = texts_used = 0;
        begin = sources[i];
        if (set_jump(&wrong) != 0) {
            failures++;
            continue;
        }
        const char *at = begin;
        const value *tree = read(&at);
        write(tree);
        put_char('\n');
        for (size_t p = 0; i == 0 && p < LENGTH(paths); p++) {
            const value *found = find(tree, paths[p]);
            if (found != NULL) write(found);
            else put_text("nothing");
            put_char('\n');
        }
    }
    return failures;
}
