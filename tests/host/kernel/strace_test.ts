// SPDX-License-Identifier: MPL-2.0
// Traces of system calls, compared line by line with `qemu-riscv64 -strace`. Where a line differs on purpose,
// QEMU's line is beside it, with the reason.

import { assertEquals } from "@std/assert";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { canWitness, withWitness, witnessMissing } from "../gnu_program.ts";
import { Caller, DATA } from "./one_call.ts";

/** A call, its line without the process id, and QEMU's line if it differs. */
interface Line {
  readonly number: number;
  /** A string means its address. */
  readonly args: readonly (number | bigint | string)[];
  readonly ours: string;
  readonly qemu?: string;
}

/** A mapping with MAP_FIXED, to have the same address everywhere. */
const BLOCK = 0x3000_0000n;
const [TIME, TEXT] = [DATA + 0x100n, DATA + 0x200n];
const BLOCK_TEXT = "0x0000000030000000";

/** The addresses of the strings. */
const [STRINGS, STRING_SIZE] = [DATA + 0x4000n, 64];

/** The file calls, starting in an empty directory. */
const FILE_LINES: readonly Line[] = [
  { number: 34, args: [-100, "d", 0o755], ours: 'mkdirat(AT_FDCWD,"d",0755) = 0' },
  {
    number: 56,
    args: [-100, "d/f", 0x8_0042, 0o644],
    ours: 'openat(AT_FDCWD,"d/f",O_RDWR|O_CREAT|O_CLOEXEC,0644) = 3',
  },
  {
    number: 56,
    args: [-100, "d/g", 0x241, 0o600],
    ours: 'openat(AT_FDCWD,"d/g",O_WRONLY|O_CREAT|O_TRUNC,0600) = 4',
  },
  {
    number: 56,
    args: [-100, "d", 0x1_0000],
    ours: 'openat(AT_FDCWD,"d",O_RDONLY|O_DIRECTORY) = 5',
  },
  {
    number: 56,
    args: [-100, "nope", 0x8800],
    ours: 'openat(AT_FDCWD,"nope",O_RDONLY|O_LARGEFILE|O_NONBLOCK) = ' +
      "-1 errno=2 (No such file or directory)",
  },
  { number: 56, args: [5, "f", 0x402], ours: 'openat(5,"f",O_RDWR|O_APPEND) = 6' },
  {
    number: 56,
    args: [-100, 0, 0],
    ours: "openat(AT_FDCWD,NULL,O_RDONLY) = -1 errno=14 (Bad address)",
  },
  { number: 62, args: [3, -5, 0], ours: "lseek(3,-5,SEEK_SET) = -1 errno=22 (Invalid argument)" },
  { number: 62, args: [3, 5, 2], ours: "lseek(3,5,SEEK_END) = 5" },
  { number: 62, args: [3, 5, 9], ours: "lseek(3,5,0x9) = -1 errno=22 (Invalid argument)" },
  { number: 46, args: [3, 100], ours: "ftruncate(3,100) = 0" },
  { number: 47, args: [3, 1, 2, 3], ours: "fallocate(3,FALLOC_FL_KEEP_SIZE,2,3) = 0" },
  { number: 67, args: [3, TEXT, 10, 5], ours: "pread64(3,131584,10,5,0,0) = 10" },
  { number: 68, args: [3, TEXT, 10, 5], ours: "pwrite64(3,131584,10,5,0,0) = 10" },
  { number: 82, args: [3], ours: "fsync(3) = 0" },
  { number: 285, args: [3, 0, 4, 0, 10, 0], ours: "copy_file_range(3,(nil),4,(nil),10,0) = 10" },
  { number: 23, args: [3], ours: "dup(3) = 7" },
  { number: 24, args: [3, 20, 0x8_0000], ours: "dup3(3,20,524288) = 20" },
  { number: 25, args: [3, 0, 10], ours: "fcntl(3,F_DUPFD,10) = 10" },
  { number: 25, args: [3, 1], ours: "fcntl(3,F_GETFD) = 1" },
  { number: 25, args: [3, 2, 1], ours: "fcntl(3,F_SETFD,1) = 0" },
  { number: 25, args: [3, 4, 0x800], ours: "fcntl(3,F_SETFL,O_RDONLY|O_NONBLOCK) = 0" },
  { number: 25, args: [3, 6, DATA + 0x500n], ours: "fcntl(3,F_SETLK,0x0000000000020500) = 0" },
  {
    number: 29,
    args: [3, 0x5401, TEXT],
    ours: "ioctl(3,TCGETS,0x0000000000020200) = -1 errno=25 (Inappropriate ioctl for device)",
  },
  { number: 57, args: [99], ours: "close(99) = -1 errno=9 (Bad file descriptor)" },
  {
    number: 78,
    args: [-100, "d", TEXT, 10],
    ours: 'readlinkat(AT_FDCWD,"d",0x0000000000020200,10) = -1 errno=22 (Invalid argument)',
  },
  {
    number: 79,
    args: [-100, "d", DATA + 0x300n, 0x100],
    ours: 'newfstatat(AT_FDCWD,"d",0x0000000000020300,AT_SYMLINK_NOFOLLOW) = 0',
  },
  { number: 80, args: [3, DATA + 0x300n], ours: "fstat(3,0x0000000000020300) = 0" },
  {
    number: 291,
    args: [-100, "d", 0x100, 0x7ff, DATA + 0x300n],
    ours: 'statx(AT_FDCWD,"d",AT_SYMLINK_NOFOLLOW,STATX_BASIC_STATS,0x0000000000020300) = 0',
  },
  {
    number: 439,
    args: [-100, "d", 1, 0x100],
    ours: 'faccessat2(AT_FDCWD,"d",X_OK,AT_SYMLINK_NOFOLLOW) = 0',
  },
  {
    number: 33,
    args: [-100, "d/n", 0o100644],
    ours: 'mknodat(AT_FDCWD,"d/n",S_IFREG|0644) = 0',
  },
  { number: 35, args: [-100, "d/n", 0], ours: 'unlinkat(AT_FDCWD,"d/n",0) = 0' },
  {
    number: 35,
    args: [-100, "d/n", 0x200],
    ours: 'unlinkat(AT_FDCWD,"d/n",AT_REMOVEDIR) = -1 errno=2 (No such file or directory)',
  },
  { number: 36, args: ["tgt", -100, "d/l"], ours: 'symlinkat("tgt",AT_FDCWD,"d/l") = 0' },
  {
    number: 37,
    args: [-100, "d/f", -100, "d/h", 0],
    ours: 'linkat(AT_FDCWD,"d/f",AT_FDCWD,"d/h",0) = 0',
  },
  { number: 45, args: ["d/h", 5], ours: 'truncate("d/h",5) = 0' },
  { number: 52, args: [3, 0o600], ours: "fchmod(3,0600) = 0" },
  { number: 55, args: [3, -1, -1], ours: "fchown(3,-1,-1) = 0" },
  {
    number: 88,
    args: [-100, "d/h", 0, 0x100],
    ours: 'utimensat(AT_FDCWD,"d/h",NULL,AT_SYMLINK_NOFOLLOW) = 0',
  },
  { number: 49, args: ["d"], ours: 'chdir("d") = 0' },
  { number: 50, args: [5], ours: "fchdir(5) = 0" },
  { number: 166, args: [0o22], ours: "umask(022) = 18" },
  { number: 59, args: [DATA + 0x400n, 0], ours: "pipe2(132096,0,0,0,0,0) = 0" },
  { number: 19, args: [5, 0], ours: "eventfd2(5,0) = 11" },
  {
    number: 98,
    args: [DATA, 1, 1],
    ours: "futex(0x0000000000020000,FUTEX_WAKE,1,NULL,NULL,0) = 0",
  },
  {
    number: 98,
    args: [DATA, 128, 7],
    ours: "futex(0x0000000000020000,FUTEX_PRIVATE_FLAG|FUTEX_WAIT,7,NULL,NULL,0) = " +
      "-1 errno=11 (Resource temporarily unavailable)",
  },
  { number: 132, args: [0, DATA + 0x300n], ours: "sigaltstack((nil),0x20300) = 0" },
];

/** File calls with another line of QEMU. */
const FILE_LINES_APART: readonly Line[] = [
  // QEMU shows a fourth argument, but the call has three.
  {
    number: 53,
    args: [-100, "f", 0o640],
    ours: 'fchmodat(AT_FDCWD,"f",0640) = 0',
    qemu: 'fchmodat(AT_FDCWD,"f",0640,0) = 0',
  },
  {
    number: 48,
    args: [-100, "f", 4],
    ours: 'faccessat(AT_FDCWD,"f",R_OK) = 0',
    qemu: 'faccessat(AT_FDCWD,"f",R_OK,0) = 0',
  },
  // QEMU does not know these flags, nor the arguments of this call.
  {
    number: 79,
    args: [3, "", DATA + 0x300n, 0x1000],
    ours: 'newfstatat(3,"",0x0000000000020300,AT_EMPTY_PATH) = 0',
    qemu: 'newfstatat(3,"",0x0000000000020300,0x1000) = 0',
  },
  {
    number: 276,
    args: [-100, "f", -100, "h", 1],
    ours: 'renameat2(AT_FDCWD,"f",AT_FDCWD,"h",RENAME_NOREPLACE) = -1 errno=17 (File exists)',
    qemu: "renameat2(-100,147712,-100,148096,1,0) = -1 errno=17 (File exists)",
  },
  // QEMU leaves out O_LARGEFILE, which the kernel adds.
  { number: 25, args: [3, 3], ours: "fcntl(3,F_GETFL) = 34818", qemu: "fcntl(3,F_GETFL) = 2050" },
];

/** Calls with the same line here and in QEMU. */
const COMMON: readonly Line[] = [
  {
    number: 222,
    args: [0, 2097152, 3, 0x22, -1, 0],
    ours: "mmap(NULL,2097152,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS,-1,0) = ADDRESS",
  },
  {
    number: 222,
    args: [0, 4096, 0, 0x21, -1, 0],
    ours: "mmap(NULL,4096,PROT_NONE,MAP_SHARED|MAP_ANONYMOUS,-1,0) = ADDRESS",
  },
  {
    number: 222,
    args: [BLOCK, 65536, 7, 0x32, -1, 0],
    ours: `mmap(${BLOCK_TEXT},65536,PROT_EXEC|PROT_READ|PROT_WRITE,` +
      `MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0) = ${BLOCK_TEXT}`,
  },
  {
    number: 222,
    args: [BLOCK + 1n, 65536, 7, 0x32, -1, 0],
    ours: "mmap(0x0000000030000001,65536,PROT_EXEC|PROT_READ|PROT_WRITE," +
      "MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0) = -1 errno=22 (Invalid argument)",
  },
  {
    number: 222,
    args: [0, 4096, 4, 2, 99, 8192],
    ours: "mmap(NULL,4096,PROT_EXEC,MAP_PRIVATE,99,0x2000) = -1 errno=9 (Bad file descriptor)",
  },
  {
    number: 222,
    args: [0, 4096, 9, 0, -1, 1],
    ours: "mmap(NULL,4096,PROT_READ|PROT_SEM,0,-1,0x1) = -1 errno=22 (Invalid argument)",
  },
  {
    number: 222,
    args: [0, 0, 1, 0xe522, -1, 0],
    ours:
      "mmap(NULL,0,PROT_READ,MAP_PRIVATE|MAP_ANONYMOUS|MAP_GROWSDOWN|MAP_LOCKED|MAP_NORESERVE|" +
      "MAP_POPULATE|0x400,-1,0) = -1 errno=22 (Invalid argument)",
  },
  { number: 215, args: [BLOCK, 4096], ours: `munmap(${BLOCK_TEXT},4096) = 0` },
  {
    number: 215,
    args: [BLOCK, 0],
    ours: `munmap(${BLOCK_TEXT},0) = -1 errno=22 (Invalid argument)`,
  },
  {
    number: 226,
    args: [BLOCK + 0x2000n, 4096, 1],
    ours: "mprotect(0x0000000030002000,4096,PROT_READ) = 0",
  },
  {
    number: 226,
    args: [BLOCK, 4096, 0],
    ours: `mprotect(${BLOCK_TEXT},4096,PROT_NONE) = -1 errno=12 (Cannot allocate memory)`,
  },
  {
    number: 226,
    args: [BLOCK, 4096, 0x13],
    ours: `mprotect(${BLOCK_TEXT},4096,PROT_READ|PROT_WRITE|0x10) = ` +
      "-1 errno=22 (Invalid argument)",
  },
  {
    number: 233,
    args: [BLOCK + 0x3000n, 4096, 4],
    ours: "madvise(0x0000000030003000,4096,MADV_DONTNEED) = 0",
  },
  { number: 233, args: [0, 0, 15], ours: "madvise(NULL,0,MADV_NOHUGEPAGE) = 0" },
  { number: 214, args: [0], ours: "brk(NULL) = ADDRESS" },
  { number: 64, args: [1, TEXT, 6], ours: "write(1,0x20200,6) = 6" },
  { number: 64, args: [1, 0, 0], ours: "write(1,0,0) = 0" },
  { number: 64, args: [1, 8, 3], ours: "write(1,0x8,3) = -1 errno=14 (Bad address)" },
  {
    number: 64,
    args: [-1, TEXT, 1],
    ours: "write(-1,0x20200,1) = -1 errno=9 (Bad file descriptor)",
  },
  { number: 63, args: [0, TEXT, 1], ours: "read(0,0x20200,1) = 0" },
  {
    number: 63,
    args: [99, TEXT, 1],
    ours: "read(99,0x20200,1) = -1 errno=9 (Bad file descriptor)",
  },
  { number: 66, args: [1, DATA, 2], ours: "writev(1,0x20000,0x2) = 0" },
  { number: 66, args: [1, DATA, 0], ours: "writev(1,0x20000,0) = 0" },
  {
    number: 66,
    args: [1, DATA, 2000],
    ours: "writev(1,0x20000,0x7d0) = -1 errno=22 (Invalid argument)",
  },
  {
    number: 134,
    args: [11, 0, DATA, 8],
    ours: "rt_sigaction(SIGSEGV,NULL,0x0000000000020000) = 0",
  },
  {
    number: 134,
    args: [9, DATA, 0, 8],
    ours: "rt_sigaction(SIGKILL,0x0000000000020000,NULL) = -1 errno=22 (Invalid argument)",
  },
  { number: 134, args: [40, 0, 0, 8], ours: "rt_sigaction(40,NULL,NULL) = 0" },
  {
    number: 135,
    args: [0, DATA + 64n, 0, 8],
    ours: "rt_sigprocmask(SIG_BLOCK,0x0000000000020040,NULL) = 0",
  },
  {
    number: 135,
    args: [2, 0, DATA, 8],
    ours: "rt_sigprocmask(SIG_SETMASK,NULL,0x0000000000020000) = 0",
  },
  {
    number: 135,
    args: [5, DATA, 0, 8],
    ours: "rt_sigprocmask(UNKNOWN,0x0000000000020000,NULL) = -1 errno=22 (Invalid argument)",
  },
  { number: 136, args: [DATA, 8], ours: "rt_sigpending(131072,8,0,0,0,0) = 0" },
  {
    number: 113,
    args: [1, TIME],
    ours: "clock_gettime(CLOCK_MONOTONIC,0x0000000000020100) = 0 ({tv_sec = N,tv_nsec = N})",
  },
  {
    number: 113,
    args: [99, TIME],
    ours: "clock_gettime(0x63,0x0000000000020100) = -1 errno=22 (Invalid argument)",
  },
  { number: 114, args: [0, 0], ours: "clock_getres(CLOCK_REALTIME,NULL) = 0 (NULL)" },
  {
    number: 114,
    args: [2, TIME],
    ours:
      "clock_getres(CLOCK_PROCESS_CPUTIME_ID,0x0000000000020100) = 0 ({tv_sec = N,tv_nsec = N})",
  },
  {
    number: 169,
    args: [TIME, 0],
    ours: "gettimeofday(0x0000000000020100,NULL) = 0 ({tv_sec = N,tv_usec = N},NULL)",
  },
  {
    number: 169,
    args: [TIME, TEXT],
    ours: "gettimeofday(0x0000000000020100,0x0000000000020200) = 0 " +
      "({tv_sec = N,tv_usec = N},{0,0})",
  },
  {
    number: 115,
    args: [1, 0, DATA + 128n, 0],
    ours: "clock_nanosleep(CLOCK_MONOTONIC,0,{tv_sec = N,tv_nsec = N},NULL) = 0",
  },
  {
    number: 115,
    args: [1, 0, 8, 0],
    ours: "clock_nanosleep(CLOCK_MONOTONIC,0,0x0000000000000008,NULL) = -1 errno=14 (Bad address)",
  },
  { number: 101, args: [DATA + 128n, 0], ours: "nanosleep(131200,0,0,0,0,0) = 0" },
  { number: 278, args: [DATA, 8, 0], ours: "getrandom(0x20000,8,0) = 8" },
  {
    number: 278,
    args: [DATA, 8, 99],
    ours: "getrandom(0x20000,8,99) = -1 errno=22 (Invalid argument)",
  },
  { number: 160, args: [DATA], ours: "uname(0x20000) = 0" },
  { number: 179, args: [DATA], ours: "sysinfo(131072,0,0,0,0,0) = 0" },
  { number: 148, args: [DATA, DATA, DATA], ours: "getresuid(131072,131072,131072,0,0,0) = 0" },
  { number: 261, args: [0, 3, 0, DATA], ours: "prlimit64(0,3,0,131072,0,0) = 0" },
  { number: 172, args: [], ours: "getpid() = N" },
  { number: 178, args: [], ours: "gettid() = N" },
  {
    number: 129,
    args: [0x7fff_ffff, 0],
    ours: "kill(2147483647,0) = -1 errno=3 (No such process)",
  },
  { number: 131, args: [0, 1, 15], ours: "tgkill(0,1,SIGTERM) = -1 errno=22 (Invalid argument)" },
  { number: 130, args: [-1, 40], ours: "tkill(-1,40) = -1 errno=22 (Invalid argument)" },
  { number: 1000, args: [1, 2, 3], ours: "Unknown syscall 1000" },
  { number: -1, args: [1, 2, 3], ours: "Unknown syscall -1" },
  {
    number: 0,
    args: [1, 2, 3, 4, 5, 6],
    ours: "io_setup(1,2,3,4,5,6) = -1 errno=38 (Function not implemented)",
  },
];

/** Calls with another line of QEMU, on purpose. */
const DIFFERENT: readonly Line[] = [
  // QEMU cuts lengths to 32 bits, which hides a wrong argument.
  {
    number: 222,
    args: [0, 1n << 63n, 3, 0x22, -1, 0],
    ours: "mmap(NULL,9223372036854775808,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS,-1,0) = " +
      "-1 errno=12 (Cannot allocate memory)",
    qemu: "mmap(NULL,0,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS,-1,0) = " +
      "-1 errno=12 (Cannot allocate memory)",
  },
  // QEMU cuts the addresses of buffers too; those on the stack are longer.
  {
    number: 64,
    args: [1, 0x3f_1234_5678n, 1],
    ours: "write(1,0x3f12345678,1) = -1 errno=14 (Bad address)",
    qemu: "write(1,0x12345678,1) = -1 errno=14 (Bad address)",
  },
  // QEMU shows mremap's addresses in decimal, unlike those in the other lines.
  {
    number: 216,
    args: [BLOCK + 0x4000n, 4096, 4096, 0, 0],
    ours: "mremap(0x0000000030004000,4096,4096,0,NULL) = 0x0000000030004000",
    qemu: "mremap(805322752,4096,4096,0,0,0) = 805322752",
  },
  // QEMU has the old name of signal 6.
  {
    number: 129,
    args: [0x7fff_ffff, 6],
    ours: "kill(2147483647,SIGABRT) = -1 errno=3 (No such process)",
    qemu: "kill(2147483647,SIGIOT) = -1 errno=3 (No such process)",
  },
  // Flags that QEMU 7.2 does not know or does not name.
  {
    number: 222,
    args: [0, 4096, 3, 0x2_0022, -1, 0],
    ours: "mmap(NULL,4096,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS|MAP_STACK,-1,0) = ADDRESS",
    qemu: "mmap(NULL,4096,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS|0x20000,-1,0) = ADDRESS",
  },
  // A call that this kernel does not implement shows its arguments as numbers.
  {
    number: 235,
    args: [99, 0],
    ours: "mbind(99,0,0,0,0,0) = -1 errno=38 (Function not implemented)",
  },
  // Results that differ by machine: see the tests of these calls.
  {
    number: 96,
    args: [DATA],
    ours: "set_tid_address(131072,0,0,0,0,0) = 1000",
    qemu: "set_tid_address(131072,0,0,0,0,0) = N",
  },
];

const LINES = [...COMMON, ...DIFFERENT, ...FILE_LINES, ...FILE_LINES_APART];

/** The strings among the arguments. */
const TEXTS = [
  ...new Set(LINES.flatMap(({ args }) => args).filter((arg) => typeof arg === "string")),
];

/** The arguments as numbers. */
function values({ args }: Line): bigint[] {
  return args.map((arg) =>
    typeof arg === "string"
      ? STRINGS + BigInt(STRING_SIZE * TEXTS.indexOf(arg))
      : BigInt.asIntN(64, BigInt(arg))
  );
}

/** Hides what differs between runs, where the expected line does. */
function normalise(line: string, expected: string | undefined): string {
  let text = line.replace(/^\d+ /, "");
  if (expected?.endsWith("ADDRESS")) text = text.replace(/0x[0-9a-f]{16}$/, "ADDRESS");
  if (expected?.includes("_sec = N")) text = text.replaceAll(/(?<=sec = )\d+/g, "N");
  if (expected?.endsWith("= N")) text = text.replace(/\d+$/, "N");
  return text;
}

Deno.test("Each call is traced as in the table", () => {
  const found: string[] = [];
  using caller = new Caller({
    hooks: { onSyscall: (event) => found.push(event.text()) },
    mounts: [{ at: "/", fileSystem: new MemoryFileSystem() }],
  });
  caller.put(new Uint8Array(0x1_0000));
  TEXTS.forEach((text, index) => caller.put(text, STRINGS + BigInt(STRING_SIZE * index)));
  for (const line of LINES) caller.call(line.number, ...values(line));
  assertEquals(
    found.map((line, index) => normalise(line, LINES[index]?.ours)),
    LINES.map(({ ours }) => ours),
  );
  for (const line of found) assertEquals(line.split(" ")[0], "1000");
});

/** A program that makes the calls of the table, and exits with 3. */
function program(): string {
  const rows = LINES.map((line) => {
    const words = Array.from({ length: 6 }, (_, index) => values(line)[index] ?? 0n);
    return `        .dword  ${[BigInt(line.number), ...words]}`;
  });
  const texts = TEXTS.map((text) => {
    return `        .ascii  "${text}"\n        .zero   ${STRING_SIZE - text.length}`;
  });
  return `
        .globl  _start
        .text
_start: li      a0, 3                   # descriptors that were inherited would shift the others
        li      a1, -1
        li      a2, 0
        li      a7, 436
        ecall
        la      s0, rows
        la      s1, end
1:      ld      a7, 0(s0)
        ld      a0, 8(s0)
        ld      a1, 16(s0)
        ld      a2, 24(s0)
        ld      a3, 32(s0)
        ld      a4, 40(s0)
        ld      a5, 48(s0)
        ecall
        addi    s0, s0, 56
        bltu    s0, s1, 1b
        li      a0, 3
        li      a7, 94
        ecall
        .balign 8
rows:
${rows.join("\n")}
end:
        .data
        .zero   ${STRINGS - DATA}
${texts.join("\n")}
        .zero   0x4000
`;
}

Deno.test({
  name: `qemu-riscv64 -strace prints the lines of the table${witnessMissing}`,
  ignore: !canWitness,
  fn: () =>
    withWitness(program(), async (run) => {
      const { stderr, status } = await run(["-strace"]);
      assertEquals(status, 3);
      const expected = [...LINES.map(({ ours, qemu }) => qemu ?? ours), "exit_group(3)"];
      const [, ...found] = stderr.trimEnd().split("\n");
      assertEquals(found.map((line, index) => normalise(line, expected[index])), expected);
    }),
});

Deno.test("exit_group() has no result, and a signal has its own line", () => {
  const found: string[] = [];
  const hear = (event: { text(): string }) => found.push(event.text());
  const hooks = { onSyscall: hear, onSignal: hear };
  {
    using caller = new Caller({ hooks });
    caller.call("exit_group", 3);
  }
  {
    using caller = new Caller({ hooks });
    caller.call("kill", 1000, 6);
  }
  for (const target of [0n, 0x40n, DATA]) {
    using caller = new Caller({ hooks });
    caller.process.machine.pc = target;
    caller.process.step();
  }
  assertEquals(found, [
    "1000 exit_group(3)",
    "1000 kill(1000,SIGABRT) = 0",
    "--- SIGABRT {si_signo=SIGABRT, si_code=SI_USER, si_pid=1000, si_uid=1000} ---",
    "--- SIGSEGV {si_signo=SIGSEGV, si_code=1, si_addr=NULL} ---",
    "--- SIGSEGV {si_signo=SIGSEGV, si_code=1, si_addr=0x0000000000000040} ---",
    "--- SIGSEGV {si_signo=SIGSEGV, si_code=2, si_addr=0x0000000000020000} ---",
  ]);
});
