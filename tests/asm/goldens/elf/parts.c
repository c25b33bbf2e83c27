/* Compiled to parts.o by: riscv64-linux-gnu-gcc -march=rv64gc -g -Os -fpie -fcommon
   -fdebug-prefix-map=$PWD=. -c -o parts.o parts.c
   An object with relaxation, alignment, compressed code, a table of addresses, thread-local and
   common variables, weak symbols, a switch table and a constructor. */

extern int helper(int);
extern __thread int shared;
__thread int own = 5;
int common_block[5];
__attribute__((weak)) int maybe(void);
static const char *const names[] = {"a", "bc", "def"};

static int choose(int x) {
  switch (x) {
  case 0: return 3;
  case 1: return 5;
  case 2: return 9;
  case 3: return 11;
  case 4: return 40;
  case 7: return 2;
  default: return helper(x);
  }
}

__attribute__((constructor, aligned(32))) static void before(void) { common_block[1] = 1; }

int run(int count) {
  int sum = own + shared;
  for (int i = 0; i < count; i++) sum += choose(i) + names[i % 3][0];
  if (maybe) sum += maybe();
  return sum + common_block[1];
}
