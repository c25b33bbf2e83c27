// The order in which statics are made and destroyed, and those whose constructor throws at first.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
struct S { const char* n; explicit S(const char* s) : n(s) { std::printf("+%s\n", s); } ~S() { std::printf("-%s\n", n); } };
__attribute__((init_priority(300))) S third("third"); __attribute__((init_priority(200))) S second("second");
S fifth("fifth"), sixth("sixth"); inline S shared("inline");
__attribute__((constructor(150))) static void early() { std::puts("constructor"); } __attribute__((destructor(150))) static void late() { std::puts("destructor"); }
static int attempts; static int must() { if (++attempts < 3) throw std::runtime_error("not yet"); return attempts; }
static S& lazy() { static int ready = must(); static S s("lazy"); std::printf("ready %d\n", ready); return s; }
template <class T> struct Holder { static S member; }; template <class T> S Holder<T>::member("template");
static int uses = sizeof(Holder<int>::member.n);
int main() {
  std::atexit([] { std::puts("atexit 1"); });
  for (int i = 0; i < 4; i++) try { lazy(); } catch (std::exception& e) { std::puts(e.what()); }
  std::atexit([] { std::puts("atexit 2"); }); (void)Holder<int>::member.n; std::printf("main %d\n", uses); std::exit(4);
}
