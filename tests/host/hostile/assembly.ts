// SPDX-License-Identifier: MPL-2.0
// Writes the parts that hostile programs share: system calls with arguments, loops, ends. Programs keep
// s0 to s3 for themselves; a loop counts in s11 or s10.

/** A hostile program. */
export interface Hostile {
  readonly name: string;
  /** Its source, or its bytes as a file. */
  readonly content: string | Uint8Array;
}

/** Numbers of system calls. */
export const SYS = {
  ioctl: 29,
  mknodat: 33,
  mkdirat: 34,
  unlinkat: 35,
  symlinkat: 36,
  linkat: 37,
  mount: 40,
  truncate: 45,
  ftruncate: 46,
  fallocate: 47,
  faccessat: 48,
  chdir: 49,
  chroot: 51,
  fchmod: 52,
  fchmodat: 53,
  fchownat: 54,
  openat: 56,
  close: 57,
  pipe2: 59,
  getdents64: 61,
  lseek: 62,
  read: 63,
  write: 64,
  readv: 65,
  writev: 66,
  pwrite64: 68,
  sendfile: 71,
  readlinkat: 78,
  newfstatat: 79,
  utimensat: 88,
  exit: 93,
  unshare: 97,
  nanosleep: 101,
  setitimer: 103,
  ptrace: 117,
  sched_yield: 124,
  kill: 129,
  tgkill: 131,
  sigaltstack: 132,
  rt_sigaction: 134,
  rt_sigprocmask: 135,
  rt_sigreturn: 139,
  reboot: 142,
  setuid: 146,
  prctl: 167,
  getpid: 172,
  brk: 214,
  munmap: 215,
  mremap: 216,
  clone: 220,
  execve: 221,
  mmap: 222,
  mprotect: 226,
  process_vm_readv: 270,
  process_vm_writev: 271,
  renameat2: 276,
  seccomp: 277,
  getrandom: 278,
  memfd_create: 279,
  copy_file_range: 285,
  clone3: 435,
} as const;

/** A number, a register, or the address of a label after "=". */
type Argument = number | string;

/** A system call. */
export function call(name: keyof typeof SYS, ...values: readonly Argument[]): string {
  const loads = values.map((value, index) => {
    const register = `a${index}`;
    if (typeof value === "number") return `li ${register}, ${value}`;
    if (value.startsWith("=")) return `la ${register}, ${value.slice(1)}`;
    return /^[ast]\w+$/.test(value) ? `mv ${register}, ${value}` : `li ${register}, ${value}`;
  });
  return [...loads, `li a7, ${SYS[name]}`, "ecall"].join("\n");
}

/** A program that does this and exits, with data after it. */
export function once(body: string, data = ""): string {
  return `.globl _start\n_start:\n${body}\n${call("exit", 0)}\n${withData(data)}`;
}

/** A program that does this again and again. */
export function endless(first: string, body: string, data = ""): string {
  return `.globl _start\n_start:\n${first}\nagain:\n${body}\nj again\n${withData(data)}`;
}

/** Does this `count` times; `counter` counts down. */
export function repeat(count: number, counter: "s10" | "s11", body: string): string {
  const label = `.Lrepeat_${counter}_\\@`;
  return `.macro repeat_${counter}\nli ${counter}, ${count}\n${label}:\n${body}\n` +
    `addi ${counter}, ${counter}, -1\nbnez ${counter}, ${label}\n.endm\nrepeat_${counter}\n`;
}

function withData(data: string): string {
  return `.data\n.balign 16\n${data}\n.bss\n.balign 4096\nbuffer: .zero 1 << 20\n`;
}
