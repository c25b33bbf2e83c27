// Memory that there is not: bad_alloc, nothrow, new handlers, lengths that cannot be.
#include <cstdio>
#include <cstdlib>
#include <new>
static int calls; static volatile std::size_t huge = std::size_t(1) << 46; static volatile long negative = -1;
struct Failing { Failing() { throw 3; } static void* operator new(std::size_t n) { std::printf("own new %zu\n", n); return std::malloc(n); } static void operator delete(void* p) { std::puts("own delete"); std::free(p); } };
struct alignas(64) Wide { char c; };
int main() {
  try { char* p = new char[huge]; std::printf("%p\n", p); } catch (std::bad_alloc& e) { std::puts(e.what()); }
  std::printf("%d\n", new (std::nothrow) char[huge] == nullptr);
  try { int* p = new int[negative]; std::printf("%p\n", p); } catch (std::bad_array_new_length& e) { std::puts(e.what()); }
  std::set_new_handler([] { if (++calls == 3) std::set_new_handler(nullptr); std::printf("handler %d\n", calls); });
  try { char* p = new char[huge]; std::printf("%p\n", p); } catch (const std::bad_alloc&) { std::printf("after %d\n", calls); }
  try { new Failing; } catch (int n) { std::printf("%d\n", n); }
  Wide* w = new Wide[3]; std::printf("%d\n", reinterpret_cast<std::size_t>(w) % 64 == 0); delete[] w; alignas(32) char place[64]; struct P { int x, y; }; P* p = new (place) P{1, 2}; std::printf("%d\n", p->x + p->y);
}
