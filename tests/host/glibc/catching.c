// SPDX-License-Identifier: MPL-2.0
// Signals with the C library: faults that a program recovers from, also on an alternate stack; raise, masks,
// alarms and sigwait.
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile sig_atomic_t count;

static void recover(int signal, siginfo_t *info, void *context) {
  printf("%s at %p, code %d\n", strsignal(signal), info->si_addr, info->si_code);
  siglongjmp(back, signal);
}

// The end of the stack differs between systems.
static void overflowed(int signal, siginfo_t *info, void *context) {
  char here;
  stack_t stack;
  sigaltstack(NULL, &stack);
  printf("overflow, on its own stack %d\n", &here >= (char *)stack.ss_sp && &here < (char *)stack.ss_sp + stack.ss_size);
  siglongjmp(back, signal);
}

static void skip(int signal, siginfo_t *info, void *context) {
  ucontext_t *at = context;
  at->uc_mcontext.__gregs[REG_PC] += 4;
  at->uc_mcontext.__gregs[REG_A0] = 99;
}

static void add(int signal) { count += signal; }

static void on(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
  sigaction(signal, &action, NULL);
}

static int deep(int n) {
  volatile char frame[4096];
  memset((char *)frame, n, sizeof frame);
  return deep(n + 1) + frame[n & 4095];
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  on(SIGSEGV, recover, 0);
  if (sigsetjmp(back, 1) == 0) *(volatile int *)16 = 1;
  if (sigsetjmp(back, 1) == 0) printf("%d\n", *(volatile int *)24);
  stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&stack, NULL);
  on(SIGSEGV, skip, 0);
  register long a0 asm("a0") = 1;
  asm volatile("ld zero, 8(zero)" : "+r"(a0)::"memory");
  printf("a0 %ld\n", a0);
  signal(SIGUSR1, add);
  raise(SIGUSR1);
  kill(getpid(), SIGUSR1);
  printf("count %d\n", (int)count);
  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, &old);
  raise(SIGUSR1);
  sigpending(&old);
  printf("blocked %d, pending %d\n", (int)count, sigismember(&old, SIGUSR1));
  int taken = 0;
  printf("sigwait %d %d\n", sigwait(&set, &taken), taken);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  printf("count %d\n", (int)count);
  signal(SIGALRM, add);
  struct itimerval timer = {.it_value = {0, 20000}};
  setitimer(ITIMER_REAL, &timer, NULL);
  printf("pause %d, %s\n", pause(), strerror(errno));
  printf("count %d\n", (int)count);
  alarm(1);
  printf("sleep %u\n", sleep(10) > 5);
  printf("count %d\n", (int)count);
  on(SIGSEGV, overflowed, SA_ONSTACK);
  if (sigsetjmp(back, 1) == 0) printf("%d\n", deep(0));
  signal(SIGUSR2, SIG_IGN);
  printf("ignored %d\n", raise(SIGUSR2));
  signal(SIGTERM, SIG_DFL);
  raise(SIGTERM);
  return 0;
}
