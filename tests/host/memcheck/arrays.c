// Mistakes with variables, chosen by the first argument; capital letters choose the same without the mistake.

struct record { int number; char text[12]; long last; };

int before[4];
int table[10];
char after[6];
static struct record records[3];
int many[10000];

void *memcpy(void *to, const void *from, unsigned long size) {
  char *t = to;
  const char *f = from;
  while (size-- > 0) *t++ = *f++;
  return to;
}

static void fill(char *to, int count) {
  for (int i = 0; i < count; i++) to[i] = 'x';
}

static int sum(const int *from, const int *end) {
  int total = 0;
  while (from < end) total += *from++;
  return total;
}

static int by_index(int index) {
  int first[10] = { 0 };
  int second[10] = { 0 };
  first[index] = 1;
  return first[0] + second[9];
}

static void by_pointer(int index, int size) {
  char outer[16];
  char inner[16];
  char *p = inner;
  fill(outer, 16);
  fill(p + index, size);
}

static int in_struct(int index) {
  struct record one = { 1, "", 2 };
  struct record two = { 3, "", 4 };
  struct record *p = &two;
  p->text[index] = 'x';
  return one.number + two.number;
}

static int large_frame(int index) {
  char small[8] = { 0 };
  char large[5000];
  int some[10] = { 0 };
  fill(large, sizeof large);
  some[index] = small[0];
  return large[4999] + some[0];
}

static int of_variable_size(int size, int count) {
  char some[size];
  fill(some, count);
  char *more = __builtin_alloca(40);
  fill(more, 40);
  fill(more, count);
  return some[0] + more[0];
}

static int backwards(void) {
  int some[8];
  int *p = some + 8;
  while (p > some) *--p = 1;
  return sum(some, some + 8);
}

static int through_struct(int count) {
  char some[12];
  struct { long a; char *p; } box = { 1, some }, copy;
  copy = box;
  fill(copy.p, count);
  return some[0];
}

int main(int count, char **args) {
  switch (args[1][0]) {
    case 'a': return by_index(10) == 7;
    case 'A': return by_index(9) == 7;
    case 'b': return by_index(-1) == 7;
    case 'B': return by_index(0) == 7;
    case 'c': by_pointer(0, 17); return 0;
    case 'C': by_pointer(0, 16); return 0;
    case 'd': by_pointer(-1, 3); return 0;
    case 'D': by_pointer(1, 3); return 0;
    case 'e': return in_struct(20) == 7;
    case 'E': return in_struct(11) == 7;
    case 'f': return large_frame(10) == 7;
    case 'F': return large_frame(9) == 7;
    case 'g': return of_variable_size(20, 49) == 7;
    case 'G': return of_variable_size(20, 20) == 7;
    case 'h': return sum(table, table + 11) == 7;
    case 'H': return sum(table, table + 10) == 7;
    case 'i': table[count + 8] = 1; return 0;
    case 'I': table[count + 7] = 1; return 0;
    case 'j': records[count + 1].number = 1; return 0;
    case 'J': records[count].last = 1; return records[count - 1].text[3];
    case 'k': fill(after, 7); return 0;
    case 'K': fill(after, 6); fill((char *) before, 16); return 0;
    case 'l': return through_struct(13) == 7;
    case 'L': return through_struct(12) == 7;
    case 'M': return backwards() == 7;
    case 'n': return many[count + 9998];
    case 'N': return many[count + 9997] + sum(many, many + 10000);
  }
  return 1;
}
