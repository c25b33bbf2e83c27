// <algorithm> and <numeric>, with iterators, ranges and comparisons that throw.
#include <algorithm>
#include <deque>
#include <iostream>
#include <iterator>
#include <list>
#include <numeric>
#include <queue>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>
template <class T> static void show(const T& list) { for (auto& x : list) std::cout << x << ' '; std::cout << '\n'; }
int main() {
  std::vector<int> v(12); std::iota(v.begin(), v.end(), 1); std::rotate(v.begin(), v.begin() + 4, v.end()); show(v);
  std::nth_element(v.begin(), v.begin() + 5, v.end()); std::cout << v[5] << ' ' << std::accumulate(v.begin(), v.end(), 0L) << ' ' << std::inner_product(v.begin(), v.end(), v.begin(), 0) << '\n';
  auto middle = std::stable_partition(v.begin(), v.end(), [](int x) { return x % 3 == 0; }); std::sort(v.begin(), middle); std::sort(middle, v.end(), std::greater<>()); show(v);
  std::list<std::string> words{"pear", "fig", "apple", "fig"}; words.sort(); words.unique(); show(words); std::deque<int> d; std::copy_if(v.begin(), v.end(), std::front_inserter(d), [](int x) { return x > 8; }); show(d);
  std::string p = "abc"; int n = 0; do n++; while (std::next_permutation(p.begin(), p.end())); std::cout << n << p << ' ' << std::gcd(84, 36) << std::lcm(4, 6) << std::clamp(9, 1, 5) << '\n';
  try { std::sort(v.begin(), v.end(), [](int a, int b) { if (a == 7) throw std::runtime_error("seven"); return a < b; }); } catch (std::exception& e) { std::sort(v.begin(), v.end()); std::cout << e.what() << std::binary_search(v.begin(), v.end(), 7) << '\n'; }
  for (int x : v | std::views::filter([](int x) { return x % 2; }) | std::views::transform([](int x) { return x * x; }) | std::views::take(3)) std::cout << x << ' ';
  std::priority_queue<int, std::vector<int>, std::greater<>> q; for (int x : {5, 1, 4}) q.push(x); std::cout << q.top() << std::ranges::max(v) << *std::ranges::find(v, 6) << '\n'; std::vector<int> u{1, 3, 5}, w{3, 4, 5}, both; std::ranges::set_intersection(u, w, std::back_inserter(both)); show(both);
}
