// SPDX-License-Identifier: MPL-2.0
// The base of guest programs in C, instead of a C library: system calls, a start that runs the case named by
// the first argument, and lines of output. They are compiled for rv64im, so that they run on any machine with
// M.

typedef long word;
typedef unsigned long uword;

static inline word call6(word n, word a, word b, word c, word d, word e, word f) {
  register word a0 asm("a0") = a, a1 asm("a1") = b, a2 asm("a2") = c;
  register word a3 asm("a3") = d, a4 asm("a4") = e, a5 asm("a5") = f, a7 asm("a7") = n;
  asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7) : "memory");
  return a0;
}
#define SYS_6(n, a, b, c, d, e, f, ...) \
  call6(n, (word)(a), (word)(b), (word)(c), (word)(d), (word)(e), (word)(f))
#define SYS(...) SYS_6(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

static void exit_with(int status) {
  SYS(94, status);
  __builtin_unreachable();
}

static uword length(const char *text) {
  uword n = 0;
  while (text[n]) n++;
  return n;
}

static int equal(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static char line[600];
static int used;

static void add_text(const char *text) {
  while (*text && used < 500) line[used++] = *text++;
}

static void add_number(word value, int base) {
  char digits[24];
  int n = 0;
  uword rest = value;
  if (base == 10 && value < 0) add_text("-"), rest = -rest;
  do digits[n++] = "0123456789abcdef"[rest % base]; while (rest /= base);
  if (base == 16) add_text("0x");
  while (n) line[used++] = digits[--n];
}

static void end_line(void) {
  line[used++] = '\n';
  SYS(64, 1, line, used);
  used = 0;
}

/** Prints `label value`. */
static void show(const char *label, word value) {
  add_text(label), add_text(" "), add_number(value, 10), end_line();
}

static void show_hex(const char *label, word value) {
  add_text(label), add_text(" "), add_number(value, 16), end_line();
}

static void show_text(const char *label, const char *text) {
  add_text(label), add_text(" "), add_text(text), end_line();
}

void *memset(void *to, int value, uword n) {
  for (char *p = to; n--;) *p++ = value;
  return to;
}

void *memcpy(void *to, const void *from, uword n) {
  char *p = to;
  for (const char *q = from; n--;) *p++ = *q++;
  return to;
}

typedef struct {
  const char *name;
  void (*run)(int argc, char **argv);
} guest_case;

static const guest_case cases[];

__attribute__((used)) static void begin(word *stack) {
  int argc = *stack;
  SYS(436, 3, -1, 0);  // inherited descriptors would shift the numbers of others
  char **argv = (char **)(stack + 1);
  for (const guest_case *each = cases; argc > 1 && each->name; each++) {
    if (equal(each->name, argv[1])) each->run(argc, argv), exit_with(0);
  }
  exit_with(99);
}

asm(".globl _start\n_start: mv a0, sp\n call begin\n");
