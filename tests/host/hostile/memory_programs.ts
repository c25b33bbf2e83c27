// SPDX-License-Identifier: MPL-2.0
// Hostile programs that ask for too much: time, the translator's memory, mappings, memory, output.

import { call, endless, type Hostile, once, repeat } from "./assembly.ts";

const MIB = 2 ** 20;

/** Many loops, each of them hot. */
function farm(loops: number, turns: number): string {
  return endless(
    "",
    `.rept ${loops}
li t0, ${turns}
1: addi t0, t0, -1
xor t1, t1, t0
bnez t0, 1b
.endr`,
  );
}

/** Writes `count` copies of a small hot function to a mapping, and calls each. */
function copiedFarm(count: number, permissions: number): string {
  return endless(
    `${call("mmap", 0, count * 64, permissions, 0x22, -1, 0)}\nmv s0, a0`,
    `mv s1, s0
li s2, ${count}
1: la t0, loop
ld t1, 0(t0)
ld t2, 8(t0)
sd t1, 0(s1)
sd t2, 8(s1)
fence.i
li t0, 400
jalr s1
addi s1, s1, 64
addi s2, s2, -1
bnez s2, 1b`,
    "loop: addi t0, t0, -1\n bnez t0, loop\n ret\n .balign 16",
  );
}

const TIME: Readonly<Record<string, string>> = {
  "a jump to itself": endless("", ""),
  "endless loads and stores": endless("la s0, buffer", "ld t0, (s0)\naddi t0, t0, 1\nsd t0, (s0)"),
  "endless recursion": ".globl _start\n_start: addi sp, sp, -16\nsd ra, (sp)\ncall _start\nret\n",
  "endless sched_yield": endless("", call("sched_yield")),
  "endless getrandom": endless("", call("getrandom", "=buffer", MIB, 0)),
  "a sleep of years": endless("", call("nanosleep", "=span", 0), "span: .dword 1 << 40, 0"),
  "short sleeps": endless("", call("nanosleep", "=span", 0), "span: .dword 0, 1"),
  "a read of nothing": endless("", call("read", 0, "=buffer", MIB)),
  "divisions": endless("li s0, -1", "div t0, s0, t1\nrem t1, t0, s0\nmulhu t2, t0, s0"),
};

const CODE: Readonly<Record<string, string>> = {
  "5,000 hot loops": farm(5000, 400),
  "60,000 hot loops": farm(60_000, 300),
  "60,000 loops that are nearly hot": farm(60_000, 40),
  "copies of a loop, writable and executable": copiedFarm(50_000, 7),
  "code that changes itself": endless(
    "la s0, target\nli s1, 0x00100093",
    "sw s1, (s0)\nfence.i\ncall target\nli t0, 1 << 20\nadd s1, s1, t0",
    '.section .code, "awx"\ntarget: nop\nret\n.data',
  ),
  "code that changes itself without a fence": endless(
    "la s0, target\nli s1, 0x00100093\nli s2, 0x00008067",
    "sw s1, (s0)\nsw s2, 4(s0)\ncall target\nxori s1, s1, 128",
    '.section .code, "awx"\n.balign 4096\n.zero 4092\ntarget: nop\nret\n.data',
  ),
  "code whose permissions change": endless(
    "",
    `${call("mprotect", "=target", 4096, 3)}
la t0, target
lw t1, (t0)
sw t1, (t0)
${call("mprotect", "=target", 4096, 5)}
call target`,
    '.section .code, "awx"\n.balign 4096\ntarget: nop\nret\n.balign 4096\n.data',
  ),
};

const ANONYMOUS = [0x22, -1, 0] as const;

const MAPPINGS: Readonly<Record<string, string>> = {
  "mappings that cannot be joined": endless(
    "li s1, 1",
    `${call("mmap", 0, 4096, "s1", ...ANONYMOUS)}\nxori s1, s1, 2`,
  ),
  "mappings in holes": endless(
    `${call("mmap", 0, 1 << 29, 0, ...ANONYMOUS)}\nmv s0, a0\nmv s1, a0`,
    `${call("mmap", "s1", 4096, 3, 0x32, -1, 0)}\nli t0, 8192\nadd s1, s1, t0`,
  ),
  "every second page unmapped": endless(
    `${call("mmap", 0, 1 << 29, 3, ...ANONYMOUS)}\nmv s0, a0`,
    `${call("munmap", "s0", 4096)}\nli t0, 8192\nadd s0, s0, t0`,
  ),
  "every second page protected": endless(
    `${call("mmap", 0, 1 << 28, 3, ...ANONYMOUS)}\nmv s0, a0`,
    `${call("mprotect", "s0", 4096, 1)}\nli t0, 8192\nadd s0, s0, t0`,
  ),
  "one page mapped and unmapped": endless(
    "",
    `${call("mmap", 0, 4096, 7, ...ANONYMOUS)}\nmv s0, a0\nsd a0, (s0)\n${
      call("munmap", "s0", 4096)
    }`,
  ),
  "a mapping that moves and grows": endless(
    `${call("mmap", 0, 4096, 3, ...ANONYMOUS)}\nmv s0, a0\nli s1, 4096`,
    `slli s2, s1, 1\n${call("mremap", "s0", "s1", "s2", 1)}\nbltz a0, again\nmv s0, a0\nmv s1, s2`,
  ),
  "mappings of impossible sizes": endless(
    "li s1, -4096",
    `${call("mmap", 0, "s1", 7, ...ANONYMOUS)}\nsrli s1, s1, 1\n${
      call("mmap", "s1", "s1", 7, 0x32, -1, 0)
    }\n${call("munmap", 0, "s1")}\n${call("mprotect", 0, "s1", 7)}\nbnez s1, again\nli s1, -4096`,
  ),
};

const MEMORY: Readonly<Record<string, string>> = {
  "brk to the limit, touched": endless(
    `${call("brk", 0)}\nmv s0, a0`,
    `li t0, ${MIB}\nadd s1, s0, t0\n${call("brk", "s1")}
bne a0, s1, again
1: sd s0, (s0)
li t0, 4096
add s0, s0, t0
bltu s0, s1, 1b`,
  ),
  "brk up and down": endless(
    `${call("brk", 0)}\nmv s0, a0`,
    `li t0, 32 << 20\nadd s1, s0, t0\n${call("brk", "s1")}\nsd s0, -8(a0)\n${call("brk", "s0")}`,
  ),
  "mappings touched": endless(
    "",
    `${call("mmap", 0, MIB, 3, ...ANONYMOUS)}
bltz a0, again
li t1, 256
li t0, 4096
1: sd t1, (a0)
add a0, a0, t0
addi t1, t1, -1
bnez t1, 1b`,
  ),
  "pipes, full": endless(
    "",
    `${call("pipe2", "=ends", 0x800)}\nla t0, ends\nlw s0, 4(t0)\n${
      call("write", "s0", "=buffer", 65536)
    }`,
    "ends: .zero 8",
  ),
  "a file in memory that grows": endless(
    `${call("openat", -100, "=name", 0x42, 0o644)}\nmv s0, a0`,
    call("write", "s0", "=buffer", MIB),
    'name: .asciz "/tmp/big"',
  ),
  "files in memory of 2^60 bytes": endless(
    `${call("openat", -100, "=name", 0x42, 0o644)}\nmv s0, a0\nli s1, 1 << 60`,
    `${call("ftruncate", "s0", "s1")}\n${call("pwrite64", "s0", "=buffer", 1, "s1")}\n${
      call("fallocate", "s0", 0, 0, "s1")
    }\nsrli s1, s1, 1\nbnez s1, again\nli s1, 1 << 60`,
    'name: .asciz "/tmp/sparse"',
  ),
  "a file of the directory of 2^60 bytes": endless(
    `${call("openat", -100, "=name", 0x42, 0o644)}\nmv s0, a0\nli s1, 1 << 60`,
    `${call("ftruncate", "s0", "s1")}\n${call("pwrite64", "s0", "=buffer", 1, "s1")}\n${
      call("truncate", "=name", "s1")
    }\nsrli s1, s1, 1\nbnez s1, again\nli s1, 1 << 60`,
    'name: .asciz "/w/sparse"',
  ),
  "memory as files": endless(
    "",
    `${call("memfd_create", "=name", 0)}\nmv s0, a0\n${call("write", "s0", "=buffer", MIB)}`,
    'name: .asciz "x"',
  ),
  "files of the directory that grow": endless(
    `${call("openat", -100, "=name", 0x42, 0o644)}\nmv s0, a0`,
    call("write", "s0", "=buffer", MIB),
    'name: .asciz "/w/big"',
  ),
};

/** Makes 1024 buffers of a MiB, all of them the same. */
const FILL_VECTOR = `la t0, vector
la t1, buffer
li t2, 1024
li t3, ${MIB}
1: sd t1, (t0)
sd t3, 8(t0)
addi t0, t0, 16
addi t2, t2, -1
bnez t2, 1b`;

const OUTPUT: Readonly<Record<string, string>> = {
  "a flood of output": endless("", call("write", 1, "=buffer", MIB)),
  "a flood of single bytes": endless("", call("write", 1, "=buffer", 1)),
  "a flood of errors": endless("", call("write", 2, "=buffer", MIB)),
  "a flood of vectors": endless(
    FILL_VECTOR,
    call("writev", 1, "=vector", 1024),
    "vector: .zero 16384",
  ),
  "2 GiB of random bytes in one call": endless(
    `${call("openat", -100, "=name", 0, 0)}\nmv s0, a0\n${FILL_VECTOR}`,
    call("readv", "s0", "=vector", 1024),
    'name: .asciz "/dev/urandom"\n.balign 8\nvector: .zero 16384',
  ),
  "zeros without end": endless(
    `${call("openat", -100, "=name", 0, 0)}\nmv s0, a0`,
    `${call("sendfile", 1, "s0", 0, "1 << 40")}\n${
      call("copy_file_range", "s0", 0, 1, 0, "1 << 40", 0)
    }`,
    'name: .asciz "/dev/zero"',
  ),
  "terminal escapes in output and names": endless(
    "",
    `${call("write", 1, "=name", 12)}\n${call("openat", -100, "=name", 0x42, 0o644)}\n${
      call("mkdirat", -100, "=name", 0o777)
    }`,
    'name: .asciz "\\033]0;x\\007\\033[2J\\n"',
  ),
};

/** Handlers of signals end as Linux' vDSO would. */
const HANDLER = "handler: .dword handle, 0x08000000, 0, 0\naltstack: .dword buffer, 0, 65536";
const HANDLE = "\n.text\nhandle: addi s0, s0, 1\nret\n.data\n";

const SIGNALS: Readonly<Record<string, string>> = {
  "a timer of a microsecond": endless(
    `${call("rt_sigaction", 14, "=handler", 0, 8)}\n${call("setitimer", 0, "=often", 0)}`,
    "",
    `${HANDLER}${HANDLE}.balign 8\noften: .dword 0, 1, 0, 1`,
  ),
  "all timers at once": endless(
    `${call("rt_sigaction", 14, "=handler", 0, 8)}
${call("rt_sigaction", 26, "=handler", 0, 8)}
${call("rt_sigaction", 27, "=handler", 0, 8)}`,
    [0, 1, 2].map((timer) => call("setitimer", timer, "=often", 0)).join("\n"),
    `${HANDLER}${HANDLE}.balign 8\noften: .dword 0, 1, 0, 1`,
  ),
  "signals to itself": endless(
    call("rt_sigaction", 10, "=handler", 0, 8),
    `${call("getpid")}\nmv s1, a0\n${call("kill", "s1", 10)}`,
    HANDLER + HANDLE,
  ),
  "a fault whose handler returns": endless(
    call("rt_sigaction", 11, "=handler", 0, 8),
    "ld t0, (zero)",
    HANDLER + HANDLE,
  ),
  "a handler that faults": endless(
    call("rt_sigaction", 11, "=handler", 0, 8),
    "ld t0, (zero)",
    `${HANDLER}\n.text\nhandle: ld t0, (zero)\nret\n.data`,
  ),
  "handlers on alternative stacks anywhere": endless(
    call("rt_sigaction", 10, "=handler", 0, 8),
    `li s1, 4096
add s2, s2, s1
la t0, altstack
sd s2, (t0)
${call("sigaltstack", "=altstack", 0)}
${call("getpid")}
mv s1, a0
${call("kill", "s1", 10)}`,
    HANDLER + HANDLE,
  ),
  "a handler on a stack that is code": endless(
    `la t0, altstack\nla t1, _start\nsd t1, (t0)\n${call("sigaltstack", "=altstack", 0)}\n${
      call("rt_sigaction", 10, "=handler", 0, 8)
    }`,
    `${call("getpid")}\nmv s1, a0\n${call("kill", "s1", 10)}`,
    HANDLER + HANDLE,
  ),
  "rt_sigreturn without a frame": endless(
    "li s0, 0x10000",
    `mv sp, s0\n${call("rt_sigreturn")}\naddi s0, s0, 256`,
  ),
  "rt_sigreturn from random frames": endless(
    "",
    `${call("getrandom", "=buffer", 4096, 0)}\nla sp, buffer\n${call("rt_sigreturn")}`,
  ),
  "all signals blocked and sent": endless(
    call("rt_sigprocmask", 0, "=all", 0, 8),
    repeat(64, "s11", `${call("getpid")}\nmv s1, a0\n${call("kill", "s1", "s11")}`),
    "all: .dword -1",
  ),
};

/** The programs, by name. */
export const MEMORY_PROGRAMS: readonly Hostile[] = Object.entries({
  ...TIME,
  ...CODE,
  ...MAPPINGS,
  ...MEMORY,
  ...OUTPUT,
  ...SIGNALS,
}).map(([name, content]) => ({ name, content }));

/** A program that ends by itself, to see what starting one takes. */
export const HARMLESS: Hostile = { name: "nothing", content: once("") };
