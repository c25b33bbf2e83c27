// std::function, bind, invoke, references to members; calls of nothing.
#include <functional>
#include <iostream>
#include <map>
#include <string>
struct Adder { int n; int add(int x) const { return n + x; } int operator()(int x) { return n += x; } };
static int twice(int x) { return 2 * x; }
static std::function<int(int)> compose(std::function<int(int)> f, std::function<int(int)> g) { return [=](int x) { return f(g(x)); }; }
int main() {
  Adder adder{10}; std::function<int(int)> f = twice, g = adder, h = std::bind(&Adder::add, &adder, std::placeholders::_1), r = std::ref(adder);
  std::cout << f(4) << ' ' << g(1) << ' ' << g(1) << ' ' << h(5) << ' ' << r(3) << ' ' << adder.n << '\n';
  std::cout << compose(f, compose(h, f))(3) << ' ' << std::invoke(&Adder::n, adder) << '\n';
  std::function<void()> empty; try { empty(); } catch (std::bad_function_call& e) { std::cout << e.what() << '\n'; }
  std::function<long(long)> factorial = [&](long n) { return n < 2 ? 1 : n * factorial(n - 1); }; std::cout << factorial(15) << '\n';
  std::map<std::string, std::function<double(double, double)>> ops{{"+", std::plus<>()}, {"-", std::minus<>()}, {"max", [](double a, double b) { return a > b ? a : b; }}};
  for (auto& [name, op] : ops) std::cout << name << op(2.5, 4) << ' '; std::cout << '\n';
  std::string big(64, 'b'); std::function<std::size_t()> holds = [big] { return big.size(); }, copy = holds; holds = nullptr; std::cout << copy() << !holds << (f.target<int (*)(int)>() != nullptr) << '\n';
}
