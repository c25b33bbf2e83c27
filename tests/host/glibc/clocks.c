// SPDX-License-Identifier: MPL-2.0
// Time: clocks, sleeps, and conversions between seconds and dates.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(void) {
  double start = now(CLOCK_MONOTONIC), real = now(CLOCK_REALTIME);
  usleep(20000);
  struct timespec rest = {0, 10000000};
  nanosleep(&rest, NULL);
  double slept = now(CLOCK_MONOTONIC) - start;
  printf("slept %d\n", slept >= 0.03 && slept < 5);
  printf("real time went on %d\n", now(CLOCK_REALTIME) - real >= 0.03);
  printf("after 2025 %d\n", time(NULL) >= 1735689600);
  clock_t used = clock();
  volatile unsigned long sum = 0;
  for (int i = 0; i < 3000000; i++) sum += i;
  printf("used time %d\n", clock() > used);
  struct timeval day;
  printf("gettimeofday %d %d\n", gettimeofday(&day, NULL), day.tv_sec >= 1735689600);
  struct rusage usage;
  printf("getrusage %d %d\n", getrusage(RUSAGE_SELF, &usage), usage.ru_maxrss > 0);
  struct timespec resolution;
  printf("getres %d %ld\n", clock_getres(CLOCK_MONOTONIC, &resolution), resolution.tv_nsec);
  const time_t moments[] = {0, 86399, 951782400, 1735689600, 4102444799, -1};
  for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
    char text[80];
    struct tm *date = gmtime(&moments[i]);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %j %U", date);
    printf("%ld: %s, back %ld\n", (long)moments[i], text, (long)mktime(date));
  }
  struct tm date = {.tm_year = 125, .tm_mon = 13, .tm_mday = 35, .tm_hour = -3};
  time_t moment = mktime(&date);
  printf("%ld %s", (long)moment, asctime(&date));
  return 0;
}
