// std::vector: growth, moves, and what remains when copying an element throws.
#include <cstdio>
#include <stdexcept>
#include <vector>
static int live, budget = -1;
struct Copy { int v; Copy(int n) : v(n) { live++; } Copy(const Copy& o) : v(o.v) { if (budget == 0) throw std::runtime_error("copy"); if (budget > 0) budget--; live++; } Copy& operator=(const Copy& o) = default; ~Copy() { live--; } };
struct Move { int v; static int moves; Move(int n) : v(n) {} Move(Move&& o) noexcept : v(o.v) { o.v = -1; moves++; } Move& operator=(Move&&) = default; };
int Move::moves;
int main() {
  { std::vector<Copy> list; for (int i = 0; i < 4; i++) list.push_back(i);
    for (int b = 0; b < 6; b++) { budget = b; try { list.push_back(99); } catch (std::exception& e) { std::printf("%s %zu %d\n", e.what(), list.size(), live); } budget = -1; }
    try { budget = 2; std::vector<Copy> other(list); } catch (std::exception&) { std::printf("live %d\n", live); }
    budget = -1; list.insert(list.begin() + 1, 3, Copy(7)); list.erase(list.begin()); for (auto& c : list) std::printf("%d ", c.v); std::puts(""); }
  std::printf("live %d\n", live);
  std::vector<Move> moves; for (int i = 0; i < 9; i++) moves.emplace_back(i); std::printf("%d %d\n", Move::moves, moves[8].v);
  std::vector<bool> bits(70); bits[69] = bits[3] = true; int n = 0; for (bool b : bits) n += b; std::printf("%d\n", n);
  try { std::vector<int> v; v.reserve(v.max_size() + 1); } catch (std::length_error& e) { std::puts(e.what()); }
  try { std::vector<int> v(3); v.at(3); } catch (std::out_of_range& e) { std::puts(e.what()); }
}
