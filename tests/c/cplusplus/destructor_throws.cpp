// Destructors that throw: allowed where they say so, the end of the program while another is on its way.
#include <cstdio>
#include <cstdlib>
#include <exception>
struct Loud { bool bad; ~Loud() noexcept(false) { if (bad) throw std::uncaught_exceptions(); } };
struct Pair { Loud a, b; };
int main() {
  try { Loud l{true}; } catch (int n) { std::printf("one %d\n", n); }
  try { Pair p{{false}, {true}}; } catch (int n) { std::printf("pair %d\n", n); }
  try { Loud* l = new Loud{true}; delete l; } catch (int n) { std::printf("deleted %d\n", n); }
  std::set_terminate([] { std::puts("two at once"); std::fflush(stdout); std::_Exit(6); });
  try { Loud l{true}; throw 2.5; } catch (...) { std::puts("never here"); }
}
