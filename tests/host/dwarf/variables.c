struct pair { int a; long b; };
enum color { RED, GREEN = 5 };
struct node {
  struct node *next;
  char name[16];
  unsigned low : 3;
  int high : 5;
  union { int whole; float real; };
};
struct pair pairs[2] = { { 1, 2 }, { 3, 4 } };
struct node node = { .next = &node, .name = "first", .low = 5, .high = -3, .real = 1.5f };
enum color color = GREEN;
int zeros[20];
const char *text = "a\tb\"";
int add(int a, int b) {
  static int calls = 9;
  int sum = a + b;
  {
    double sum = 0.1;
    calls += (int)sum;
  }
  return sum;
}
int (*operation)(int, int) = add;
void _start(void) {
  int result = operation(20, 22);
  operation = 0;
  for (;;) result++;
}
// SPDX-License-Identifier: MPL-2.0
// What variables.s was compiled from: gcc -S -g -O0 -ffreestanding -fno-asynchronous-unwind-tables.
