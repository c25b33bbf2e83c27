// Virtual bases: one object, order of construction, pointers that are adjusted, covariant results.
#include <cstdio>
struct Log { const char* n; Log(const char* s) : n(s) { std::printf("+%s ", s); } ~Log() { std::printf("-%s ", n); } };
struct V { Log log; int v; V(int n) : log("V"), v(n) {} virtual int id() { return 1; } virtual V* clone() { return new V(*this); } virtual ~V() { std::printf("~V%d ", id()); } };
struct L : virtual V { Log log; L() : V(10), log("L") { std::printf("(%d) ", id()); } int id() override { return 2; } L* clone() override { return new L(*this); } };
struct R : virtual V { Log log; R() : V(20), log("R") {} int id() override { return 3; } };
struct M : L, R { Log log; M() : V(30), log("M") {} int id() override { return 4; } M* clone() override { return new M(*this); } };
struct Thrower : M { Log log; Thrower() : V(40), log("T") { throw 5; } };
int main() {
  { M m; std::puts(""); V* v = &m; L* l = &m; R* r = &m; std::printf("%d %d %d %d\n", v->v, l->v, r->id(), static_cast<V*>(l) == static_cast<V*>(r)); }
  std::puts(""); { V* c; { M m; c = static_cast<L*>(&m)->clone(); } std::printf("\n%d\n", c->id()); delete c; } std::puts("");
  try { Thrower t; } catch (int n) { std::printf("\ncaught %d\n", n); }
  int (V::*call)() = &V::id; R r; std::printf("%d\n", (r.*call)());
}
