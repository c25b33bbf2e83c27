// SPDX-License-Identifier: MPL-2.0
// The mathematical functions, rounding modes and exception flags.
#include <complex.h>
#include <fenv.h>
#include <math.h>
#include <stdio.h>

int main(void) {
  volatile double x = 0.5, zero = 0, large = 1e308, third = 3;
  for (int i = 0; i < 8; i++, x *= 1.75) {
    printf("%.17g %.17g %.17g %.17g\n", sin(x), cos(x), exp(x), log(x));
    printf("%.17g %.17g %.17g %.17g\n", sqrt(x), pow(x, 1.3), atan2(x, 2), tgamma(x));
    printf("%.9g %.9g %.9g\n", sinf(x), cbrtf(x), hypotf(x, 3));
    printf("%g %g %g %g %ld %ld\n", floor(x), ceil(x), round(x), trunc(x), lrint(x), lround(-x));
  }
  printf("%.17g %.17g\n", fma(1.1, 1.1, -1.21), fmod(10.5, 3.2));
  int exponent;
  printf("%g %d %g\n", frexp(100, &exponent), exponent, ldexp(0.75, 10));
  const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
  for (int i = 0; i < 4; i++) {
    fesetround(modes[i]);
    volatile double quotient = 1 / third, negative = -1 / third;
    volatile float narrow = (float)quotient;
    printf("%.20g %.20g %.12g %g %ld\n", quotient, negative, narrow, rint(2.5), lrint(-2.5));
  }
  fesetround(FE_TONEAREST);
  feclearexcept(FE_ALL_EXCEPT);
  volatile double result = 1 / zero;
  printf("divide %d\n", fetestexcept(FE_ALL_EXCEPT) == FE_DIVBYZERO);
  feclearexcept(FE_ALL_EXCEPT);
  result = large * 10;
  printf("overflow %d\n", fetestexcept(FE_ALL_EXCEPT) == (FE_OVERFLOW | FE_INEXACT));
  feclearexcept(FE_ALL_EXCEPT);
  result = zero / zero;
  printf("invalid %d %d\n", fetestexcept(FE_ALL_EXCEPT) == FE_INVALID, isnan(result) != 0);
  double complex z = cexp(I * 3.141592653589793);
  printf("%.3f %.3f\n", creal(z), fabs(cimag(z)));
  return 0;
}
