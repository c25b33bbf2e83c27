// Lambdas: captures by value, reference and initializer, generic and recursive ones, as pointers.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>
struct Counter { int n = 0; auto incrementer() { return [this](int by) { return n += by; }; } auto copy() { return [*this]() mutable { return ++n; }; } };
static int apply(int (*f)(int), int x) { return f(x); }
template <class F> static auto twice(F f) { return [f](auto x) { return f(f(x)); }; }
int main() {
  int total = 0; std::vector<int> v{5, 3, 8, 1}; std::for_each(v.begin(), v.end(), [&total](int x) { total += x; }); std::sort(v.begin(), v.end(), [](int a, int b) { return a > b; }); std::printf("%d %d\n", total, v[0]);
  Counter c; auto add = c.incrementer(); add(2); add(3); auto own = c.copy(); own(); std::printf("%d %d\n", c.n, own());
  auto owner = [p = std::make_unique<std::string>("owned")] { return p->size(); }; std::printf("%zu\n", owner());
  std::printf("%d %d\n", apply([](int x) { return x * x; }, 7), twice([](auto x) { return x + x; })(3)); auto fib = [](auto self, int n) -> int { return n < 2 ? n : self(self, n - 1) + self(self, n - 2); }; std::printf("%d\n", fib(fib, 15));
  auto thrower = [](int x) { if (x > 2) throw [x] { return x * 100; }; return x; }; try { for (int i = 0;; i++) thrower(i); } catch (int) {} catch (...) { std::puts("a lambda was thrown"); }
  int state = 1; auto change = [state]() mutable { return state *= 3; }; change(); std::printf("%d %d\n", change(), state); auto variadic = [](auto... xs) { return (... + xs); }; std::printf("%s\n", variadic(std::string("a"), "b", "c").c_str());
}
