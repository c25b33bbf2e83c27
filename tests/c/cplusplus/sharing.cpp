// Constructors and destructors in groups, exceptions across function pointers and qsort, rethrowing,
// exception specifications, and exceptions during construction.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <string>

struct Counted {
  static int alive;
  int id;
  explicit Counted(int i) : id(i) {
    if (i == 13) throw std::string("unlucky");
    alive++;
  }
  virtual ~Counted() { alive--; }
};
int Counted::alive = 0;
template <int N> struct Many : Counted {
  Counted a, b;
  Many() : Counted(N), a(N + 1), b(N + 2) {}
  ~Many() override { printf("~Many %d\n", N); }
};
static int order(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  if (x == 4) throw x;
  return x - y;
}
int quiet(int x) noexcept { return x + 1; }
int main() {
  { Many<1> one; std::unique_ptr<Counted> two(new Many<4>); printf("%d alive\n", Counted::alive); }
  printf("%d alive\n", Counted::alive);
  try { Many<12> no; } catch (const std::string &s) { printf("%s, %d alive\n", s.c_str(), Counted::alive); }
  int list[] = {1, 3, 2, 4};
  try { qsort(list, 4, sizeof *list, order); } catch (int x) { printf("caught %d\n", x); }
  std::function<int(int)> f = [](int x) -> int { try { throw x; } catch (int &y) { y *= 2; throw; } };
  try { f(21); } catch (int x) { printf("rethrown %d\n", x); }
  std::exception_ptr kept;
  try { throw std::bad_alloc(); } catch (...) { kept = std::current_exception(); }
  try { std::rethrow_exception(kept); } catch (const std::exception &e) { printf("%s %d\n", e.what(), quiet(1)); }
  try { (void)new char[static_cast<size_t>(-1) / 4]; } catch (const std::bad_alloc &) { puts("too much"); }
  std::set_terminate([] { puts("terminated"); exit(9); });
  throw 1;
}
