// SPDX-License-Identifier: MPL-2.0
// The calls for the process, its signals, its time, and the system.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { EPOCH } from "../../../host/kernel/abi/clock.ts";
import { statusOf } from "../../../host/process.ts";
import { Caller, DATA } from "./one_call.ts";

const BAD = 8n;

Deno.test("exit() and exit_group() end the process with the low eight bits of the status", () => {
  for (
    const [call, status, expected] of [["exit", 0, 0], ["exit_group", 259, 3], ["exit", -1, 255]]
  ) {
    using caller = new Caller();
    caller.call(call ?? "", Number(status));
    assertEquals(caller.outcome, { kind: "exited", status: Number(expected) });
    assertEquals(caller.process.run(), caller.outcome);
  }
});

Deno.test("The ids of the process are the same in every run", () => {
  using caller = new Caller();
  const pid = caller.answer("getpid");
  assertEquals(caller.answer("gettid"), pid);
  assertEquals(caller.answer("set_tid_address", DATA), pid);
  assertNotEquals(caller.answer("getppid"), pid);
  const user = caller.answer("getuid");
  for (const call of ["geteuid", "getgid", "getegid"]) assertEquals(caller.answer(call), user);
  assertEquals(caller.answer("getresuid", DATA, DATA + 4n, DATA + 8n), 0);
  assertEquals(caller.words(1), [BigInt(user) * 0x1_0000_0001n]);
  assertEquals(caller.answer("getresgid", DATA, BAD, DATA), "EFAULT");
});

Deno.test("kill(), tkill() and tgkill() with a fatal signal end the process", () => {
  const calls: [string, number[]][] = [
    ["kill", [1000, 6]],
    ["kill", [0, 6]],
    ["kill", [-1000, 6]],
    ["tkill", [1000, 6]],
    ["tgkill", [1000, 1000, 6]],
  ];
  for (const [call, args] of calls) {
    using caller = new Caller();
    caller.call(call, ...args);
    assertEquals(caller.outcome, { kind: "killed", signal: { number: 6, name: "SIGABRT" } });
    assertEquals(statusOf(caller.outcome), 134);
  }
});

Deno.test("kill() with a signal that is ignored by default returns", () => {
  using caller = new Caller();
  // SIGCHLD, SIGCONT, SIGURG, SIGWINCH; stopping is ignored, since nobody could continue the process.
  for (const signal of [0, 17, 18, 23, 28, 19, 20]) {
    assertEquals(caller.answer("kill", 1000, signal), 0);
    assertEquals(caller.outcome.kind, "limit");
  }
});

Deno.test("kill(), tkill() and tgkill() refuse what Linux refuses", () => {
  using caller = new Caller();
  assertEquals(caller.answer("kill", 1000, 65), "EINVAL");
  assertEquals(caller.answer("kill", 1000, -1), "EINVAL");
  assertEquals(caller.answer("kill", 999, 9), "ESRCH");
  assertEquals(caller.answer("kill", 999, 65), "ESRCH");
  assertEquals(caller.answer("kill", -1, 9), "ESRCH");
  assertEquals(caller.answer("kill", 1, 9), "EPERM");
  assertEquals(caller.answer("kill", 1, 65), "EINVAL");
  assertEquals(caller.answer("kill", -0x8000_0000, 9), "ESRCH");
  assertEquals(caller.answer("tkill", 0, 9), "EINVAL");
  assertEquals(caller.answer("tkill", -1, 9), "EINVAL");
  assertEquals(caller.answer("tkill", 5, 9), "ESRCH");
  assertEquals(caller.answer("tgkill", 0, 1000, 9), "EINVAL");
  assertEquals(caller.answer("tgkill", 1, 1000, 9), "ESRCH");
  assertEquals(caller.outcome.kind, "limit");
});

Deno.test("rt_sigaction() returns the old disposition, and an ignored signal does not kill", () => {
  using caller = new Caller();
  const old = DATA + 0x100n;
  caller.put([1n, 0n, -1n]);
  assertEquals(caller.answer("rt_sigaction", 15, DATA, 0, 8), 0);
  assertEquals(caller.answer("rt_sigaction", 15, 0, old, 8), 0);
  // SIGKILL (9) and SIGSTOP (19) cannot be blocked.
  assertEquals(caller.words(3, old), [1n, 0n, -1n & ~(1n << 8n) & ~(1n << 18n)]);
  assertEquals(caller.answer("kill", 1000, 15), 0);
  assertEquals(caller.outcome.kind, "limit");
  caller.put([0n, 0n, 0n]);
  assertEquals(caller.answer("rt_sigaction", 15, DATA, old, 8), 0);
  caller.call("kill", 1000, 15);
  assertEquals(caller.outcome.kind, "killed");
});

Deno.test("rt_sigaction() refuses what Linux refuses", () => {
  using caller = new Caller();
  assertEquals(caller.answer("rt_sigaction", 9, DATA, 0, 8), "EINVAL");
  assertEquals(caller.answer("rt_sigaction", 19, DATA, 0, 8), "EINVAL");
  assertEquals(caller.answer("rt_sigaction", 9, 0, DATA, 8), 0);
  for (const signal of [0, -1, 65]) {
    assertEquals(caller.answer("rt_sigaction", signal, 0, DATA, 8), "EINVAL");
  }
  assertEquals(caller.answer("rt_sigaction", 64, 0, DATA, 8), 0);
  assertEquals(caller.answer("rt_sigaction", 15, 0, 0, 4), "EINVAL");
  assertEquals(caller.answer("rt_sigaction", 15, BAD, 0, 8), "EFAULT");
  assertEquals(caller.answer("rt_sigaction", 15, 0, BAD, 8), "EFAULT");
});

Deno.test("A blocked signal is pending until it is unblocked", () => {
  using caller = new Caller();
  const [set, old] = [DATA, DATA + 8n];
  caller.put([1n << 14n]);
  assertEquals(caller.answer("rt_sigprocmask", 0, set, 0, 8), 0);
  assertEquals(caller.answer("kill", 1000, 15), 0);
  assertEquals(caller.answer("rt_sigpending", old, 8), 0);
  assertEquals(caller.words(1, old), [1n << 14n]);
  assertEquals(caller.outcome.kind, "limit");
  caller.call("rt_sigprocmask", 1, set, old, 8);
  assertEquals(caller.words(1, old), [1n << 14n]);
  assertEquals(caller.outcome, { kind: "killed", signal: { number: 15, name: "SIGTERM" } });
});

Deno.test("rt_sigprocmask() keeps the mask and refuses what Linux refuses", () => {
  using caller = new Caller();
  const [set, old] = [DATA, DATA + 8n];
  caller.put([-1n]);
  assertEquals(caller.answer("rt_sigprocmask", 2, set, 0, 8), 0);
  assertEquals(caller.answer("rt_sigprocmask", 77, 0, old, 8), 0);
  assertEquals(caller.words(1, old), [-1n & ~(1n << 8n) & ~(1n << 18n)]);
  assertEquals(caller.answer("rt_sigprocmask", 3, set, 0, 8), "EINVAL");
  assertEquals(caller.answer("rt_sigprocmask", 0, set, 0, 16), "EINVAL");
  assertEquals(caller.answer("rt_sigprocmask", 0, BAD, 0, 8), "EFAULT");
  assertEquals(caller.answer("rt_sigprocmask", 0, 0, BAD, 8), "EFAULT");
  assertEquals(caller.answer("rt_sigpending", DATA, 16), "EINVAL");
});

Deno.test("Each retired instruction takes a nanosecond", () => {
  using caller = new Caller();
  const time = (clock: number) => {
    assertEquals(caller.answer("clock_gettime", clock, DATA), 0);
    const [seconds = 0n, nanoseconds = 0n] = caller.words(2);
    return seconds * 1_000_000_000n + nanoseconds;
  };
  const before = caller.process.machine.instructions;
  assertEquals(time(1), BigInt(before));
  assertEquals(time(0), EPOCH * 1_000_000_000n + BigInt(before) + 1n);
  for (const clock of [2, 3, 4, 6, 7]) {
    const expected = BigInt(caller.process.machine.instructions);
    assertEquals(time(clock), expected);
  }
  assertEquals(caller.answer("gettimeofday", DATA, DATA + 16n), 0);
  assertEquals(caller.words(3), [EPOCH, 0n, 0n]);
  assertEquals(caller.answer("clock_getres", 1, DATA), 0);
  assertEquals(caller.words(2), [0n, 1n]);
});

Deno.test("A sleep takes exactly its time, and no processor time", () => {
  using caller = new Caller();
  caller.put([5n, 999_999_999n]);
  assertEquals(caller.answer("nanosleep", DATA, 0), 0);
  assertEquals(caller.answer("clock_gettime", 1, DATA), 0);
  assertEquals(caller.words(2), [6n, 0n]);
  caller.put([100n, 0n]);
  assertEquals(caller.answer("clock_nanosleep", 1, 1, DATA, 0), 0);
  assertEquals(caller.answer("clock_gettime", 1, DATA), 0);
  assertEquals(caller.words(2), [100n, 1n]);
  // A deadline in the past.
  caller.put([5n, 0n]);
  assertEquals(caller.answer("clock_nanosleep", 1, 1, DATA, 0), 0);
  assertEquals(caller.answer("clock_gettime", 2, DATA), 0);
  assertEquals(caller.words(1), [0n]);
  caller.put([(1n << 63n) - 1n, 0n]);
  assertEquals(caller.answer("nanosleep", DATA, 0), 0);
  assertEquals(caller.answer("clock_gettime", 0, DATA), 0);
  assertEquals(caller.words(2), [9_223_372_036n, 854_775_807n]);
});

Deno.test("A wait beyond the last time of the clocks ends there", () => {
  const TIME = DATA + 0x100n;
  const WORD = DATA + 0x200n;
  const waits: [name: string, args: (number | bigint)[], answer: number | string][] = [
    ["nanosleep", [TIME, 0], 0],
    ["clock_nanosleep", [0, 0, TIME, 0], 0],
    ["clock_nanosleep", [1, 1, TIME, 0], 0],
    ["clock_nanosleep", [1, 0, TIME, 0], 0],
    ["ppoll", [0, 0, TIME, 0, 8], 0],
    ["pselect6", [0, 0, 0, 0, TIME, 0], 0],
    ["futex", [WORD, 0, 0, TIME], "ETIMEDOUT"],
    ["futex", [WORD, 9, 0, TIME, 0, -1], "ETIMEDOUT"],
    ["rt_sigtimedwait", [WORD, 0, TIME, 8], "EAGAIN"],
  ];
  for (const seconds of [9_223_372_036n, (1n << 63n) - 1n]) {
    for (const [name, args, answer] of waits) {
      using caller = new Caller();
      for (let round = 0; round < 2; round++) {
        caller.put([seconds, 999_999_999n], TIME);
        assertEquals(caller.answer(name, ...args), answer, `${name}, ${seconds} s, round ${round}`);
        assertEquals(caller.answer("clock_gettime", 1, DATA), 0);
        assertEquals(caller.words(2), [9_223_372_036n, 854_775_807n]);
      }
    }
  }
});

Deno.test("The clock calls refuse what Linux refuses", () => {
  using caller = new Caller();
  for (const clock of [10, 12, 99, -1, -5]) {
    assertEquals(caller.answer("clock_gettime", clock, DATA), "EINVAL");
    assertEquals(caller.answer("clock_getres", clock, DATA), "EINVAL");
  }
  assertEquals(caller.answer("clock_gettime", -2, DATA), 0);
  assertEquals(caller.answer("clock_gettime", 1, 0), "EFAULT");
  assertEquals(caller.answer("clock_getres", 1, 0), 0);
  assertEquals(caller.answer("clock_getres", 1, BAD), "EFAULT");
  assertEquals(caller.answer("gettimeofday", 0, 0), 0);
  assertEquals(caller.answer("gettimeofday", BAD, 0), "EFAULT");
  assertEquals(caller.answer("nanosleep", BAD, 0), "EFAULT");
  for (const time of [[-1n, 0n], [0n, -1n], [0n, 1_000_000_000n]]) {
    caller.put(time);
    assertEquals(caller.answer("nanosleep", DATA, 0), "EINVAL");
    assertEquals(caller.answer("clock_nanosleep", 0, 0, DATA, 0), "EINVAL");
  }
  caller.put([0n, 0n]);
  assertEquals(caller.answer("clock_nanosleep", 3, 0, DATA, 0), "EOPNOTSUPP");
  assertEquals(caller.answer("clock_nanosleep", 2, 0, DATA, 0), "EINVAL");
});

Deno.test("getrandom() depends only on the random seed", () => {
  const bytes = (seed: number) => {
    using caller = new Caller({ seed });
    assertEquals(caller.answer("getrandom", DATA, 32, 0), 32);
    return caller.process.machine.memory.read(DATA, 32);
  };
  assertEquals(bytes(1), bytes(1));
  assertNotEquals(bytes(1), bytes(2));
  assertNotEquals(bytes(0), new Uint8Array(32));
});

Deno.test("getrandom() refuses what Linux refuses", () => {
  using caller = new Caller();
  for (const flags of [8, 99, 6, -1]) {
    assertEquals(caller.answer("getrandom", DATA, 8, flags), "EINVAL");
  }
  for (const flags of [0, 1, 2, 3, 4, 5]) {
    assertEquals(caller.answer("getrandom", DATA, 8, flags), 8);
  }
  assertEquals(caller.answer("getrandom", BAD, 8, 0), "EFAULT");
  assertEquals(caller.answer("getrandom", 0, 0, 0), 0);
  assertEquals(caller.answer("getrandom", DATA + 0xfff8n, 100, 0), 8);
});

Deno.test("uname() and sysinfo() show nothing of the host", () => {
  using caller = new Caller({ memoryLimit: 1 << 24 });
  assertEquals(caller.answer("uname", DATA), 0);
  const text = new TextDecoder().decode(caller.process.machine.memory.read(DATA, 390));
  const fields = Array.from(
    { length: 6 },
    (_, index) => text.slice(65 * index, 65 * index + 65).replace(/\0+$/, ""),
  );
  assertEquals(fields, ["Linux", "leveret", "6.6.0", "#1", "riscv64", "(none)"]);
  assertEquals(caller.answer("sysinfo", DATA), 0);
  assertEquals(caller.words(6), [0n, 0n, 0n, 0n, 1n << 24n, 1n << 24n]);
  assertEquals(caller.answer("uname", BAD), "EFAULT");
  assertEquals(caller.answer("sysinfo", BAD), "EFAULT");
});

Deno.test("prlimit64() reads and sets the limits", () => {
  using caller = new Caller();
  const [wanted, old] = [DATA, DATA + 16n];
  assertEquals(caller.answer("prlimit64", 0, 3, 0, old), 0);
  assertEquals(caller.words(2, old), [8n << 20n, -1n]);
  caller.put([4n << 20n, 16n << 20n]);
  assertEquals(caller.answer("prlimit64", 1000, 3, wanted, old), 0);
  assertEquals(caller.answer("getrlimit", 3, old), 0);
  assertEquals(caller.words(2, old), [4n << 20n, 16n << 20n]);
  caller.put([4n << 20n, 17n << 20n]);
  assertEquals(caller.answer("setrlimit", 3, wanted), "EPERM");
  caller.put([2n, 1n]);
  assertEquals(caller.answer("setrlimit", 3, wanted), "EINVAL");
  assertEquals(caller.answer("prlimit64", 0, 16, 0, old), "EINVAL");
  assertEquals(caller.answer("prlimit64", 999, 3, 1, 0), "EFAULT");
  assertEquals(caller.answer("prlimit64", 999, 3, 0, 0), "ESRCH");
  assertEquals(caller.answer("prlimit64", 5, 3, 0, old), "ESRCH");
  assertEquals(caller.answer("prlimit64", 0, 3, BAD, 0), "EFAULT");
  assertEquals(caller.answer("setrlimit", 3, 0), "EFAULT");
  assertEquals(caller.answer("getrlimit", 3, BAD), "EFAULT");
});

Deno.test("An unknown call returns ENOSYS", () => {
  using caller = new Caller();
  for (const number of [0, 244, 1000, -1, -(2 ** 63), 2 ** 62, 220, 221, 293, 435]) {
    assertEquals(caller.answer(number, 1, 2, 3), "ENOSYS");
  }
  assert(caller.outcome.kind === "limit");
});

Deno.test("An alarm ends a wait even when the queue of signals is full", () => {
  using caller = new Caller();
  const [set, timer] = [DATA + 0x100n, DATA + 0x200n];
  caller.put([1n << 39n], set);
  assertEquals(caller.answer("rt_sigprocmask", 0, set, 0, 8), 0);
  let sent = 0;
  while (caller.answer("tkill", 1000, 40) === 0) sent++;
  assertEquals(sent, 1024);
  caller.put([0n, 1n, 0n, 1n], timer);
  assertEquals(caller.answer("setitimer", 0, timer, 0), 0);
  caller.put([0n], set);
  caller.put([1n, 0n]);
  caller.call("nanosleep", DATA, 0);
  assertEquals(caller.outcome, { kind: "killed", signal: { number: 14, name: "SIGALRM" } });
});
