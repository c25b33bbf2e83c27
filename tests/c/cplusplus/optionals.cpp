// std::optional and std::any: values, their absence, wrong types.
#include <any>
#include <iostream>
#include <optional>
#include <string>
#include <vector>
static std::optional<int> parse(const std::string& s) { try { return std::stoi(s); } catch (...) { return std::nullopt; } }
struct Big { double list[9] = {1, 2, 3}; static int live; Big() { live++; } Big(const Big&) { live++; } ~Big() { live--; } };
int Big::live;
int main() {
  for (auto s : {"12", "x", "-5"}) std::cout << parse(s).value_or(99) << ' '; std::cout << '\n';
  std::optional<std::string> name; try { std::cout << name.value(); } catch (std::bad_optional_access& e) { std::cout << e.what() << '\n'; }
  name.emplace(3, 'z'); std::cout << *name << name->size() << (name > std::nullopt) << '\n'; name.reset(); std::cout << name.has_value() << '\n';
  std::any a = 7; std::cout << std::any_cast<int>(a) << '\n'; try { (void)std::any_cast<long>(a); } catch (std::bad_any_cast& e) { std::cout << e.what() << '\n'; }
  { std::any big = Big(), copy = big; std::cout << Big::live << std::any_cast<Big&>(copy).list[2] << (std::any_cast<Big>(&a) == nullptr) << '\n'; a = std::string("now text"); a.swap(big); std::cout << std::any_cast<std::string>(big) << '\n'; }
  std::cout << Big::live << a.has_value() << '\n'; a.reset(); std::cout << Big::live << '\n';
  std::vector<std::any> list{1, 2.5, std::string("s")}; for (auto& each : list) std::cout << each.type().name()[0]; std::cout << '\n';
}
