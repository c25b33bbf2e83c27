// thread_local variables with constructors and destructors.
#include <cstdio>
#include <stdexcept>
#include <string>
struct Loud { std::string name; explicit Loud(const char* n) : name(n) { std::printf("+%s\n", n); } ~Loud() { std::printf("-%s\n", name.c_str()); } };
thread_local Loud first("first"), unused("unused");
thread_local int plain = 42, zero; thread_local const char* text = "text";
static thread_local double table[4] = {1, 2, 3};
static Loud normal("static");
static Loud& local(int n) { thread_local Loud inner("inner"); thread_local int calls = n; calls++; std::printf("calls %d\n", calls); return inner; }
static int failing() { static int tries; thread_local int value = ++tries < 3 ? throw std::runtime_error("try") : tries; return value; }
int main() {
  std::puts("main"); local(5); local(9); std::printf("%s %d %d %s\n", first.name.c_str(), plain, ++zero, text);
  for (int i = 0; i < 4; i++) try { std::printf("value %d\n", failing()); } catch (std::exception& e) { std::puts(e.what()); }
  table[3] = table[0] + table[2]; std::printf("%g\n", table[3]);
  return 3;
}
