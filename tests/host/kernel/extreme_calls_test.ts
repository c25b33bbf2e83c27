// SPDX-License-Identifier: MPL-2.0
// Every system call of the table at its extremes: huge sizes, counts, positions and timeouts, vectors of 1024
// buffers, long paths, many nested directories, open descriptors and directory entries. No call may take more
// CPU time of the host than a bound with room for slow machines. LEVERET_FUZZ sets the random calls per row.

import { assert, assertEquals } from "@std/assert";
import { SYSCALLS } from "../../../host/kernel/calls/syscall_table.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";
import { Random } from "../../cpu/values.ts";
import { CWD, Files, OPEN } from "./files_caller.ts";
import { DATA } from "./one_call.ts";
import { timed } from "./thread_time.ts";

/** CPU seconds that one call may take. */
const MAX_SECONDS = 2;
const RANDOM_CALLS = fuzzCount(15);

/** A mapping of which most is never touched. */
const LARGE_SIZE = 1 << 27;
const DEPTH = 500;
const ENTRIES = 2000;

/** Where the arguments of calls are, in a mapping of their own. */
interface Data {
  readonly large: bigint;
  /** 1024 buffers of 2^31 bytes and of one byte; 1024 poll entries; timeouts; paths. */
  readonly buffers: bigint;
  readonly bytes: bigint;
  readonly polls: bigint;
  readonly forever: bigint;
  readonly full: bigint;
  readonly paths: readonly bigint[];
}

/** A process with many open files, and data for the arguments of its calls. */
class Subject {
  readonly files: Files;
  readonly data: Data;
  readonly descriptors: readonly number[];

  constructor(fileSystem: MemoryFileSystem) {
    this.files = new Files([{ at: "/", fileSystem }], { memoryLimit: 3 * 2 ** 27 });
    const { files } = this;
    const large = files.call("mmap", 0, LARGE_SIZE, 3, 0x22, -1, 0);
    assert(large > 0n);
    const at = files.call("mmap", 0, 1 << 20, 3, 0x22, -1, 0);
    const pair = (first: bigint, second: bigint) => Array(1024).fill([first, second]).flat();
    const [buffers, bytes, polls] = [at, at + 0x4000n, at + 0x8000n];
    files.put(pair(large, 2n ** 31n), buffers);
    files.put(pair(large, 1n), bytes);
    files.put(Array(4096).fill(0x0005_0000_0003n), polls);
    const forever = files.put([2n ** 62n, 0n, 2n ** 62n, 0n], at + 0x1_0000n);
    const full = files.put(Array(4096).fill(-1n), at + 0x2_0000n);
    const paths = [
      "/many",
      "/large",
      "d/".repeat(DEPTH),
      `${"d/".repeat(DEPTH)}${"../".repeat(DEPTH)}large`,
      `/${"./".repeat(2040)}large`,
      "x".repeat(4095),
      "/loop",
      `/${"many/../".repeat(500)}large`,
      "/new",
      "/dev/zero",
      "",
    ].map((path, index) => files.put(`${path}\0`, at + BigInt(0x4_0000 + index * 0x2000)));
    this.data = { large, buffers, bytes, polls, forever, full, paths };
    const open = (path: string, flags: number) => files.open(path, flags);
    const opened = [
      open("/large", OPEN.RDWR),
      open("/other", OPEN.RDWR | OPEN.CREAT),
      open("/appended", OPEN.RDWR | OPEN.CREAT | OPEN.APPEND),
      open("/many", OPEN.RDONLY | OPEN.DIRECTORY),
      open("/dev/zero", OPEN.RDWR),
      open("/dev/urandom", OPEN.RDWR),
      open("/dev/null", OPEN.RDWR),
      files.answer("eventfd2", 0, 0),
      files.answer("timerfd_create", 1, 0),
    ];
    assertEquals(files.answer("pipe2", DATA, 0), 0);
    const descriptors = opened.filter((one) => typeof one === "number");
    assertEquals(descriptors.length, opened.length, JSON.stringify(opened));
    this.descriptors = [
      0,
      1,
      2,
      ...descriptors,
      ...[1, 2].map((n) => (descriptors.at(-1) ?? 0) + n),
    ];
  }
}

/** A file system with a large file, deep directories, many entries and a loop of symlinks. */
function fileSystem(): MemoryFileSystem {
  const system = new MemoryFileSystem();
  using files = new Files([{ at: "/", fileSystem: system }]);
  const large = files.open("/large", OPEN.RDWR | OPEN.CREAT);
  files.call("ftruncate", large as number, 2 ** 26);
  files.answer("mkdirat", CWD, files.path("/many"), 0o777);
  for (let index = 0; index < ENTRIES; index++) files.write(`/many/${index}`, "");
  files.both("symlinkat", "/loop", "/loop");
  // Paths have 4095 bytes at most, so the directories are made from within.
  files.answer("chdir", files.path("/"));
  for (let depth = 0; depth < DEPTH; depth++) {
    assertEquals(files.answer("mkdirat", CWD, files.path("d"), 0o777), 0);
    assertEquals(files.answer("chdir", files.path("d")), 0);
  }
  return system;
}

/** Makes calls, and notes those that take too long. */
class Trial {
  readonly slow: string[] = [];
  #subject: Subject;
  #made = 0;

  constructor() {
    this.#subject = new Subject(fileSystem());
  }

  /** The current process; it is another one when a call has ended the last. */
  get subject(): Subject {
    const { files } = this.#subject;
    if (files.process.kernel.ended !== undefined || ++this.#made % 500 === 0) {
      files.process.dispose();
      this.#subject = new Subject(fileSystem());
    }
    return this.#subject;
  }

  call(name: string | number, what: string, args: readonly (number | bigint)[]): void {
    const { seconds } = timed(() => this.#subject.files.call(name, ...args));
    if (seconds > MAX_SECONDS) this.slow.push(`${what}(${args.join(", ")}): ${seconds} s`);
  }

  [Symbol.dispose](): void {
    this.#subject.files.process.dispose();
  }
}

/** What the arguments of calls are chosen from. */
function palette({ data, descriptors }: Subject): readonly (number | bigint)[] {
  const { large, buffers, bytes, polls, forever, full, paths } = data;
  return [
    ...descriptors,
    ...paths,
    ...[large, buffers, bytes, polls, forever, full],
    ...[0, 1, 2, 3, 4, 8, 16, 1023, 1024, 1025, 4096, CWD, -1],
    ...[2n ** 20n, 2n ** 27n, 2n ** 30n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 37n],
    ...[2n ** 38n, 2n ** 47n, 2n ** 52n, 2n ** 60n, 2n ** 63n - 1n, -(2n ** 63n), -4096n],
  ];
}

Deno.test("no system call takes long, whatever its arguments", () => {
  using trial = new Trial();
  const random = new Random(Number(FUZZ_SEED));
  for (const { name, number } of SYSCALLS) {
    for (let index = 0; index < RANDOM_CALLS; index++) {
      const choices = palette(trial.subject);
      const args = Array.from({ length: 6 }, () => choices[random.below(choices.length)] ?? 0);
      trial.call(number, name, args);
    }
  }
  assertEquals(trial.slow, []);
});

type Args = readonly (number | bigint)[];

/** Calls at the extremes that random arguments rarely meet, by their names in the table. */
function extremes({ data, descriptors }: Subject): Readonly<Record<string, readonly Args[]>> {
  const { large, buffers, bytes, polls, forever, full, paths } = data;
  const [, , , file = 0, other = 0, appended = 0, directory = 0, zero = 0, random = 0] =
    descriptors;
  const [many = 0n, largePath = 0n, deep = 0n, back = 0n, dots = 0n] = paths;
  const [huge, most, end] = [2n ** 60n, 2n ** 31n - 1n, 2n ** 63n - 1n];
  const walks: Args[] = paths.map((path) => [CWD, path, bytes, 0, 0, 0]);
  return {
    readv: [file, zero, random].flatMap((one): Args[] => [
      [one, buffers, 1024],
      [one, bytes, 1024],
    ]),
    writev: [other, appended, zero].flatMap((one): Args[] => [[one, bytes, 1024]]),
    preadv: [[file, buffers, 1024, 0], [random, buffers, 1024, 0]],
    preadv2: [[file, buffers, 1024, 0, 0, 0], [random, buffers, 1024, -1, 0, 0]],
    pwritev: [[other, bytes, 1024, huge], [other, bytes, 1024, 0]],
    pwritev2: [[other, bytes, 1024, huge, 0, 0]],
    read: [[zero, large, LARGE_SIZE], [random, large, LARGE_SIZE], [file, large, LARGE_SIZE]],
    write: [[other, large, LARGE_SIZE], [zero, large, LARGE_SIZE]],
    pread64: [[file, large, LARGE_SIZE, 0], [file, large, LARGE_SIZE, end]],
    pwrite64: [[other, large, LARGE_SIZE, 2n ** 40n], [other, large, 1, end - 1n]],
    ftruncate: [[other, huge], [other, 2n ** 40n], [other, 2n ** 28n], [other, 0]],
    truncate: [[largePath, huge], [largePath, 2n ** 40n]],
    fallocate: [[other, 0, 0, huge], [other, 0, huge, 1], [other, 1, 0, huge], [
      other,
      0,
      end,
      end,
    ]],
    copy_file_range: [[file, 0, other, 0, huge, 0], [file, forever, other, 0, huge, 0]],
    sendfile: [[other, file, 0, huge], [zero, file, 0, end]],
    getrandom: [[large, 2n ** 31n, 0], [large, end, 0], [large, LARGE_SIZE, 2]],
    mincore: [[large, LARGE_SIZE, large], [0, 2n ** 38n, large], [large, LARGE_SIZE, buffers]],
    madvise: [[0, 2n ** 38n, 4], [large, LARGE_SIZE, 4], [large, LARGE_SIZE, 8]],
    msync: [[0, 2n ** 38n, 4], [large, LARGE_SIZE, 4]],
    mlock: [[0, 2n ** 38n], [large, LARGE_SIZE]],
    munmap: [[0x1000, 2n ** 38n - 4096n]],
    mprotect: [[large, LARGE_SIZE, 1], [large, LARGE_SIZE, 3]],
    mremap: [[large, LARGE_SIZE, 2 * LARGE_SIZE, 1, 0], [large, 4096, 2n ** 37n, 1, 0]],
    mmap: [[0, LARGE_SIZE, 3, 2, file, 0], [0, 2n ** 37n, 3, 0x22, -1, 0]],
    ppoll: [[polls, 1024, forever, 0, 8], [polls, most, forever, 0, 8], [polls, 1024, 0, 0, 8]],
    pselect6: [[1024, full, full, full, forever, 0], [most, full, full, full, forever, 0]],
    nanosleep: [[forever, 0]],
    clock_nanosleep: [[1, 0, forever, 0], [1, 1, forever, 0]],
    getdents64: [[directory, large, LARGE_SIZE], [directory, large, 24]],
    close_range: [[3, 2n ** 32n - 1n, 4], [3, 2n ** 32n - 1n, 0]],
    openat: [...walks, [CWD, deep, 0, 0], [CWD, back, 0, 0], [CWD, dots, 0, 0]],
    newfstatat: walks,
    faccessat: walks,
    chdir: paths.map((path) => [path]),
    getcwd: [[large, LARGE_SIZE]],
    renameat2: [[CWD, many, CWD, deep, 0, 0], [CWD, deep, CWD, many, 0, 0]],
    linkat: [[CWD, largePath, CWD, deep, 0]],
    symlinkat: paths.map((path) => [path, CWD, deep]),
    unlinkat: [[CWD, many, 0x200], [CWD, deep, 0x200]],
    rt_sigtimedwait: [[full, 0, forever, 8]],
    futex: [[large, 0, 0, forever, 0, 0], [large, 1, most, 0, 0, 0], [
      large,
      9,
      0,
      forever,
      0,
      full,
    ]],
    sched_setaffinity: [[0, LARGE_SIZE, large]],
    sched_getaffinity: [[0, LARGE_SIZE, large]],
    getgroups: [[most, large]],
  };
}

Deno.test("no system call takes long at the extremes of its arguments", () => {
  using trial = new Trial();
  const known = new Set(SYSCALLS.map(({ name }) => name));
  const names = Object.keys(extremes(trial.subject));
  assertEquals(names.filter((name) => !known.has(name)), []);
  for (const name of names) {
    const { length } = extremes(trial.subject)[name] ?? [];
    for (let index = 0; index < length; index++) {
      trial.call(name, name, extremes(trial.subject)[name]?.[index] ?? []);
    }
  }
  assertEquals(trial.slow, []);
});
