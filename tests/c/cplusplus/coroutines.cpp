// Coroutines: a generator, exceptions that leave one, destruction halfway.
#include <coroutine>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>
struct Note { const char* n; ~Note() { std::printf("-%s ", n); } };
struct Generator {
  struct promise_type { long value = 0; std::exception_ptr error; Generator get_return_object() { return Generator{std::coroutine_handle<promise_type>::from_promise(*this)}; } std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } std::suspend_always yield_value(long v) { value = v; return {}; } void return_void() {} void unhandled_exception() { error = std::current_exception(); } };
  std::coroutine_handle<promise_type> handle; explicit Generator(std::coroutine_handle<promise_type> h) : handle(h) {} Generator(Generator&& o) noexcept : handle(std::exchange(o.handle, nullptr)) {} ~Generator() { if (handle) handle.destroy(); }
  bool next() { handle.resume(); if (handle.promise().error) std::rethrow_exception(handle.promise().error); return !handle.done(); } long value() const { return handle.promise().value; }
};
static Generator fibonacci() { Note n{"fibonacci"}; for (long a = 0, b = 1;; b += std::exchange(a, b)) { if (a > 1000) throw std::overflow_error("enough"); co_yield a; } }
static Generator count(int n) { Note end{"count"}; for (int i = 0; i < n; i++) { Note each{"turn"}; co_yield i; } }
int main() {
  { auto f = fibonacci(); try { while (f.next()) std::printf("%ld ", f.value()); } catch (std::exception& e) { std::printf("%s\n", e.what()); } }
  { auto c = count(2); while (c.next()) std::printf("%ld ", c.value()); std::puts("done"); } { auto c = count(5); c.next(); c.next(); std::printf("halfway "); } std::puts("");
}
