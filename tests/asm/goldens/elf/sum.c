/* Compiled to sum.elf by: riscv64-linux-gnu-gcc -march=rv64im -mabi=lp64 -g -O1 -ffreestanding
   -nostdlib -static -Wl,--no-relax,--build-id=none -o sum.elf sum.c */

static long call(long number, long a, long b, long c) {
  register long a7 __asm__("a7") = number;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
  return a0;
}

int table[5] = {3, 1, 4, 1, 5};

__attribute__((noinline)) int first(int *list) {
  return *list;
}

__attribute__((noinline)) int sum(int count) {
  int total = 0;
  for (int i = 0; i < count; i++)
    total += table[i];
  return total;
}

__attribute__((noinline)) void start(long *stack) {
  call(64, 1, (long)"one\n", 4);
  int status = sum(5);
  if (stack[0] > 1) status = first((int *)8);
  call(93, status, 0, 0);
}

__attribute__((naked)) void _start(void) {
  __asm__("mv a0, sp\n\tcall start");
}
