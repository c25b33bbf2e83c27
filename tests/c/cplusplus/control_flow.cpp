// try blocks in loops, switches and nested handlers, left by break, continue, return and goto.
#include <cstdio>
struct Mark { char c; ~Mark() { std::putchar(c); } };
static int paths(int n) {
  Mark all{'.'};
  for (int i = 0;; i++) {
    Mark loop{'l'};
    try {
      Mark inside{'i'};
      switch ((n + i) % 6) { case 0: continue; case 1: throw i; case 2: if (i > 2) break; throw 'c'; case 3: if (i > 4) goto out; break; case 4: if (i > 6) return i; [[fallthrough]]; default: if (i % 2) throw 2.5; }
      std::putchar('s');
    } catch (int v) { Mark h{'h'}; if (v > 4) return -v; continue; }
    catch (char) { try { Mark j{'j'}; throw; } catch (char) { std::putchar('c'); if (i == 1) break; } }
    catch (...) { std::putchar('a'); }
    if (i > 12) break;
  }
  std::putchar('e'); return 100 + n;
out: std::putchar('o'); return 200 + n;
}
static int finally(int n) { int result = 0; struct Last { int& r; ~Last() { r += 1000; } }; { Last last{result}; try { if (n) throw n; result = 1; } catch (int v) { result = v * 2; } } return result; }
int main() { for (int n = 0; n < 6; n++) { int r = paths(n); std::printf(" %d\n", r); } std::printf("%d %d\n", finally(0), finally(7)); }
