// <random>: engines have the same numbers everywhere, and libstdc++'s distributions with it.
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>
int main() {
  std::mt19937 a; std::mt19937_64 b(42); std::minstd_rand c; std::ranlux24 d; std::knuth_b e; a.discard(9999);
  std::printf("%lu %lu %lu %lu %lu\n", (unsigned long)a(), (unsigned long)b(), (unsigned long)c(), (unsigned long)d(), (unsigned long)e());
  std::uniform_int_distribution<int> dice(1, 6); int counts[7] = {}; for (int i = 0; i < 600; i++) counts[dice(a)]++; for (int i = 1; i < 7; i++) std::printf("%d ", counts[i]); std::puts("");
  std::normal_distribution<double> normal(10, 2); double sum = 0, squares = 0; for (int i = 0; i < 500; i++) { double x = normal(b); sum += x; squares += x * x; } std::printf("%.6f %.6f\n", sum / 500, std::sqrt(squares / 500 - sum * sum / 250000));
  std::discrete_distribution<int> odd{1, 0, 3}; std::poisson_distribution<int> poisson(4.5); std::bernoulli_distribution coin(0.25); int n[3] = {}; for (int i = 0; i < 400; i++) n[odd(b)]++; std::printf("%d %d %d %d %d\n", n[0], n[1], n[2], poisson(b), coin(b));
  std::seed_seq seed{1, 2, 3}; std::vector<unsigned> v(4); seed.generate(v.begin(), v.end()); for (unsigned x : v) std::printf("%x ", x); std::puts("");
}
