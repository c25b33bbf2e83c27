// Exceptions that are thrown again: the same object, from handlers, through pointers.
#include <cstdio>
#include <exception>
#include <stdexcept>
struct Traced {
  static int copies; int value;
  explicit Traced(int v) : value(v) {}
  Traced(const Traced& other) : value(other.value) { copies++; }
};
int Traced::copies;
static void change() { try { throw Traced(1); } catch (Traced& t) { t.value = 5; throw; } }
static std::exception_ptr keep() {
  try { throw std::logic_error("kept"); } catch (...) { return std::current_exception(); }
}
int main() {
  try { change(); } catch (const Traced& t) { std::printf("%d\n", t.value); }
  try { try { throw Traced(7); } catch (Traced t) { t.value = 9; throw; } }
  catch (Traced& t) { std::printf("%d copies %d\n", t.value, Traced::copies > 0); }
  std::exception_ptr p = keep(), q = p;
  for (int i = 0; i < 2; i++)
    try { std::rethrow_exception(i ? q : p); } catch (std::exception& e) { std::puts(e.what()); }
  auto made = std::make_exception_ptr(42L);
  try { std::rethrow_exception(made); } catch (long n) { std::printf("%ld\n", n); }
  std::printf("%d %d\n", p == q, std::current_exception() == nullptr);
}
