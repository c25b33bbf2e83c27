// Values that the compiler keeps in saved registers, integers and floats, survive an exception.
#include <cstdio>
__attribute__((noinline)) static long clobber(long n) { long a = n * 3, b = a ^ 5, c = b + 7, d = c * a, e = d - b; double x = a * .5, y = b * .25, z = x / (y + 1); for (int i = 0; i < 3; i++) { a += e; b ^= d; c -= a; x += z; y *= x; } if (n % 3 == 1) throw long(a + b + c + d + e + long(x + y)); return a + b + c + d + e + long(x + y + z); }
__attribute__((noinline)) static double work(long s1, long s2, long s3, long s4, long s5, double f1, double f2, double f3) {
  long caught = 0; for (long i = 0; i < 6; i++) { try { s1 += clobber(s2 + i) & 15; } catch (long v) { caught += v & 7; } s2 ^= s3 + i; s3 += s4; s4 -= s5; f1 = f1 * f2 + f3; f3 += f1 / 8; s5 += caught; }
  std::printf("%ld %ld %ld %ld %ld %ld\n", s1, s2, s3, s4, s5, caught); return f1 + f2 + f3;
}
__attribute__((noinline)) static float mixed(int depth, float f) { float kept = f * 2; int own = depth * 7; try { if (depth == 0) throw 1.5f; kept += mixed(depth - 1, f + 1); } catch (float g) { kept += g * own; if (depth % 2) throw kept; } return kept + own; }
int main() { std::printf("%.6f\n", work(1, 2, 3, 4, 5, 1.25, .5, .75)); for (int i = 0; i < 5; i++) try { std::printf("%g\n", mixed(i, i * .5f)); } catch (float f) { std::printf("threw %g\n", f); } }
