// Frames whose size is known only at run time, and objects of large alignment.
#include <alloca.h>
#include <cstdint>
#include <cstdio>
#include <cstring>
struct alignas(128) Wide { char data[200]; int id; Wide(int n) : id(n) { std::memset(data, n, sizeof data); } ~Wide() { std::printf("-%d%d ", id, data[199] == id && reinterpret_cast<std::uintptr_t>(this) % 128 == 0); } };
__attribute__((noinline)) static int variable(int n) { char list[n * 100 + 1]; std::memset(list, n, sizeof list); Wide w(n); char* more = static_cast<char*>(alloca(n * 64 + 16)); std::memset(more, n, 16); if (n == 5) throw int(list[n] + more[3]); int r = variable(n + 1); return r + list[0]; }
__attribute__((noinline)) static void large(int n) { volatile char block[20000]; block[n] = 1; if (n == 3) throw Wide(n); large(n + 1); block[0] = 2; }
int main() {
  for (int i = 0; i < 6; i += 2) try { std::printf("%d\n", variable(i)); } catch (int n) { std::printf("caught %d\n", n); }
  try { large(0); } catch (const Wide& w) { std::printf("wide %d\n", w.id); } catch (...) { std::puts("other"); }
  std::puts("");
}
