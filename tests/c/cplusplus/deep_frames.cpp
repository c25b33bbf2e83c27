// An exception passes two hundred frames, each with an object to destroy.
#include <cstdio>
static long destroyed;
struct Counter { int id; explicit Counter(int n) : id(n) {} ~Counter() { destroyed += id; } };
static int down(int n) {
  Counter here(n);
  if (n == 200) throw n * 3;
  return down(n + 1) + here.id;
}
int main() {
  for (int round = 0; round < 3; round++) {
    try { std::printf("%d\n", down(round)); }
    catch (int value) { std::printf("caught %d, destroyed %ld\n", value, destroyed); }
  }
  return destroyed % 100;
}
