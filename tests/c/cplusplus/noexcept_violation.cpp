// An exception that leaves a noexcept function ends in the handler of std::set_terminate.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
static void thrower() { throw std::logic_error("inside"); }
static void promise() noexcept { thrower(); }
int main() {
  std::set_terminate([] {
    try { std::rethrow_exception(std::current_exception()); } catch (std::exception& e) { std::printf("terminated by %s\n", e.what()); }
    std::fflush(stdout); std::_Exit(9);
  });
  std::printf("%d %d\n", noexcept(promise()), noexcept(thrower()));
  try { promise(); } catch (...) { std::puts("never here"); }
}
