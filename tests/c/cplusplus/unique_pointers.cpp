// unique_ptr: moves, arrays, own deleters, release on the way out of an exception.
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>
struct Thing { int id; explicit Thing(int n) : id(n) { std::printf("+%d ", n); } virtual ~Thing() { std::printf("-%d ", id); } };
struct Sub : Thing { using Thing::Thing; ~Sub() override { std::printf("sub "); } };
struct Closer { const char* how; void operator()(Thing* t) const { std::printf("%s ", how); delete t; } };
static std::unique_ptr<Thing> make(int n) { auto p = std::make_unique<Sub>(n); if (n == 3) throw std::runtime_error("three"); return p; }
int main() {
  std::vector<std::unique_ptr<Thing>> list;
  try { for (int i = 1; i < 5; i++) list.push_back(make(i)); } catch (std::exception& e) { std::printf("%s %zu\n", e.what(), list.size()); }
  std::unique_ptr<Thing, Closer> closed(new Thing(7), Closer{"close"}); auto other = std::move(closed); std::printf("%d\n", closed == nullptr);
  std::unique_ptr<int[]> numbers(new int[4]{1, 2, 3, 4}); std::printf("%d\n", numbers[3]);
  list.front().reset(); list.erase(list.begin()); Thing* raw = list.front().release(); list.clear(); std::printf("raw %d ", raw->id); delete raw; std::puts("");
  std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen("/dev/null", "r"), std::fclose); std::printf("%d\n", file != nullptr);
}
