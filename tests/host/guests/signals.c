// SPDX-License-Identifier: MPL-2.0
// Signals: handlers and their arguments, masks, nesting, the alternate stack, timers, and the ends of programs
// without handlers.

#include "guest.h"

enum { SIGILL = 4, SIGTRAP = 5, SIGABRT = 6, SIGKILL = 9, SIGUSR1 = 10, SIGSEGV = 11, SIGUSR2 = 12, SIGALRM = 14,
  SIGCHLD = 17, SIGCONT = 18, SIGRT = 40 };
enum { SA_SIGINFO = 4, SA_ONSTACK = 0x08000000, SA_RESTART = 0x10000000, SA_NODEFER = 0x40000000 };
#define SA_RESETHAND 0x80000000L
enum { BLOCK, UNBLOCK, SETMASK };
#define BIT(signal) (1L << ((signal) - 1))

typedef struct {
  int number, error, code, pad;
  union {
    void *address;
    struct { int process, user; word value; };
  };
  char rest[96];
} info;

typedef struct {
  uword flags, link;
  struct { uword start; int flags; uword size; } stack;
  uword mask;
  char reserved[128];  // with padding that aligns the rest to 16
  uword pc, x[31], f[32];
  unsigned fcsr;
} __attribute__((aligned(16))) context;

typedef void (*handler)(int, info *, context *);

static word handle(int signal, handler function, uword flags, uword mask) {
  // QEMU 7.2 reads the mask one word further on, where other architectures have it.
  uword action[4] = { (uword)function, flags | SA_SIGINFO, mask, mask };
  return SYS(134, signal, action, 0, 8);
}

static uword change_mask(int how, uword set) {
  uword old = 0;
  SYS(135, how, &set, &old, 8);
  return old;
}

static uword blocked(void) {
  uword old = 0;
  SYS(135, BLOCK, 0, &old, 8);
  return old;
}

static uword pending(void) {
  uword set = 0;
  SYS(136, &set, 8);
  return set;
}

static word raise(int signal) {
  return SYS(131, SYS(172), SYS(178), signal);
}

static word send(int signal) {
  return SYS(129, SYS(172), signal);
}

#define SP ({ uword sp; asm volatile("mv %0, sp" : "=r"(sp)); sp; })

// Faults.

static volatile int count;
static const word constant = 5;

static void show_fault(int signal, info *about, context *at) {
  show("signal", signal);
  show("si_signo", about->number);
  show("si_errno", about->error);
  show("si_code", about->code);
  if ((uword)about->address == at->pc) show_text("si_addr", "is pc");
  else if (about->address == &constant) show_text("si_addr", "is the constant");
  else show_hex("si_addr", (word)about->address);
}

static void skip(int signal, info *about, context *at) {
  show_fault(signal, about, at);
  at->pc += 4;
  at->x[14] = 77;  // a5 is x15
}

static void faults(int argc, char **argv) {
  register word a5 asm("a5");
  handle(SIGSEGV, skip, 0, 0);
  handle(SIGILL, skip, 0, 0);
  handle(SIGTRAP, skip, 0, 0);
  word where = 0x1234568;
  asm volatile("ld %0, 0(%1)" : "=r"(a5) : "r"(where) : "memory");
  show("a5", a5);
  asm volatile("sd zero, 8(zero)" ::: "memory");
  asm volatile("sd zero, 0(%0)" :: "r"(&constant) : "memory");
  asm volatile(".word 0xffffffff");
  asm volatile("ebreak");
  asm volatile("ld %0, 0(%1)" : "=r"(a5) : "r"(1L << 62) : "memory");
  show("constant", constant);
}

static void *back;

static void go_back(int signal, info *about, context *at) {
  show("si_code", about->code);
  show_hex("si_addr", (word)about->address);
  show_hex("pc", at->pc);
  at->pc = at->x[0];
}

static void jumps(int argc, char **argv) {
  handle(SIGSEGV, go_back, 0, 0);
  asm volatile("jalr ra, 0(%0)" :: "r"(0L) : "ra", "memory");
  asm volatile("jalr ra, 0(%0)" :: "r"(0x1234560L) : "ra", "memory");
  show_text("came", "back");
}

static void frame(int signal, info *about, context *at) {
  show("siginfo to ucontext", (char *)at - (char *)about);
  show("frame below sp", at->x[1] - (uword)about <= 1088 + 16);
  show("aligned", ((uword)about & 15) == 0);
  show("uc_flags", at->flags);
  show("uc_link", at->link);
  show_hex("uc_stack.ss_sp", at->stack.start);
  show("uc_stack.ss_flags", at->stack.flags);
  show("uc_stack.ss_size", at->stack.size);
  show_hex("uc_sigmask", at->mask);
  show_hex("blocked", blocked());
  show("fcsr", at->fcsr);
  at->mask = BIT(SIGUSR2) | BIT(SIGKILL);
}

static void frames(int argc, char **argv) {
  change_mask(SETMASK, BIT(SIGALRM));
  handle(SIGUSR1, frame, 0, BIT(SIGUSR2) | BIT(SIGKILL));
  raise(SIGUSR1);
  show_hex("blocked", blocked());
}

// Registers: all keep their values, whatever the handler does with them.

static uword before[64];

asm("trash_all: ld t0, 304(sp)\n addi t0, t0, 4\n sd t0, 304(sp)\n mv t0, ra\n"
  ".irp r, x1,x3,x4,x6,x7,x8,x9,x10,x11,x12,x13,x14,x15,x16,x17,x18,x19,x20,x21,x22,x23,x24,x25,x26,x27,x28,x29,x30,x31\n"
  "li \\r, -1\n .endr\n jr t0\n");
extern void trash_all(int, info *, context *);

static void registers(int argc, char **argv) {
  for (int i = 0; i < 32; i++) before[i] = 0x0101010101010101 * i + i;
  handle(SIGTRAP, trash_all, 0, 0);
  asm volatile(
    "addi sp, sp, -256\n"
    ".irp n, 3,4,8,9,18,19,20,21,22,23,24,25,26,27\n sd x\\n, 8*\\n(sp)\n .endr\n"
    "mv t6, %0\n"
    ".irp n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30\n ld x\\n, 8*\\n(t6)\n .endr\n"
    "ebreak\n"
    "addi t6, t6, 256\n"
    ".irp n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30\n sd x\\n, 8*\\n(t6)\n .endr\n"
    ".irp n, 3,4,8,9,18,19,20,21,22,23,24,25,26,27\n ld x\\n, 8*\\n(sp)\n .endr\n"
    "addi sp, sp, 256\n"
    :: "r"(before) : "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "memory");
  int wrong = 0;
  for (int i = 1; i < 31; i++) if (i != 2 && before[i] != before[i + 32]) wrong++;
  show("wrong", wrong);
}

// Senders, masks and nesting.

static void tell(int signal, info *about, context *at) {
  count++;
  show("begin", signal);
  show("si_code", about->code);
  show("from us", about->process == SYS(172));
  if (signal == SIGUSR1 && count < 3) {
    raise(SIGUSR1);
    show_hex("pending", pending());
    raise(SIGUSR2);
  }
  show("end", signal);
}

static void nesting(int argc, char **argv) {
  handle(SIGUSR1, tell, 0, 0);
  handle(SIGUSR2, tell, 0, 0);
  send(SIGUSR1);
  show("count", count);
}

static void deep(int signal, info *about, context *at) {
  int n = ++count;
  show("in", n);
  if (n < 4) raise(signal);
  show("out", n);
}

static void nodefer(int argc, char **argv) {
  handle(SIGUSR1, deep, SA_NODEFER, 0);
  raise(SIGUSR1);
}

static void resethand(int argc, char **argv) {
  uword old[4];
  handle(SIGUSR1, deep, SA_RESETHAND | SA_NODEFER, 0);
  SYS(134, SIGUSR1, 0, old, 8);
  show_hex("flags", old[1]);
  count = 8;
  raise(SIGUSR1);
  SYS(134, SIGUSR1, 0, old, 8);
  show("handler", old[0]);
  raise(SIGUSR1);
}

static void order_of(int signal, info *about, context *at) {
  show("signal", signal);
}

static void masks(int argc, char **argv) {
  handle(SIGUSR1, order_of, 0, -1);
  handle(SIGUSR2, order_of, 0, -1);
  handle(SIGRT, order_of, 0, -1);
  change_mask(BLOCK, -1);
  show_hex("blocked", blocked());
  send(SIGUSR2), send(SIGUSR2), send(SIGUSR1), send(SIGCHLD);
  show_hex("pending", pending());
  show_text("unblock", "10");
  change_mask(UNBLOCK, BIT(SIGUSR1));
  show_hex("pending", pending());
  show_text("unblock", "all");
  change_mask(SETMASK, 0);
  show_hex("pending", pending());
}

static void ignore(int argc, char **argv) {
  handle(SIGUSR1, (handler)1, 0, 0);
  show("raise", raise(SIGUSR1));
  change_mask(BLOCK, BIT(SIGUSR1) | BIT(SIGUSR2) | BIT(SIGCHLD));
  raise(SIGUSR1), raise(SIGUSR2), raise(SIGCHLD);
  show_hex("pending", pending());
  handle(SIGUSR2, (handler)1, 0, 0);
  show_hex("pending", pending());
  change_mask(SETMASK, 0);
  show_hex("pending", pending());
}

// Values sent with a signal.

static void with_value(int signal, info *about, context *at) {
  show("signal", signal);
  show("si_code", about->code);
  show("value", about->value);
}

static word queue(int signal, int code, word value) {
  info about = { .number = 99, .code = code };
  about.process = SYS(172);
  about.value = value;
  return SYS(138, SYS(172), signal, &about);
}

static void queues(int argc, char **argv) {
  handle(SIGRT, with_value, 0, 0);
  change_mask(BLOCK, BIT(SIGRT));
  show("queue", queue(SIGRT, -1, 11));
  show("queue", queue(SIGRT, -1, 22));
  show("queue", queue(SIGRT, -1, 33));
  change_mask(SETMASK, 0);
  show("bad signal", queue(65, -1, 0));
  show("bad address", SYS(138, SYS(172), SIGRT, 8));
}

static void waits(int argc, char **argv) {
  info about;
  word none[2] = { 0, 0 }, some[2] = { 0, 1000000 }, bad[2] = { 0, -1 };
  uword set = BIT(SIGRT) | BIT(SIGUSR1) | BIT(SIGKILL);
  change_mask(BLOCK, set);
  show("none", SYS(137, &set, &about, none, 8));
  show("some", SYS(137, &set, &about, some, 8));
  show("bad", SYS(137, &set, &about, bad, 8));
  show("size", SYS(137, &set, &about, none, 16));
  show("address", SYS(137, 8, &about, none, 8));
  queue(SIGRT, -1, 5);
  raise(SIGUSR1);
  show("first", SYS(137, &set, &about, 0, 8));
  show("si_code", about.code);
  show("second", SYS(137, &set, &about, some, 8));
  show("si_code", about.code);
  show("value", about.value);
  show("third", SYS(137, &set, 0, none, 8));
}

static void suspends(int argc, char **argv) {
  uword set = 0, usr2 = BIT(SIGUSR2);
  handle(SIGUSR1, order_of, 0, 0);
  handle(SIGUSR2, order_of, 0, 0);
  change_mask(BLOCK, BIT(SIGUSR1) | BIT(SIGUSR2));
  raise(SIGUSR1), raise(SIGUSR2);
  show("suspend", SYS(133, &usr2, 8));
  show_hex("pending", pending());
  show_hex("blocked", blocked());
  show("suspend", SYS(133, &set, 8));
  show_hex("pending", pending());
  show("size", SYS(133, &set, 4));
  show("address", SYS(133, 8, 8));
}

// The alternate stack.

static char stack[16384] __attribute__((aligned(16)));
typedef struct { void *start; int flags; uword size; } alternate;

static int on_stack(void) {
  return SP >= (uword)stack && SP < (uword)stack + sizeof stack;
}

static void on_alternate(int signal, info *about, context *at) {
  alternate old, other = { stack, 0, 4096 };
  show("on it", on_stack());
  show("get", SYS(132, 0, &old));
  show("flags", old.flags);
  show("is it", old.start == stack && old.size == sizeof stack);
  show("set", SYS(132, &other, 0));
  show("uc_stack", (char *)at->stack.start == stack && at->stack.flags == 0);
  if (count++ == 0) raise(SIGUSR2);
}

static void altstack(int argc, char **argv) {
  alternate old, mine = { stack, 0, sizeof stack }, small = { stack, 0, 2047 }, odd = { stack, 3, 8192 };
  alternate off = { 0, 2, 0 };
  show("get", SYS(132, 0, &old));
  show("flags", old.flags);
  show("small", SYS(132, &small, 0));
  show("odd", SYS(132, &odd, 0));
  show("bad", SYS(132, 8, 0));
  show("set", SYS(132, &mine, &old));
  show("flags", old.flags);
  show("get", SYS(132, 0, &old));
  show("flags", old.flags);
  handle(SIGUSR1, on_alternate, SA_ONSTACK, 0);
  handle(SIGUSR2, on_alternate, SA_ONSTACK, 0);
  raise(SIGUSR1);
  handle(SIGUSR1, order_of, 0, 0);
  raise(SIGUSR1);
  show("off", SYS(132, &off, &old));
  show("flags", old.flags);
  show("get", SYS(132, 0, &old));
  show("flags", old.flags);
}

static uword saved_sp;

static void escape(int signal, info *about, context *at) {
  show("on it", on_stack());
  show("si_code", about->code);
  // Leaves the handler like siglongjmp, without rt_sigreturn.
  change_mask(SETMASK, 0);
  asm volatile("mv sp, %0\n j recovered" :: "r"(saved_sp));
}

__attribute__((noinline)) static word sink(char *p, word n) {
  char buffer[1024];
  memset(buffer, n, sizeof buffer);
  return sink(buffer, n + 1) + buffer[n & 1023] + *p;
}

__attribute__((noinline, used)) static void after_overflow(void) {
  show_text("recovered", "");
  if (++count == 2) exit_with(7);
  asm volatile("mv sp, %0\n j again" :: "r"(saved_sp));
}

static void overflow(int argc, char **argv) {
  alternate mine = { stack, 0, sizeof stack };
  SYS(132, &mine, 0);
  handle(SIGSEGV, escape, SA_ONSTACK, 0);
  saved_sp = SP & -16L;
  asm volatile("again: mv a0, sp\n li a1, 0\n call sink\n recovered: call after_overflow" ::: "ra", "memory");
}

static void overflow_handled_nowhere(int argc, char **argv) {
  handle(SIGSEGV, escape, 0, 0);
  sink("", 0);
}

static void alternate_overflow(int signal, info *about, context *at) {
  sink("", 0);
}

static void overflow_alternate(int argc, char **argv) {
  alternate mine = { stack, 0, sizeof stack };
  SYS(132, &mine, 0);
  handle(SIGUSR1, deep, SA_ONSTACK | SA_NODEFER, 0);
  count = -100;
  raise(SIGUSR1);
}

// Ends.

static void die(int argc, char **argv) {
  const char *how = argv[2];
  if (equal(how, "abort")) raise(SIGABRT);
  if (equal(how, "kill")) change_mask(BLOCK, -1), raise(SIGKILL);
  if (equal(how, "ignored-fault")) handle(SIGSEGV, (handler)1, 0, 0), *(volatile word *)8;
  if (equal(how, "blocked-fault")) handle(SIGSEGV, skip, 0, 0), change_mask(BLOCK, -1), *(volatile word *)8;
  if (equal(how, "bad-handler")) handle(SIGUSR1, (handler)8, 0, 0), raise(SIGUSR1);
  if (equal(how, "bad-fault-handler")) handle(SIGSEGV, (handler)8, SA_NODEFER, 0), *(volatile word *)8;
  if (equal(how, "bad-stack")) {
    handle(SIGUSR1, tell, 0, 0);
    asm volatile("li a7, 172\n ecall\n mv s0, a0\n li a7, 178\n ecall\n mv a1, a0\n mv a0, s0\n li a2, 10\n"
      "li sp, 8\n li a7, 131\n ecall" ::: "memory");
  }
  if (equal(how, "bad-frame")) asm volatile("li sp, 64\n li a7, 139\n ecall" ::: "memory");
  if (equal(how, "fault-in-handler")) handle(SIGSEGV, (handler)die, 0, 0), *(volatile word *)8;
  if (equal(how, "real-time")) raise(SIGRT);
  show_text("still", "here");
}

static void bad_frame_handled(int signal, info *about, context *at) {
  show("signal", signal);
  show("si_code", about->code);
  exit_with(5);
}

static void bad_frame(int argc, char **argv) {
  alternate mine = { stack, 0, sizeof stack };
  SYS(132, &mine, 0);
  handle(SIGSEGV, bad_frame_handled, SA_ONSTACK, 0);
  asm volatile("li sp, 64\n li a7, 139\n ecall" ::: "memory");
}

// Timers.

static void ring(int signal, info *about, context *at) {
  count++;
  show("signal", signal);
  show("si_code", about->code);
}

// Blocks SIGALRM after the third expiry of a periodic timer: one more could come before the timer is disarmed.
static void ring_thrice(int signal, info *about, context *at) {
  ring(signal, about, at);
  if (count == 7) at->mask |= BIT(SIGALRM);
}

static void alarms(int argc, char **argv) {
  // Long enough for a busy machine to get from here into the sleep.
  word once[4] = { 0, 0, 0, 300000 }, old[4], off[4] = { 0, 0, 0, 0 };
  word second[2] = { 1, 0 }, left[2] = { -1, -1 };
  handle(SIGALRM, ring, SA_RESTART, 0);
  show("set", SYS(103, 0, once, old));
  show("old", old[2] | old[3]);
  show("get", SYS(102, 0, old));
  show("left", old[2] == 0 && old[3] > 0 && old[3] <= 300000);
  show("sleep", SYS(101, second, left));
  show("left", left[0] == 0 && left[1] > 0 && left[1] < 1000000000);
  show("get", SYS(102, 0, old));
  show("left", old[2] | old[3]);
  // A signal during a loop.
  once[3] = 2000;
  SYS(103, 0, once, 0);
  while (count < 2);
  // Processor time.
  handle(26, ring, 0, 0);
  handle(27, ring, 0, 0);
  SYS(103, 1, once, 0);
  while (count < 3);
  SYS(103, 2, once, 0);
  while (count < 4);
  // Periodic.
  handle(SIGALRM, ring_thrice, SA_RESTART, 0);
  once[1] = 10000;
  SYS(103, 0, once, 0);
  while (count < 7);
  SYS(103, 0, off, old);
  show("interval", old[1]);
  show("which", SYS(103, 3, once, 0));
  show("which", SYS(102, -1, old));
  once[3] = 1000000;
  show("bad", SYS(103, 0, once, 0));
  show("address", SYS(103, 0, 8, 0));
  show("address", SYS(102, 0, 8));
}

static void pauses(int argc, char **argv) {
  word once[4] = { 0, 0, 0, 1000 }, second[2] = { 1, 0 }, left[2] = { 7, 7 };
  uword set = 0, alarm = BIT(SIGALRM);
  handle(SIGALRM, ring, 0, 0);
  change_mask(BLOCK, alarm);
  SYS(103, 0, once, 0);
  show("suspend", SYS(133, &set, 8));
  SYS(103, 0, once, 0);
  show("wait", SYS(137, &alarm, 0, second, 8));
  SYS(103, 0, once, 0);
  show("sleep", SYS(101, second, left));
  show("left", left[0]);
  show_hex("pending", pending());
  handle(SIGALRM, (handler)1, 0, 0);
  change_mask(SETMASK, 0);
  SYS(103, 0, once, 0);
  show("sleep", SYS(115, 1, 0, second, left));
  show("left", left[0]);
}

static void forever(int argc, char **argv) {
  uword set = 0;
  show("sleep", 1);
  SYS(133, &set, 8);
  show("woken", 1);
}

static const guest_case cases[] = {
  { "faults", faults }, { "jumps", jumps }, { "frames", frames }, { "registers", registers },
  { "nesting", nesting }, { "nodefer", nodefer }, { "resethand", resethand }, { "masks", masks },
  { "ignore", ignore }, { "queues", queues }, { "waits", waits }, { "suspends", suspends },
  { "altstack", altstack }, { "overflow", overflow }, { "overflow-handled-nowhere", overflow_handled_nowhere },
  { "overflow-alternate", overflow_alternate }, { "die", die }, { "bad-frame", bad_frame },
  { "alarms", alarms }, { "pauses", pauses }, { "forever", forever }, { 0, 0 },
};
