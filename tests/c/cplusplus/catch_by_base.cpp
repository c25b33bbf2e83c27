// Which handler takes an exception: bases, ambiguous and private ones, pointers, references, order.
#include <cstdio>
struct A { virtual ~A() {} int a = 1; };
struct B : A { int b = 2; };
struct C : A { int c = 3; };
struct D : B, C { int d = 4; };          // two As: ambiguous
struct E : virtual A { int e = 5; };
struct F : virtual A { int f = 6; };
struct G : E, F { int g = 7; };          // one A
class H : A {};                          // private
template <class T> static void by(const char* name, const T& value) {
  std::printf("%s: ", name);
  try { throw value; }
  catch (G&) { std::puts("G"); }
  catch (const F& f) { std::printf("F %d\n", f.f); }
  catch (C c) { std::printf("C %d\n", c.c); }
  catch (A& a) { std::printf("A %d\n", a.a); }
  catch (...) { std::puts("any"); }
}
static const char* kind(void (*thrower)()) {
  try { thrower(); } catch (A* a) { return a ? "A*" : "null A*"; }
  catch (const void* p) { return p ? "void*" : "null"; }
  catch (int) { return "int"; }
  return "none";
}
int main() {
  by("A", A()); by("B", B()); by("C", C()); by("D", D()); by("E", E()); by("F", F()); by("G", G());
  by("H", H()); by("int", 3);
  try { throw D(); } catch (A&) { std::puts("A of D"); } catch (B& b) { std::printf("B of D %d\n", b.b); }
  static G g; static int i; static H h;
  std::puts(kind([] { throw &g; })); std::puts(kind([] { throw static_cast<const int*>(&i); }));
  std::puts(kind([] { throw nullptr; })); std::puts(kind([] { throw &h; }));
  std::puts(kind([] { throw 1; })); std::puts(kind([] {}));
}
