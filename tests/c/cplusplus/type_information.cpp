// typeid: names, identity, order, polymorphic and other operands, null.
#include <cstdio>
#include <map>
#include <string>
#include <typeindex>
#include <typeinfo>
namespace { struct Local {}; }
struct Plain { int x; }; struct Poly { virtual ~Poly() {} }; struct Sub : Poly {};
template <class T, int N> struct Box {}; enum class Color : char { red };
int main() {
  Sub sub; Poly& poly = sub; Poly* none = nullptr; int array[3][4];
  for (const std::type_info* info : {&typeid(int), &typeid(const volatile long&), &typeid(Plain), &typeid(Local), &typeid(poly), &typeid(&poly),
       &typeid(Box<Plain, 3>), &typeid(Color), &typeid(array), &typeid(main), &typeid(std::string), &typeid(void (Plain::*)(int) const), &typeid(nullptr), &typeid([] {})})
    std::puts(info->name());
  std::printf("%d %d %d\n", typeid(poly) == typeid(Sub), typeid(poly) == typeid(Poly), typeid(sub).hash_code() == typeid(Sub).hash_code());
  std::map<std::type_index, int> counts; counts[typeid(int)]++; counts[typeid(poly)]++; counts[typeid(Sub)]++;
  std::printf("%zu %d\n", counts.size(), counts[typeid(Sub)]);
  try { std::puts(typeid(*none).name()); } catch (std::bad_typeid& e) { std::puts(e.what()); }
}
