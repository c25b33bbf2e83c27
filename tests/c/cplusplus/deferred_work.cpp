// Locks, once, atomics and futures, in one thread.
#include <atomic>
#include <cstdio>
#include <future>
#include <mutex>
#include <stdexcept>
static std::once_flag flag; static int tries; static std::mutex lock; static std::recursive_mutex deep;
static void once() { std::call_once(flag, [] { if (++tries < 3) throw tries; std::puts("once"); }); }
static int depth(int n) { std::lock_guard hold(deep); return n == 0 ? 0 : 1 + depth(n - 1); }
int main() {
  for (int i = 0; i < 5; i++) try { once(); } catch (int n) { std::printf("try %d\n", n); }
  try { std::unique_lock hold(lock); throw std::runtime_error("locked"); } catch (std::exception& e) { std::printf("%s %d\n", e.what(), lock.try_lock()); lock.unlock(); }
  std::atomic<long> a{5}; a += 3; long old = 8; std::printf("%ld %d %ld\n", a.exchange(8), a.compare_exchange_strong(old, 9), a.load()); std::atomic<double> d{1.5}; d.store(d + 1); std::printf("%g %d\n", d.load(), a.is_lock_free());
  auto later = std::async(std::launch::deferred, [](int x) { return x * 2; }, 21); auto fails = std::async(std::launch::deferred, []() -> int { throw std::logic_error("deferred"); });
  std::printf("%d\n", later.get()); try { fails.get(); } catch (std::exception& e) { std::puts(e.what()); } std::promise<int> p; auto f = p.get_future(); p.set_exception(std::make_exception_ptr(3)); try { f.get(); } catch (int n) { std::printf("%d\n", n); }
  try { std::promise<int> q; auto broken = q.get_future(); { auto gone = std::move(q); } broken.get(); } catch (std::future_error& e) { std::printf("%d\n", e.code() == std::future_errc::broken_promise); } std::printf("%d\n", depth(20));
  std::unique_lock<std::mutex> none; try { none.lock(); } catch (std::system_error& e) { std::printf("%d\n", e.code().value()); }
}
