// SPDX-License-Identifier: MPL-2.0
// Function pointers: tables of handlers, callbacks with state, objects with methods, composition, and
// addresses of labels, which gcc lets one jump to.

#include "support/support.h"

typedef struct shape shape;
typedef struct {
    const char *name;
    int (*area)(const shape *);
    void (*grow)(shape *, int);
} methods;
struct shape { const methods *is; int a, b; };

static int rectangle_area(const shape *s) { return s->a * s->b; }
static int triangle_area(const shape *s) { return s->a * s->b / 2; }
static void grow_both(shape *s, int by) { s->a += by; s->b += by; }
static void grow_one(shape *s, int by) { s->a += by; }

static const methods rectangle = {"rectangle", rectangle_area, grow_both};
static const methods triangle = {"triangle", triangle_area, grow_one};
static const methods flag = {.grow = grow_one, .name = "flag", .area = rectangle_area};

static long fold(const long *values, size_t count, long (*step)(long, long), long start)
{
    for (size_t i = 0; i < count; i++) start = step(start, values[i]);
    return start;
}

static long plus(long a, long b) { return a + b; }
static long times(long a, long b) { return a * b; }
static long larger(long a, long b) { return a > b ? a : b; }
static long (*const steps[])(long, long) = {plus, times, larger};

typedef struct { int (*call)(void *state, int value); void *state; } closure;

static int add_to(void *state, int value) { return *(int *)state += value; }
static int count_calls(void *state, int value) { ++*(int *)state; return value; }
static int twice(void *state, int value)
{
    closure *inner = state;
    return inner->call(inner->state, inner->call(inner->state, value));
}

typedef int (*unary)(int);
static int increment(int x) { return x + 1; }
static int square(int x) { return x * x; }
static int negate(int x) { return -x; }
static NOINLINE unary chosen(int which)
{
    return which == 0 ? increment : which == 1 ? square : negate;
}

static int weak_or(int otherwise);
extern int not_there(int) __attribute__((weak));
static NOINLINE int weak_or(int otherwise) { return not_there != NULL ? not_there(1) : otherwise; }

// A little machine whose instructions are labels.
static NOINLINE int run(const unsigned char *code)
{
    static const void *const labels[] = {&&push, &&add, &&multiply, &&swap, &&halt, &&drop};
    int stack[16], *top = stack;
    goto *labels[*code];
push:
    *top++ = *++code;
    goto *labels[*++code];
add:
    top--;
    top[-1] += *top;
    goto *labels[*++code];
multiply:
    top--;
    top[-1] *= *top;
    goto *labels[*++code];
swap: {
    int kept = top[-1];
    top[-1] = top[-2];
    top[-2] = kept;
    goto *labels[*++code];
}
drop:
    top--;
    goto *labels[*++code];
halt:
    return top[-1];
}

int main(void)
{
    shape shapes[] = {{&rectangle, 3, 4}, {&triangle, 6, 5}, {&flag, 2, 9}};
    for (size_t i = 0; i < LENGTH(shapes); i++) {
        shape *s = &shapes[i];
        int before = s->is->area(s);
        s->is->grow(s, (int)i + 1);
        print("%s %d %d, ", s->is->name, before, s->is->area(s));
    }
    put_char('\n');
    static const long values[] = {3, -1, 4, 1, -5, 9, 2, 6};
    for (size_t i = 0; i < LENGTH(steps); i++) {
        print("%ld ", fold(values, LENGTH(values), steps[i], (long)(i != 0)));
    }
    put_char('\n');
    int total = 0, calls = 0;
    closure adder = {add_to, &total}, counter = {count_calls, &calls};
    closure nested = {twice, &adder}, deeper = {twice, &nested}, counted = {twice, &counter};
    int result = deeper.call(deeper.state, 1) + counted.call(counted.state, 7);
    print("%d %d %d\n", result, total, calls);
    int value = 2;
    for (int i = 0; i < 12; i++) value = chosen(i % 3)(value) % 1000;
    print("%d %d\n", value, weak_or(77));
    static const unsigned char code[] = {0, 6, 0, 4, 0, 3, 1, 2, 0, 9, 5, 0, 100, 3, 1, 4};
    int answer = run(code);
    print("%d\n", answer);
    return answer;
}
