// SPDX-License-Identifier: MPL-2.0
// A tiny language: a lexer, a recursive-descent parser to byte code, and a machine that runs it. With
// variables, conditions, loops and functions of one argument; errors end it with a message.

#include "support/support.h"

enum { NUMBER, LOAD, STORE, ADD, SUBTRACT, MULTIPLY, DIVIDE, LESS, EQUAL, JUMP, JUMP_IF_ZERO, PRINT, CALL, RETURN, HALT };
enum { END = 0, NAME = 256, DIGITS, WHILE, IF, ELSE, PRINT_WORD, DEF };

static struct { const char *text; int line; } source;
static struct { int kind; long value; int name; } token;
static struct { long code[512]; int used; } program;
static struct { int entry[26], known[26]; } functions;
static jump_buffer failed;

static void __attribute__((noreturn)) fail(const char *what)
{
    print("line %d: %s\n", source.line, what);
    long_jump(&failed, 1);
}

static void advance(void)
{
    static const struct { const char *word; int kind; } keywords[] = {
        {"while", WHILE}, {"if", IF}, {"else", ELSE}, {"print", PRINT_WORD}, {"def", DEF},
    };
    while (*source.text == ' ' || *source.text == '\n') source.line += *source.text++ == '\n';
    if (*source.text >= '0' && *source.text <= '9') {
        token.kind = DIGITS;
        for (token.value = 0; *source.text >= '0' && *source.text <= '9';) token.value = token.value * 10 + *source.text++ - '0';
        return;
    }
    if (*source.text >= 'a' && *source.text <= 'z') {
        const char *start = source.text;
        while (*source.text >= 'a' && *source.text <= 'z') source.text++;
        size_t length = (size_t)(source.text - start);
        for (size_t i = 0; i < LENGTH(keywords); i++) {
            if (strlen(keywords[i].word) == length && memcmp(start, keywords[i].word, length) == 0) {
                token.kind = keywords[i].kind;
                return;
            }
        }
        if (length != 1) fail("a name has one letter");
        token.kind = NAME;
        token.name = *start - 'a';
        return;
    }
    token.kind = *source.text == '\0' ? END : *source.text++;
}

static int emit(long value) { program.code[program.used] = value; return program.used++; }
static void expect(int kind) { if (token.kind != kind) fail("something else was expected"); advance(); }
static void comparison(void);

static void primary(void)
{
    if (token.kind == DIGITS) {
        emit(NUMBER);
        emit(token.value);
        advance();
    } else if (token.kind == NAME) {
        int name = token.name;
        advance();
        if (token.kind == '(') {
            advance();
            comparison();
            expect(')');
            if (!functions.known[name]) fail("no such function");
            emit(CALL);
            emit(functions.entry[name]);
        } else {
            emit(LOAD);
            emit(name);
        }
    } else {
        expect('(');
        comparison();
        expect(')');
    }
}

static void product(void)
{
    primary();
    while (token.kind == '*' || token.kind == '/') {
        int operation = token.kind == '*' ? MULTIPLY : DIVIDE;
        advance();
        primary();
        emit(operation);
    }
}

static void sum(void)
{
    product();
    while (token.kind == '+' || token.kind == '-') {
        int operation = token.kind == '+' ? ADD : SUBTRACT;
        advance();
        product();
        emit(operation);
    }
}

static void comparison(void)
{
    sum();
    if (token.kind != '<' && token.kind != '=') return;
    int operation = token.kind == '<' ? LESS : EQUAL;
    advance();
    sum();
    emit(operation);
}

static void block(void);

static void statement(void)
{
    int kind = token.kind, name, start, hole;
    advance();
    switch (kind) {
    case NAME:
        name = token.name;
        expect('=');
        comparison();
        emit(STORE);
        emit(name);
        break;
    case PRINT_WORD:
        comparison();
        emit(PRINT);
        break;
    case WHILE:
    case IF:
        start = program.used;
        comparison();
        emit(JUMP_IF_ZERO);
        hole = emit(0);
        block();
        if (kind == WHILE) {
            emit(JUMP);
            emit(start);
        } else if (token.kind == ELSE) {
            advance();
            emit(JUMP);
            int skip = emit(0);
            program.code[hole] = program.used;
            hole = skip;
            block();
        }
        program.code[hole] = program.used;
        break;
    case DEF:
        name = token.name;
        expect(NAME);
        emit(JUMP);
        hole = emit(0);
        functions.entry[name] = program.used;
        functions.known[name] = 1;
        comparison();
        emit(RETURN);
        program.code[hole] = program.used;
        break;
    default:
        fail("a statement was expected");
    }
}

static void block(void)
{
    expect('{');
    while (token.kind != '}') statement();
    expect('}');
}

static long run(void)
{
    long stack[256], *top = stack, variables[26] = {0}, steps = 0;
    int calls[64], depth = 0;
    for (int at = 0;; steps++) {
        switch (program.code[at++]) {
        case NUMBER: *top++ = program.code[at++]; break;
        case LOAD: *top++ = variables[program.code[at++]]; break;
        case STORE: variables[program.code[at++]] = *--top; break;
        case ADD: top--; top[-1] += *top; break;
        case SUBTRACT: top--; top[-1] -= *top; break;
        case MULTIPLY: top--; top[-1] *= *top; break;
        case DIVIDE: top--; if (*top == 0) fail("division by zero"); top[-1] /= *top; break;
        case LESS: top--; top[-1] = top[-1] < *top; break;
        case EQUAL: top--; top[-1] = top[-1] == *top; break;
        case JUMP: at = (int)program.code[at]; break;
        case JUMP_IF_ZERO: at = *--top == 0 ? (int)program.code[at] : at + 1; break;
        case PRINT: print("%ld ", *--top); break;
        case CALL: calls[depth++] = at + 1; variables['x' - 'a'] = *--top; at = (int)program.code[at]; break;
        case RETURN: at = calls[--depth]; break;
        case HALT: put_char('\n'); return steps;
        }
    }
}

static long interpret(const char *text)
{
    source.text = text;
    source.line = 1;
    program.used = 0;
    memset(&functions, 0, sizeof functions);
    if (set_jump(&failed) != 0) return -1;
    advance();
    while (token.kind != END) statement();
    emit(HALT);
    return run();
}

int main(void)
{
    long steps = interpret("a = 0\nb = 1\nwhile a < 1000 {\n  print a\n  c = a + b\n  a = b\n  b = c\n}");
    steps += interpret("def s x * x\ndef q s(x) * s(x + 1)\nn = 1\nwhile n < 8 { print q(n) n = n + 1 }");
    steps += interpret("n = 27 k = 0\nwhile 1 < n { if n / 2 * 2 = n { n = n / 2 } else { n = 3 * n + 1 }\n k = k + 1 }\nprint k");
    steps += interpret("p = 2\nwhile p < 60 {\n d = 2\n while d * d < p + 1 { if p - p / d * d = 0 { d = p } d = d + 1 }\n if d < p { print p }\n p = p + 1 }");
    interpret("print 1\nprint (2 + 3");
    interpret("a = 1\n\nprint a / (a - 1)");
    interpret("print f(1)");
    print("%ld steps\n", steps);
    return (int)(steps % 128);
}
