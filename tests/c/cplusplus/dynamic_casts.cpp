// dynamic_cast: down, across, through virtual bases, to void*, and with references.
#include <cstdio>
#include <typeinfo>
struct Top { virtual ~Top() {} long t = 1; };
struct Left : virtual Top { long l = 2; };
struct Right : virtual Top { long r = 3; };
struct Other { virtual void f() {} long o = 4; };
struct Bottom : Left, Right, Other { long b = 5; };
struct Lone : Other {};
struct Twice1 : Other {}; struct Twice2 : Other {};
struct Twice : Twice1, Twice2 {};
template <class To, class From> static void cast(const char* name, From* from) { To* to = dynamic_cast<To*>(from); std::printf("%s %s\n", name, to ? "yes" : "no"); }
int main() {
  Bottom bottom; Left left; Lone lone; Twice twice; Top* top = &bottom; Other* other = &bottom;
  cast<Bottom>("down", top); cast<Left>("left", top); cast<Right>("across", static_cast<Left*>(&bottom));
  cast<Other>("side", top); cast<Top>("up", &bottom); cast<Right>("no right", static_cast<Top*>(&left));
  cast<Bottom>("other", other); cast<Lone>("lone", static_cast<Other*>(&lone)); cast<Bottom>("lone bottom", static_cast<Other*>(&lone));
  cast<Twice>("twice", static_cast<Other*>(static_cast<Twice1*>(&twice)));
  cast<Twice2>("twice across", static_cast<Other*>(static_cast<Twice1*>(&twice)));
  std::printf("%d\n", dynamic_cast<void*>(other) == &bottom);
  std::printf("%ld %ld\n", dynamic_cast<Bottom&>(*top).b, dynamic_cast<Right&>(*other).r);
  try { (void)dynamic_cast<Bottom&>(static_cast<Top&>(left)); } catch (std::bad_cast& e) { std::puts(e.what()); }
}
