// std::string: short and long ones, searches, replacements, numbers, moves, exceptions.
#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
int main() {
  std::string s = "short", t(100, 'x'), u = s + " and " + t.substr(0, 5);
  s.swap(t); std::cout << s.size() << t << u << '\n';
  u.replace(u.find("and"), 3, "or").insert(0, "<").append(3, '>').erase(1, 1); std::cout << u << ' ' << u.rfind('>') << ' ' << (u.find("zz") == std::string::npos) << '\n';
  std::string moved = std::move(s); std::cout << moved.capacity() / 100 << s.empty() << '\n';
  std::cout << std::stoi("-77") << std::stoll("ff", nullptr, 16) << std::stod("2.5e3") << std::to_string(1.5) << '\n';
  for (auto text : {"", "99999999999999", "abc"}) try { std::cout << std::stoi(text) << '\n'; } catch (std::invalid_argument& e) { std::cout << "invalid " << e.what() << '\n'; } catch (std::out_of_range& e) { std::cout << "range " << e.what() << '\n'; }
  try { moved.at(1000); } catch (std::out_of_range& e) { std::cout << e.what() << '\n'; }
  try { std::string big; big.resize(big.max_size()); big.append("more"); } catch (std::exception& e) { std::cout << "too big\n"; }
  std::string_view v = "a,bb,,ccc"; for (std::size_t at; (at = v.find(',')) != v.npos; v.remove_prefix(at + 1)) std::cout << '[' << v.substr(0, at) << ']';
  std::cout << v << '\n'; std::string r("stressed"); std::reverse(r.begin(), r.end()); std::cout << r << (r < "e") << r.compare(0, 2, "de") << '\n';
}
