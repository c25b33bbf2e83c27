// Templates: variadic ones, folds, recursion, specializations, static members, concepts.
#include <array>
#include <concepts>
#include <cstdio>
#include <tuple>
#include <type_traits>
#include <utility>
template <unsigned N> struct Fibonacci { static constexpr unsigned long value = Fibonacci<N - 1>::value + Fibonacci<N - 2>::value; };
template <> struct Fibonacci<0> { static constexpr unsigned long value = 0; }; template <> struct Fibonacci<1> { static constexpr unsigned long value = 1; };
template <class T> struct Counted { static int count; Counted() { count++; } ~Counted() { count--; } }; template <class T> int Counted<T>::count = 0;
struct X : Counted<X> {}; struct Y : Counted<Y> {};
template <class... T> static auto sum(T... values) { return (values + ... + 0); }
template <class F, class... T> static void each(F f, const T&... values) { (f(values), ...); }
template <class D> struct Shape { double area() const { return static_cast<const D*>(this)->size() * 2; } }; struct Square : Shape<Square> { double size() const { return 3; } };
template <class T> concept Number = std::integral<T> || std::floating_point<T>;
template <Number T> static const char* kind(T) { return std::integral<T> ? "integer" : "float"; } static const char* kind(const char*) { return "text"; }
template <class T, std::size_t... I> static long product(const T& t, std::index_sequence<I...>) { return (std::get<I>(t) * ... * 1L); }
inline int& shared() { static int value = 10; return value; }
template <class T> static void thrower(T t) { throw t; }
int main() {
  X x1, x2; Y y; std::printf("%lu %d %d\n", Fibonacci<50>::value, X::count, Y::count); std::printf("%d %g\n", sum(1, 2, 3), sum(1.5, 2));
  each([](auto v) { std::printf("%s ", kind(v)); }, 1, 2.5f, "t", 'c'); std::printf("%g %ld\n", Square().area(), product(std::make_tuple(2, 3L, 7), std::make_index_sequence<3>()));
  constexpr auto squares = [] { std::array<int, 5> a{}; for (int i = 0; i < 5; i++) a[i] = i * i; return a; }(); static_assert(squares[4] == 16); shared()++; std::printf("%d\n", shared());
  try { thrower<unsigned char>(200); } catch (int) { std::puts("int"); } catch (unsigned char c) { std::printf("byte %d\n", c); }
  try { thrower(std::pair(1, 'a')); } catch (std::pair<int, char>& p) { std::printf("pair %c\n", p.second); }
}
