// std::variant: visits, wrong accesses, a state without a value.
#include <iostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>
struct Bad { Bad() = default; Bad(const Bad&) { throw std::runtime_error("bad copy"); } Bad& operator=(const Bad&) = default; };
template <class... F> struct overloaded : F... { using F::operator()...; };
using Value = std::variant<std::monostate, int, double, std::string, std::vector<int>>;
static void show(const Value& v) {
  std::visit(overloaded{[](std::monostate) { std::cout << "none"; }, [](int i) { std::cout << "int " << i; }, [](double d) { std::cout << "double " << d; }, [](const std::string& s) { std::cout << "string " << s; }, [](const auto& list) { std::cout << "list " << list.size(); }}, v);
  std::cout << ' ' << v.index() << '\n';
}
int main() {
  for (const Value& v : {Value(), Value(3), Value(2.5), Value("text"), Value(std::vector<int>(4))}) show(v);
  Value v = 1; try { (void)std::get<double>(v); } catch (std::bad_variant_access& e) { std::cout << e.what() << '\n'; }
  std::cout << (std::get_if<int>(&v) != nullptr) << (std::get_if<std::string>(&v) != nullptr) << std::holds_alternative<int>(v) << '\n';
  std::variant<std::string, Bad> odd("kept"); Bad bad; try { odd.emplace<1>(bad); } catch (std::exception& e) { std::cout << e.what() << ' ' << odd.valueless_by_exception() << '\n'; }
  try { std::visit([](auto&) {}, odd); } catch (std::bad_variant_access& e) { std::cout << "visit: valueless\n"; }
  std::variant<int, long> a = 5, b = 6L; std::cout << (a < b) << std::visit([](auto x, auto y) { return sizeof x * 10 + sizeof y; }, a, b) << '\n';
}
