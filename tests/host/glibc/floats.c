// SPDX-License-Identifier: MPL-2.0
// printf and scanf with floating point, strtod, and the limits of the formats.
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  const double values[] = {0, -0.0, 1, -1.5, 3.141592653589793, 1e-10, 1e100, 123456789.125, DBL_MAX,
                           DBL_MIN, DBL_TRUE_MIN, INFINITY, -INFINITY, NAN, 0.1, 2.5, 1.0 / 3};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    printf("%f %e %g %a %.17g %10.3f|%-12.2e|%+g\n", values[i], values[i], values[i], values[i],
           values[i], values[i], values[i], values[i]);
  }
  printf("%.30Lf %Lg\n", 1.0L / 3, (long double)LDBL_MAX);
  printf("%d%% %5d|%-5d|%05d %x %#o %lld %zu %c %s %p\n", 100, 42, 42, 42, 255, 8, -1LL, sizeof(long),
         'x', "text", (void *)0x1234);
  const char *texts[] = {"1e308", "1e309", "-4.9e-324", "0x1.8p3", "inf", "nan", "12abc", "  7.25 "};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char *end;
    double value = strtod(texts[i], &end);
    printf("%s: %g, rest \"%s\"\n", texts[i], value, end);
  }
  float f;
  double d;
  int n;
  printf("%d\n", sscanf("1.5 2.25e3 17", "%f %lf %d", &f, &d, &n));
  printf("%f %f %d\n", f, d, n);
  char buffer[64];
  for (int i = 0; i < 300; i++) {
    double x = (i * 7919 % 1000) / 8.0 * pow(10, i % 40 - 20);
    snprintf(buffer, sizeof buffer, "%.17g", x);
    if (strtod(buffer, NULL) != x) printf("%s does not come back\n", buffer);
  }
  return 0;
}
