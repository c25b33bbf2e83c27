// An exception that nothing catches: std::terminate, abort, SIGABRT.
#include <cstdio>
#include <stdexcept>
struct Quiet { ~Quiet() { std::puts("destroyed"); std::fflush(stdout); } };
int main() {
  try { Quiet q; throw 1; } catch (int) { std::puts("first"); }
  std::fflush(stdout);
  throw std::runtime_error("nobody listens");
}
