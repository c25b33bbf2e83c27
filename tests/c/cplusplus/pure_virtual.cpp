// A call of a pure virtual function while the object is being built ends the program.
#include <cstdio>
struct Base { Base() { indirect(); } virtual ~Base() {} void indirect() { std::puts("calling"); std::fflush(stdout); value(); } virtual int value() = 0; };
struct Derived : Base { int value() override { return 3; } };
int main() { Derived d; return d.value(); }
