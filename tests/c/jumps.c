// SPDX-License-Identifier: MPL-2.0
// setjmp and longjmp: leaving deep recursion, retrying, nested handlers, a generator of exceptions,
// and locals that must keep their values.

#include "support/support.h"

static jump_buffer out;

static NOINLINE int descend(int depth, int limit)
{
    char room[64];
    memset(room, depth, sizeof room);
    if (depth == limit) long_jump(&out, depth + 100);
    int below = limit < 0 ? 0 : descend(depth + 1, limit);
    return below + room[depth % 64];
}

typedef struct handler { jump_buffer at; struct handler *outer; } handler;
static handler *handlers;
static int cleanups;

static void __attribute__((noreturn)) throw(int code)
{
    handler *innermost = handlers;
    handlers = innermost->outer;
    long_jump(&innermost->at, code);
}

static NOINLINE int quotient(int a, int b)
{
    if (b == 0) throw(1);
    if (a < 0) throw(2);
    return a / b;
}

static NOINLINE int guarded(int a, int b)
{
    handler here;
    here.outer = handlers;
    int code = set_jump(&here.at);
    if (code == 0) {
        handlers = &here;
        int result = quotient(a, b) + quotient(b, a);
        handlers = here.outer;
        return result;
    }
    cleanups++;
    if (code == 2 && handlers != NULL) throw(3);
    return -code;
}

static NOINLINE int outer(int a, int b)
{
    handler here;
    here.outer = handlers;
    volatile int tries = 0;
    int code = set_jump(&here.at);
    tries++;
    if (tries < 3) {
        handlers = &here;
        int result = guarded(a, b);
        handlers = here.outer;
        return 10 * result + tries;
    }
    return -1000 - code;
}

static NOINLINE int parse(const char **text)
{
    int value = 0;
    if (**text == '(') {
        ++*text;
        value = parse(text);
        while (**text == '+') {
            ++*text;
            value += parse(text);
        }
        if (**text != ')') long_jump(&out, 1);
        ++*text;
        return value;
    }
    if (**text < '0' || **text > '9') long_jump(&out, 2);
    while (**text >= '0' && **text <= '9') value = 10 * value + *(*text)++ - '0';
    return value;
}

static NOINLINE void try_to_parse(const char *text)
{
    const char *volatile start = text;
    const char *at = text;
    int code = set_jump(&out);
    if (code == 0) print("%s is %d\n", start, parse(&at));
    else print("%s: error %d\n", start, code);
}

int main(void)
{
    for (volatile int limit = 0; limit < 60; limit += 13) {
        int code = set_jump(&out);
        if (code == 0) descend(0, limit);
        else print("%d ", code);
    }
    put_char('\n');
    int arrived = set_jump(&out);
    if (arrived == 0) long_jump(&out, 0);
    print("a jump with 0 arrives as %d\n", arrived);
    print("%d %d %d %d\n", guarded(84, 7), guarded(1, 0), outer(9, 2), outer(5, 0));
    print("%d cleanups\n", (outer(-8, 4), cleanups));
    static const char *const texts[] = {"(1+2+(3+4))", "((10))", "(1+", "(2+3", "7", "x", "(1+(2+)"};
    for (size_t i = 0; i < LENGTH(texts); i++) try_to_parse(texts[i]);
    return cleanups;
}
