// Streams: formats, strings as streams, errors by state and by exception.
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
struct Point { double x, y; };
static std::ostream& operator<<(std::ostream& out, const Point& p) { return out << '(' << p.x << ", " << p.y << ')'; }
static std::istream& operator>>(std::istream& in, Point& p) { char c; return in >> c >> p.x >> c >> p.y >> c; }
int main() {
  std::cout << std::hex << std::showbase << 255 << ' ' << std::oct << 8 << std::dec << std::setw(8) << std::setfill('*') << 42 << std::left << std::setw(6) << -7 << '\n';
  std::cout << std::fixed << std::setprecision(3) << 3.14159 << ' ' << std::scientific << 12345.678 << ' ' << std::defaultfloat << 1e20 << ' ' << std::boolalpha << true << '\n';
  std::istringstream in("12 0x1f abc (1.5, -2) rest of line\nnext");
  int a, b; std::string word, line; Point p{};
  in >> a >> std::hex >> b >> word >> p; std::getline(in, line);
  std::cout << a << ' ' << b << ' ' << word << ' ' << p << line << '\n';
  in >> a; std::cout << in.fail() << in.eof() << '\n'; in.clear(); in >> word; std::cout << word << in.eof() << '\n';
  std::ifstream missing("/nowhere/at/all"); std::cout << missing.is_open() << '\n';
  missing.clear(); missing.exceptions(std::ios::failbit);
  try { missing.open("/nowhere"); } catch (const std::ios_base::failure& e) { std::cout << "failure\n"; }
  std::stringstream both; both << std::setw(4) << 1 << '\t' << nullptr; std::cout << both.str().size() << std::endl;
  std::cerr << "unseen\n"; std::clog << "unseen\n";
}
