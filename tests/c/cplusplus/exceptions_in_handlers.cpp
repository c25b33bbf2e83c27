// Exceptions thrown by copy constructors, by handlers, and by the destructors of exceptions.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
struct Copied { int n; explicit Copied(int v) : n(v) {} Copied(const Copied& o) : n(o.n + 1) { std::printf("copy %d\n", n); } ~Copied() { std::printf("gone %d\n", n); } };
static Copied kept(10);
static void replace() { try { throw std::runtime_error("first"); } catch (std::exception&) { throw std::logic_error("second"); } }
static int chain(int n) { try { if (n == 0) throw 0; return chain(n - 1); } catch (int v) { throw v + n; } }
int main() {
  try { throw kept; } catch (Copied c) { std::printf("value %d\n", c.n); } try { throw Copied(1); } catch (const Copied& c) { std::printf("reference %d\n", c.n); }
  try { replace(); } catch (std::exception& e) { std::puts(e.what()); } try { chain(30); } catch (int v) { std::printf("%d\n", v); }
  try { try { throw 1; } catch (int) { try { throw 'x'; } catch (char) { throw; } } } catch (char c) { std::printf("%c\n", c); }
  std::exception_ptr stored; try { throw Copied(20); } catch (...) { stored = std::current_exception(); } std::puts("stored"); stored = nullptr; std::puts("dropped");
  std::set_terminate([] { std::puts("nothing to throw"); std::fflush(stdout); std::_Exit(8); }); throw;
}
