// SPDX-License-Identifier: MPL-2.0
// Hostile programs that want files outside, and system calls that should not be there: escapes by path,
// races, modes, devices, processes, random calls. /w is the directory of the host. A program that reads
// SECRET exits with status 3.

import { Draw } from "../../asm/fuzzing.ts";
import { call, endless, type Hostile, once, repeat, SYS } from "./assembly.ts";

/** What the file outside says. */
export const SECRET = "TOP SECRET";

/** Paths that may lead out; `TOP` stands for the host's directory above the guest's. */
const ESCAPES = [
  "/w/../outside/secret",
  "/w/../../../../../../../../../../TOP/outside/secret",
  "TOP/outside/secret",
  "/w/out/secret",
  "/w/to_secret",
  "/w/to_root/TOP/outside/secret",
  "/w/./d/../../outside/secret",
  "/w//..//outside//secret",
  "/w/to_self/../../outside/secret",
  "/w/d/up/outside/secret",
  "/w/missing/../../outside/secret",
  "/proc/self/root/TOP/outside/secret",
  "/proc/1/root/TOP/outside/secret",
  "/proc/self/cwd/../outside/secret",
  "/proc/self/fd/0/../../outside/secret",
  "/dev/fd/3/../outside/secret",
  "/w/..\\000/outside/secret",
  "/w/\\377\\376/../../outside/secret",
  "/w/fifo",
];

const paths = (top: string) =>
  ESCAPES.map((path, index) => `p${index}: .asciz "${path.replaceAll("TOP", top.slice(1))}"`)
    .concat('mine: .asciz "/w/mine"', "times: .dword 0, 0, 0, 0", `.balign 8`).join("\n");

/** Does `body` for each path, whose address is in s1. */
const forEach = (body: string) =>
  once(
    ESCAPES.map((_, index) => `la s1, p${index}\ncall each`).join("\n") +
      `\n${call("exit", 0)}\neach: mv s3, ra\n${body}\nmv ra, s3\nret`,
    "DATA",
  );

/** Looks for the secret in the buffer. */
const LOOK = `la t0, buffer
lw t1, (t0)
li t2, ${[..."TOP "].reduceRight((value, char) => value * 256 + char.charCodeAt(0), 0)}
bne t1, t2, 1f
${call("exit", 3)}
1:`;

function opened(flags: number, then: string): string {
  return forEach(
    `${call("openat", -100, "s1", flags, 0o4777)}\nmv s0, a0\n${then}\n${call("close", "s0")}`,
  );
}

const PATHS: Readonly<Record<string, string>> = {
  "files outside read": opened(0, `${call("read", "s0", "=buffer", 4096)}\n${LOOK}`),
  "files outside listed": opened(0, call("getdents64", "s0", "=buffer", 4096)),
  "files outside written": opened(0x41, call("write", "s0", "=mine", 6)),
  "files outside cut": opened(0x241, ""),
  "files outside appended to": opened(0x401, call("write", "s0", "=mine", 6)),
  "files outside opened as paths": opened(0x200000, call("fchmod", "s0", 0o777)),
  "files outside created anew": opened(0xc1, ""),
  "files outside truncated": forEach(call("truncate", "s1", 0)),
  "modes outside": forEach(call("fchmodat", -100, "s1", 0o6777, 0)),
  "owners outside": forEach(call("fchownat", -100, "s1", 0, 0, 0)),
  "times outside": forEach(
    `${call("utimensat", -100, "s1", "=times", 0)}\n${call("utimensat", -100, "s1", 0, 0x100)}`,
  ),
  "files outside removed": forEach(
    `${call("unlinkat", -100, "s1", 0)}\n${call("unlinkat", -100, "s1", 0x200)}`,
  ),
  "files outside moved in": forEach(call("renameat2", -100, "s1", -100, "=mine", 0)),
  "files outside replaced": `${
    forEach(
      `${call("openat", -100, "=mine", 0x41, 0o600)}\n${
        call("renameat2", -100, "=mine", -100, "s1", 0)
      }\n${call("renameat2", -100, "=mine", -100, "s1", 2)}`,
    )
  }`,
  "files outside linked": forEach(
    [0, 0x400].map((flags) =>
      `${call("unlinkat", -100, "=mine", 0)}\n${call("linkat", -100, "s1", -100, "=mine", flags)}
${call("openat", -100, "=mine", 2, 0)}\nmv s0, a0\n${call("read", "s0", "=buffer", 64)}\n${LOOK}\n${
        call("write", "s0", "=mine", 4)
      }`
    ).join("\n"),
  ),
  "symlinks to outside": forEach(
    `${call("unlinkat", -100, "=mine", 0)}\n${call("symlinkat", "s1", -100, "=mine")}
${call("openat", -100, "=mine", 2, 0)}\nmv s0, a0\n${call("read", "s0", "=buffer", 64)}\n${LOOK}\n${
      call("ftruncate", "s0", 0)
    }\n${call("fchmodat", -100, "=mine", 0o777, 0)}\n${call("symlinkat", "=mine", -100, "s1")}`,
  ),
  "directories outside": forEach(
    `${call("mkdirat", -100, "s1", 0o7777)}\n${call("chdir", "s1")}\n${call("chdir", "=p0")}`,
  ),
  "links outside read": forEach(
    `${call("readlinkat", -100, "s1", "=buffer", 4096)}\n${
      call("newfstatat", -100, "s1", "=buffer", 0)
    }\n${call("faccessat", -100, "s1", 7)}`,
  ),
  "devices and FIFOs": forEach(
    [0o10666, 0o20666, 0o60666, 0o140666, 0o106777].map((mode) =>
      `${call("mknodat", -100, "s1", mode, 0x103)}\n${call("mknodat", -100, "=mine", mode, 0x103)}`
    ).join("\n"),
  ),
  "programs outside": forEach(
    `${call("execve", "s1", 0, 0)}\n${call("chroot", "s1")}\n${
      call("mount", "s1", "s1", 0, 0x1000, 0)
    }`,
  ),
};

const NAMES = (...names: readonly string[]) =>
  names.map((name) => `${name}: .asciz "${name.replaceAll("_", "/")}"`).join("\n");

const DIRECTORIES: Readonly<Record<string, string>> = {
  "directories as deep as they go": endless(
    call("chdir", "=_w"),
    `${call("mkdirat", -100, "=d", 0o777)}\n${call("chdir", "=d")}`,
    NAMES("_w", "d"),
  ),
  "long names": endless(
    `la t0, buffer\nli t1, ${
      2 ** 20 - 1
    }\nli t2, 97\n1: sb t2, (t0)\naddi t0, t0, 1\naddi t1, t1, -1
bnez t1, 1b\nla s0, buffer`,
    `${call("mkdirat", -100, "s0", 0o777)}\n${call("openat", -100, "s0", 0x41, 0o777)}\n${
      call("symlinkat", "s0", -100, "=_w_x")
    }\naddi s0, s0, 1021`,
    NAMES("_w_x"),
  ),
  "files without number": endless(
    "la s0, number",
    `lw t0, (s0)\naddi t0, t0, 1\nandi t1, t0, 15\nori t1, t1, 64\nsb t1, (s0)\nsrli t0, t0, 1
andi t0, t0, 63\nori t0, t0, 64\nsb t0, 1(s0)\n${call("getrandom", "=number", 8, 0)}\n${
      call("openat", -100, "=_w_n", 0x41, 0o6777)
    }\nmv s1, a0\n${call("close", "s1")}`,
    '_w_n: .ascii "/w/n"\nnumber: .zero 9',
  ),
  "descriptors without number": endless(
    "",
    call("openat", -100, "=_w", 0, 0),
    NAMES("_w"),
  ),
  "names that change between symlink, file and directory": endless(
    "",
    `${call("symlinkat", "=outside", -100, "=_w_a")}
${call("renameat2", -100, "=_w_a", -100, "=_w_b", 0)}
${call("fchmodat", -100, "=_w_b", 0o4777, 0)}
${call("openat", -100, "=_w_b_secret", 0x242, 0o777)}
${call("unlinkat", -100, "=_w_b", 0)}
${call("mkdirat", -100, "=_w_b", 0o777)}
${call("openat", -100, "=_w_b_secret", 0x242, 0o777)}
mv s0, a0
${call("close", "s0")}
${call("renameat2", -100, "=_w_b", -100, "=_w_c", 2)}
${call("symlinkat", "=outside", -100, "=_w_c")}
${call("renameat2", -100, "=_w_b", -100, "=_w_c", 2)}
${call("openat", -100, "=_w_b_secret", 0x242, 0o777)}
mv s0, a0
${call("close", "s0")}
${call("unlinkat", -100, "=_w_b_secret", 0)}
${call("unlinkat", -100, "=_w_b", 0x200)}
${call("unlinkat", -100, "=_w_c", 0)}`,
    `${NAMES("_w_a", "_w_b", "_w_b_secret", "_w_c")}\noutside: .asciz "../outside"`,
  ),
  "symlinks in circles": endless(
    `${call("symlinkat", "=_w_b", -100, "=_w_a")}\n${call("symlinkat", "=_w_a", -100, "=_w_b")}`,
    `${call("openat", -100, "=_w_a", 0x42, 0o777)}\n${
      call("newfstatat", -100, "=_w_b", "=buffer", 0)
    }\n${call("renameat2", -100, "=_w_a", -100, "=_w_b", 0)}\n${
      call("symlinkat", "=_w_b", -100, "=_w_a")
    }\n${call("symlinkat", "=_w_a", -100, "=_w_b")}`,
    NAMES("_w_a", "_w_b"),
  ),
  "a directory moved into itself": endless(
    `${call("mkdirat", -100, "=_w_a", 0o777)}\n${call("mkdirat", -100, "=_w_a_b", 0o777)}`,
    `${call("renameat2", -100, "=_w_a", -100, "=_w_a_b", 0)}\n${
      call("renameat2", -100, "=_w_a", -100, "=_w_a_b_c", 0)
    }\n${call("renameat2", -100, "=_w", -100, "=_w_a_b_c", 0)}\n${
      call("unlinkat", -100, "=_w", 0x200)
    }`,
    NAMES("_w", "_w_a", "_w_a_b", "_w_a_b_c"),
  ),
  "the whole directory removed": once(
    [0, 0x200].flatMap((flags) =>
      ["=_w_d_up", "=_w_d", "=_w_out", "=_w_to_secret", "=_w"].map((path) =>
        call("unlinkat", -100, path, flags)
      )
    ).join("\n"),
    `${NAMES("_w", "_w_d", "_w_d_up", "_w_out")}\n_w_to_secret: .asciz "/w/to_secret"`,
  ),
};

const PROCESSES: Readonly<Record<string, string>> = {
  "forks": endless("", `${call("clone", 17, 0, 0, 0, 0)}\n${call("clone3", "=buffer", 88)}`),
  "threads": endless("", call("clone", 0x50f00, "=buffer", 0, 0, 0)),
  "programs of the host": once(
    [0, 1, 2].map((index) => call("execve", `=e${index}`, "=list", 0)).join("\n"),
    'e0: .asciz "/bin/sh"\ne1: .asciz "/proc/self/exe"\ne2: .asciz "/w/d"\n.balign 8\n' +
      "list: .dword e0, 0",
  ),
  "signals to others": once(
    [-1, 1, 2, 4321, 0].flatMap((process) =>
      [9, 15, 1].map((signal) => call("kill", process, signal))
    ).join("\n"),
  ),
  "memory of others": once(
    [0, 1, 2, 3, 4, 16, 0x4200, 0x4206].map((request) => call("ptrace", request, 1, 0, 0)).join(
      "\n",
    ) +
      `\n${call("process_vm_readv", 1, "=buffer", 1, "=buffer", 1, 0)}\n${
        call("process_vm_writev", 1, "=buffer", 1, "=buffer", 1, 0)
      }`,
  ),
  "privileges": once(
    [
      call("setuid", 0),
      call("unshare", 0x10000000),
      call("reboot", 0xfee1dead, 672274793, 0x1234567, 0),
      call("prctl", 38, 1, 0, 0, 0),
      call("seccomp", 1, 0, "=buffer"),
    ].join("\n"),
  ),
};

/** System calls by chance, with arguments by chance: small numbers, addresses, extremes. */
function randomCalls(seed: bigint, calls: number): string {
  const draw = new Draw(seed);
  const known: readonly number[] = Object.values(SYS).filter((number) => number !== SYS.exit);
  const value = () =>
    [
      () => String(draw.below(8)),
      () => String(-1 - draw.below(128)),
      () => `1 << ${draw.below(63)}`,
      () => `-1 << ${draw.below(63)}`,
      () => String(draw.below(2 ** 31)),
      () => "mine",
      () => "buffer",
      () => "_start",
      () => "sp",
    ][draw.below(9)]!();
  const one = () => {
    const loads = [0, 1, 2, 3, 4, 5].map((index) => {
      const argument = value();
      if (argument === "sp") return `mv a${index}, sp`;
      return `${/^[a-z_]/.test(argument) ? "la" : "li"} a${index}, ${argument}`;
    });
    const any = draw.below(4) === 0;
    const number = any ? draw.below(500) : known[draw.below(known.length)];
    return `${loads.join("\n")}\nli a7, ${
      number === SYS.exit || number === 94 ? 0 : number
    }\necall`;
  };
  const body = Array.from({ length: calls }, one).join("\n");
  return endless("", body, 'mine: .asciz "/w/mine"');
}

/** Random instructions, executed from a writable page; each fault goes on with the next. */
function randomCode(): string {
  return endless(
    `${call("mmap", 0, 4096, 7, 0x22, -1, 0)}\nmv s0, a0\n${
      call("rt_sigaction", 4, "=handler", 0, 8)
    }\n${call("rt_sigaction", 11, "=handler", 0, 8)}`,
    `la t0, stack\nsd sp, (t0)\n${call("getrandom", "s0", 4096, 0)}\nfence.i\njr s0`,
    "handler: .dword handle, 0x40000000, 0, 0\nstack: .dword 0\n.text\n" +
      "handle: la t0, stack\nld sp, (t0)\nj again\n.data",
  );
}

/** The programs; `top` is the host's directory above the guest's. */
export function filePrograms(top: string, seed: bigint): Hostile[] {
  const fixed = Object.entries({ ...PATHS, ...DIRECTORIES, ...PROCESSES }).map((
    [name, content],
  ) => ({
    name,
    content: content.replace("\nDATA\n", `\n${paths(top)}\n`),
  }));
  const random = Array.from({ length: 8 }, (_, index) => ({
    name: `random system calls, ${index}`,
    content: randomCalls(seed * 8n + BigInt(index), 400),
  }));
  // Smaller numbers stop a program: they look like calls for other simulators.
  const calls = repeat(
    1000,
    "s11",
    `addi a7, s11, 16\nli t0, ${SYS.exit}\nbeq a7, t0, 1f\nli t0, ${SYS.exit + 1}
beq a7, t0, 1f\necall\n1:`,
  );
  return [
    ...fixed,
    ...random,
    { name: "random instructions", content: randomCode() },
    { name: "all numbers of system calls, without arguments", content: once(calls) },
  ];
}
