// Exceptions that are not classes: numbers, texts, pointers to members, arrays, enums, functions, large objects.
#include <cstdio>
#include <cstring>
struct S { int x; int f() { return x; } }; enum Small : unsigned char { a = 1, b = 200 }; enum class Scoped { c = -5 }; union U { long l; double d; }; struct Huge { long list[500]; };
static int plain(int n) { return n + 1; }
template <class F> static void run(F f) {
  try { f(); } catch (char c) { std::printf("char %c\n", c); } catch (unsigned long long n) { std::printf("%llu\n", n); } catch (long double d) { std::printf("%.3Lf\n", d); } catch (const char* s) { std::printf("text %s\n", s); }
  catch (int S::*m) { S s{4}; std::printf("member %d\n", s.*m); } catch (int (S::*m)()) { S s{5}; std::printf("method %d\n", (s.*m)()); } catch (int (*g)(int)) { std::printf("function %d\n", g(1)); } catch (Small e) { std::printf("small %d\n", e); } catch (Scoped e) { std::printf("scoped %d\n", int(e)); } catch (U u) { std::printf("union %ld\n", u.l); } catch (Huge& h) { std::printf("huge %ld\n", h.list[499]); } catch (bool t) { std::printf("bool %d\n", t); } catch (__int128 n) { std::printf("wide %ld\n", long(n >> 64)); } catch (const int* p) { std::printf("int* %d\n", *p); } catch (char16_t c) { std::printf("utf16 %d\n", c); } catch (...) { std::puts("other"); }
}
int main() {
  static int n = 6; run([] { throw 'x'; }); run([] { throw 18446744073709551615ull; }); run([] { throw 2.5L; }); run([] { throw "words"; }); run([] { char t[] = "array"; (void)t; static char kept[] = "kept"; throw kept; });
  run([] { throw &S::x; }); run([] { throw &S::f; }); run([] { throw plain; }); run([] { throw b; }); run([] { throw Scoped::c; }); run([] { U u; u.l = 77; throw u; }); run([] { Huge h; std::memset(&h, 0, sizeof h); h.list[499] = 499; throw h; });
  run([] { throw true; }); run([] { throw static_cast<__int128>(9) << 64; }); run([] { throw &n; }); run([] { throw u'z'; }); run([] { throw 1.5f; }); run([] { throw L'w'; });
}
