// Exceptions through frames with destructors, large stack frames and other sections; RTTI, iostreams and
// thread-local variables.
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>
#include <typeinfo>
struct Base { virtual ~Base() {} virtual int f(int x) { if (x > 3) throw std::runtime_error("too big " + std::to_string(x)); return x; } };
struct Derived : Base { int f(int x) override { try { return Base::f(x) + 1; } catch (const std::logic_error&) { return -1; } } };
struct Guard { const char* n; ~Guard() { std::cout << "bye " << n << "\n"; } };
thread_local int depth = 5;
int deep(int n) { Guard g{"deep"}; if (n == 0) throw n; volatile char buf[3000]; buf[n] = 1; return deep(n - 1) + buf[n]; }
int main() {
  Derived d; Base& b = d;
  for (int i = 0; i < 6; i++) try { std::cout << b.f(i) << "\n"; } catch (std::exception& e) { std::cout << typeid(e).name() << " " << e.what() << "\n"; }
  try { deep(3); } catch (int n) { std::cout << "int " << n << " " << depth << "\n"; }
  try { std::vector<int> v; v.at(3); } catch (std::out_of_range& e) { std::cout << "range\n"; }
  std::cout << (dynamic_cast<Derived*>(&b) != nullptr) << std::endl;
  return 7;
}
