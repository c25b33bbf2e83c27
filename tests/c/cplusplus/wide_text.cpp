// Wide and Unicode text, conversions, charconv, bitset, chrono, tuples.
#include <array>
#include <bitset>
#include <charconv>
#include <chrono>
#include <complex>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <tuple>
#include <valarray>
int main() {
  std::wstring w = L"wide \u00e4\u20ac"; std::u16string h = u"\U0001F600"; std::u32string f = U"\U0001F600"; std::printf("%zu %zu %zu %d\n", w.size(), h.size(), f.size(), int(w[5])); std::wostringstream ws; ws << w << 42 << L' ' << 2.5; std::printf("%zu\n", ws.str().size());
  char buffer[32]; auto [end, error] = std::to_chars(buffer, buffer + 32, 3.25); std::printf("%.*s %d\n", int(end - buffer), buffer, error == std::errc()); int n = 0; auto r = std::from_chars("123x", "123x" + 4, n); std::printf("%d %c %d\n", n, *r.ptr, std::from_chars("999999999999", "999999999999" + 12, n).ec == std::errc::result_out_of_range);
  std::bitset<70> bits("1011"); bits.set(69).flip(0); std::cout << bits.count() << bits.test(69) << '\n'; try { std::bitset<4> bad("10x1"); } catch (std::invalid_argument&) { std::cout << "invalid\n"; } try { bits.to_ulong(); } catch (std::overflow_error&) { std::cout << "overflow\n"; }
  using namespace std::chrono; auto t = 3h + 25min + 10s; std::cout << duration_cast<seconds>(t).count() << ' ' << unsigned(year_month_day(sys_days(2026y / 11 / 30) + days(3)).day()) << '\n';
  auto tuple = std::make_tuple(1, 2.5, std::string("three")); auto& [a, b, c] = tuple; c += "!"; std::cout << a + b << std::get<2>(tuple) << (tuple < std::make_tuple(1, 3.0, std::string())) << '\n'; std::complex<double> z(3, 4); std::cout << std::abs(z) << z * z << '\n'; std::valarray<int> v{1, 2, 3}; std::cout << (v * v).sum() << '\n';
  try { throw std::system_error(std::make_error_code(std::errc::no_such_file_or_directory), "open"); } catch (std::system_error& e) { std::cout << e.what() << ' ' << e.code().value() << std::endl; }
}
