// Ordered and unordered maps and sets, own hashes and comparisons, comparisons that throw.
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>
struct Key { int a; std::string b; bool operator==(const Key&) const = default; };
struct Hash { std::size_t operator()(const Key& k) const { return k.a * 31u + k.b.size(); } };
struct Picky { bool operator()(int a, int b) const { if (a == 13 || b == 13) throw std::domain_error("thirteen"); return a > b; } };
int main() {
  std::map<std::string, int> words; for (auto w : {"the", "cat", "the", "dog", "the"}) words[w]++;
  for (auto& [word, count] : words) std::cout << word << count << ' ';
  std::cout << words.lower_bound("d")->first << words.contains("cow") << '\n';
  std::unordered_map<Key, int, Hash> table; for (int i = 0; i < 100; i++) table[{i % 10, std::string(i % 3, 'k')}] += i;
  int sum = 0; for (auto& entry : table) sum += entry.second; std::cout << table.size() << ' ' << sum << '\n';
  std::set<int, Picky> numbers; for (int n : {5, 9, 13, 1, 7}) try { numbers.insert(n); } catch (std::exception& e) { std::cout << e.what() << ' '; }
  for (int n : numbers) std::cout << n << ' '; std::cout << '\n';
  std::multimap<int, char> many{{1, 'a'}, {2, 'b'}, {1, 'c'}}; auto [from, to] = many.equal_range(1); for (; from != to; ++from) std::cout << from->second; std::cout << many.count(2) << '\n';
  try { words.at("bird"); } catch (std::out_of_range& e) { std::cout << e.what() << '\n'; }
  std::unordered_set<std::string> set{"x", "y", "x"}; auto node = words.extract("cat"); node.key() = "kitten"; words.insert(std::move(node)); std::cout << set.size() << words.count("kitten") << '\n';
}
