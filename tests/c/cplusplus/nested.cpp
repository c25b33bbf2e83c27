// Exceptions inside exceptions, and handlers inside handlers.
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
static void open(int level) {
  try { if (level == 0) throw std::runtime_error("no file"); open(level - 1); }
  catch (...) { std::throw_with_nested(std::logic_error("level " + std::to_string(level))); }
}
static void show(const std::exception& e, int depth = 0) {
  std::cout << std::string(depth, ' ') << e.what() << '\n';
  try { std::rethrow_if_nested(e); } catch (const std::exception& inner) { show(inner, depth + 1); }
}
int main() {
  try { open(3); } catch (const std::exception& e) { show(e); }
  try { throw 1; } catch (int a) {
    try { throw a + 1; } catch (int b) {
      try { throw b + 1; } catch (int c) { std::cout << a << b << c << '\n'; }
      std::cout << a << b << '\n';
    }
    std::cout << a << '\n';
  }
}
