// Handlers around whole functions and constructors: bases and members are already destroyed.
#include <iostream>
#include <stdexcept>
struct Part { const char* name; Part(const char* n, bool bad) : name(n) { if (bad) throw std::runtime_error(n); std::cout << "+" << n << '\n'; } ~Part() { std::cout << "-" << name << '\n'; } };
struct Base { Part p; Base(bool bad) : p("base", bad) {} };
struct Whole : Base {
  Part first, second;
  Whole(int bad) try : Base(bad == 0), first("first", bad == 1), second("second", bad == 2) {
    if (bad == 3) throw std::runtime_error("body");
  } catch (std::exception& e) { std::cout << "in constructor: " << e.what() << '\n'; }
  ~Whole() try { throw 1; } catch (int n) { std::cout << "in destructor " << n << '\n'; return; }
};
static int divide(int a, int b) try { if (b == 0) throw "zero"; return a / b; } catch (const char* why) { std::cout << why << '\n'; return -1; }
int main() {
  for (int i = 0; i < 4; i++) try { Whole w(i); } catch (std::exception& e) { std::cout << "again: " << e.what() << '\n'; }
  { Whole w(9); }
  return divide(84, 2) + divide(1, 0);
}
