// SPDX-License-Identifier: MPL-2.0
// What mmap and its kin answer, case by case: the arguments, and the answer that Linux gives. Each group
// starts with nothing mapped in a range of 16 MiB, whose start the arguments call `b`. Where
// qemu-riscv64 7.2 answers differently from Linux, or crashes, the row says so.

/** What a call answered: a number, the name of an error, `b+0x...`, or "new" for another address. */
export type Answer = number | string;

/** One call: its name, its arguments, Linux's answer, and QEMU's where it is another. */
export type Case = readonly [
  call: string,
  args: readonly (number | bigint | string)[],
  linux: Answer,
  qemu?: Answer | undefined,
];

/** Calls that are made one after another, from a clean range on. */
export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** Bytes of the range. */
export const RANGE_SIZE = 16 << 20;

const [NONE, READ, WRITE, EXEC, RW] = [0, 1, 2, 4, 3];
const [SHARED, PRIVATE, FIXED, ANON] = [1, 2, 0x10, 0x20];
const NOREPLACE = 0x10_0000;
const AP = ANON | PRIVATE;
const APF = AP | FIXED;
const [MAYMOVE, MOVE_FIXED, DONTUNMAP] = [1, 2, 4];
const MAX = (1n << 64n) - 1n;

/** A mapping in the range, to begin with. */
const mapped = (at: string, length: number, prot = RW): Case => [
  "mmap",
  [at, length, prot, APF, -1, 0],
  at === "b" ? "b+0x0" : at,
];
/** Whether a page can be written (1) or not (EFAULT), asked with a call that stores a byte. */
const writable = (
  at: string,
  answer: Answer,
  qemu?: Answer,
): Case => ["getrandom", [at, 1, 0], answer, qemu];
/** Whether a page can be read (0) or not (EFAULT), asked with a call that loads eight bytes. */
const readable = (
  at: string,
  answer: Answer,
  qemu?: Answer,
): Case => ["rt_sigprocmask", [0, at, 0, 8], answer, qemu];
/** Loads a byte, and stores one. */
const peek = (at: string, answer: Answer, qemu?: Answer): Case => ["peek", [at], answer, qemu];
const poke = (at: string, value: number): Case => ["poke", [at, value], 0];

export const GROUPS: readonly Group[] = [
  {
    name: "mmap() takes what Linux takes",
    cases: [
      ["mmap", [0, 4096, RW, AP, -1, 0], "new"],
      ["mmap", [0, 1, RW, AP, -1, 0], "new"],
      ["mmap", [0, 4097, NONE, AP, -1, 0], "new"],
      ["mmap", [0, 4096, EXEC, AP, -1, 0], "new"],
      ["mmap", [0, 4096, READ | WRITE | EXEC, ANON | SHARED, -1, 0], "new"],
      ["mmap", [0, 4096, RW, AP, 0, 0], "new"],
      ["mmap", [0, 4096, RW, AP, 99, 0], "new"],
      ["mmap", [0, 4096, RW, AP, -1, 4096], "new"],
      ["mmap", [0, 4096, RW | 8, AP, -1, 0], "new"],
      ["mmap", [0, 4096, RW, AP | 0x4000, -1, 0], "new"],
      ["mmap", [0, 4096, RW, AP | 0x8000, -1, 0], "new"],
      ["mmap", [0, 4096, RW, AP | 0x2_0000, -1, 0], "new"],
      ["mmap", [0, 1 << 20, RW, AP | 0x100, -1, 0], "new"],
    ],
  },
  {
    name: "mmap() refuses what Linux refuses",
    cases: [
      ["mmap", [0, 0, RW, AP, -1, 0], "EINVAL"],
      ["mmap", [0, 4096, RW, ANON, -1, 0], "EINVAL"],
      ["mmap", [0, 4096, RW, ANON | SHARED | PRIVATE, -1, 0], "EINVAL"],
      ["mmap", [0, 4096, RW, ANON | 4, -1, 0], "EINVAL"],
      ["mmap", [0, 4096, RW, ANON | SHARED | 0x100, -1, 0], "EINVAL"],
      ["mmap", [0, 4096, RW, AP, -1, 1], "EINVAL"],
      ["mmap", [0, 4096, RW, AP, -1, 4095], "EINVAL"],
      ["mmap", [0, 4096, RW, PRIVATE, -1, 0], "EBADF"],
      ["mmap", [0, 4096, RW, PRIVATE, 99, 0], "EBADF"],
      ["mmap", [0, 0, RW, PRIVATE, 99, 0], "EBADF", "EINVAL"],
      ["mmap", [0, 4096, RW, PRIVATE, -1, 1], "EINVAL"],
      ["mmap", [0, MAX, RW, AP, -1, 0], "ENOMEM"],
      ["mmap", [0, 1n << 63n, RW, AP, -1, 0], "ENOMEM"],
      ["mmap", [0, (1n << 63n) - 1n, RW, AP, -1, 0], "ENOMEM"],
      ["mmap", [0, 1n << 62n, RW, AP, -1, 0], "ENOMEM"],
      ["mmap", [0, MAX - 4095n, RW, AP, -1, 0], "ENOMEM"],
      ["mmap", [0, MAX - 4096n, RW, AP, -1, 0], "ENOMEM"],
      ["mmap", ["b+0x1", 4096, RW, APF, -1, 0], "EINVAL"],
      ["mmap", ["b+0xfff", 4096, RW, APF, -1, 0], "EINVAL"],
      ["mmap", ["b", 0, RW, APF, -1, 0], "EINVAL"],
      ["mmap", [MAX - 4095n, 4096, RW, APF, -1, 0], "ENOMEM"],
      ["mmap", [1n << 63n, 4096, RW, APF, -1, 0], "ENOMEM"],
      ["mmap", ["b", 1n << 63n, RW, APF, -1, 0], "ENOMEM"],
    ],
  },
  {
    name: "mmap() takes hints where they are free",
    cases: [
      ["mmap", ["b+0x100000", 4096, RW, AP, -1, 0], "b+0x100000"],
      ["mmap", ["b+0x100000", 4096, RW, AP, -1, 0], "new"],
      ["mmap", ["b+0xff000", 8192, RW, AP, -1, 0], "new"],
      ["mmap", ["b+0xff000", 4096, RW, AP, -1, 0], "b+0xff000"],
      ["mmap", ["b+0x200001", 4096, RW, AP, -1, 0], "b+0x200000"],
      ["mmap", ["b+0x300fff", 8192, RW, AP, -1, 0], "b+0x300000"],
      ["mmap", [1n << 63n, 4096, RW, AP, -1, 0], "new"],
      ["mmap", [MAX, 4096, RW, AP, -1, 0], "new"],
    ],
  },
  {
    name: "mmap() with MAP_FIXED replaces what is there",
    cases: [
      mapped("b", 0x4000),
      poke("b+0x1000", 42),
      peek("b+0x1000", 42),
      mapped("b+0x1000", 0x1000),
      peek("b+0x1000", 0),
      mapped("b+0x2000", 0x1000, READ),
      writable("b+0x1000", 1),
      writable("b+0x2000", "EFAULT"),
      writable("b+0x3000", 1),
      mapped("b+0x3000", 0x2000, NONE),
      writable("b+0x3000", "EFAULT"),
      readable("b+0x4000", "EFAULT"),
      mapped("b", 0x8000),
      writable("b+0x4000", 1),
    ],
  },
  {
    name: "mmap() with MAP_FIXED_NOREPLACE replaces nothing",
    cases: [
      ["mmap", ["b", 0x2000, RW, AP | NOREPLACE, -1, 0], "b+0x0"],
      ["mmap", ["b", 0x1000, RW, AP | NOREPLACE, -1, 0], "EEXIST", "new"],
      ["mmap", ["b+0x1000", 0x2000, RW, AP | NOREPLACE, -1, 0], "EEXIST", "new"],
      ["mmap", ["b+0x1001", 0x1000, RW, AP | NOREPLACE, -1, 0], "EINVAL", "new"],
      ["mmap", ["b+0x3000", 0, RW, AP | NOREPLACE, -1, 0], "EINVAL"],
      ["mmap", ["b+0x2000", 0x1000, RW, APF | NOREPLACE, -1, 0], "b+0x2000"],
      ["mmap", ["b+0x2000", 0x1000, RW, APF | NOREPLACE, -1, 0], "EEXIST", "b+0x2000"],
    ],
  },
  {
    name: "mmap() gives pages the rights that were asked for",
    cases: [
      mapped("b", 0x1000, NONE),
      readable("b", "EFAULT"),
      writable("b", "EFAULT"),
      mapped("b", 0x1000, READ),
      readable("b", 0),
      writable("b", "EFAULT"),
      // There is no write-only page on RISC-V.
      mapped("b", 0x1000, WRITE),
      writable("b", 1, "EFAULT"),
      readable("b", 0, "EFAULT"),
      mapped("b", 0x1000, RW),
      writable("b", 1),
      mapped("b", 0x1000, READ | EXEC),
      readable("b", 0),
      writable("b", "EFAULT"),
      mapped("b", 0x1000, READ | WRITE | EXEC),
      writable("b", 1),
      mapped("b", 0x1000, EXEC),
      writable("b", "EFAULT"),
    ],
  },
  {
    name: "munmap() takes any range of pages",
    cases: [
      mapped("b", 0x10000),
      ["munmap", ["b", 0x1000], 0],
      readable("b", "EFAULT"),
      readable("b+0x1000", 0),
      ["munmap", ["b+0xf000", 0x1000], 0],
      readable("b+0xf000", "EFAULT"),
      ["munmap", ["b+0x8000", 0x2000], 0],
      readable("b+0x7000", 0),
      readable("b+0x8000", "EFAULT"),
      readable("b+0x9000", "EFAULT"),
      readable("b+0xa000", 0),
      ["munmap", ["b+0x3000", 1], 0],
      readable("b+0x3000", "EFAULT"),
      readable("b+0x4000", 0),
      ["munmap", ["b", 0x100000], 0],
      readable("b+0x4000", "EFAULT"),
      ["munmap", ["b", 0x1000], 0],
      ["munmap", ["b+0x4000", 0x800000], 0],
    ],
  },
  {
    name: "munmap() refuses what is no range of pages",
    cases: [
      mapped("b", 0x4000),
      ["munmap", ["b", 0], "EINVAL"],
      ["munmap", ["b+0x1", 0x1000], "EINVAL"],
      ["munmap", ["b+0x800", 0x1000], "EINVAL"],
      ["munmap", ["b", MAX], "EINVAL"],
      ["munmap", ["b", 1n << 63n], "EINVAL"],
      ["munmap", [1n << 63n, 4096], "EINVAL"],
      ["munmap", [MAX - 4095n, 4096], "EINVAL", "crashes"],
      readable("b", 0),
    ],
  },
  {
    name: "mprotect() changes rights page by page",
    cases: [
      mapped("b", 0x8000),
      poke("b+0x1000", 7),
      ["mprotect", ["b+0x1000", 0x1000, READ], 0],
      writable("b", 1),
      writable("b+0x1000", "EFAULT"),
      writable("b+0x2000", 1),
      peek("b+0x1000", 7),
      ["mprotect", ["b+0x1000", 1, RW], 0],
      writable("b+0x1001", 1),
      ["mprotect", ["b", 0x8000, NONE], 0],
      readable("b+0x7000", "EFAULT"),
      ["mprotect", ["b", 0x8000, RW], 0],
      peek("b+0x1010", 0),
      ["mprotect", ["b", 0x1000, READ | WRITE | EXEC], 0],
      ["mprotect", ["b", 0x1000, 8], 0],
      writable("b", "EFAULT"),
    ],
  },
  {
    name: "mprotect() refuses what Linux refuses",
    cases: [
      mapped("b", 0x4000),
      ["mprotect", ["b+0x1", 0x1000, READ], "EINVAL"],
      ["mprotect", ["b", 0x1000, 16], "EINVAL"],
      ["mprotect", ["b", 0x1000, 0x300_0000], "EINVAL"],
      ["mprotect", ["b", 0x1000, READ | 0x100_0000], "EINVAL"],
      ["mprotect", ["b", 0x1000, READ | 0x200_0000], "EINVAL"],
      ["mprotect", ["b", 0, READ], 0, "ENOMEM"],
      ["mprotect", ["b", 0, 16], 0, "EINVAL"],
      ["mprotect", ["b+0x100000", 0, READ], 0, "ENOMEM"],
      ["mprotect", ["b+0x100000", 0x1000, READ], "ENOMEM"],
      ["mprotect", ["b", MAX, READ], "ENOMEM", "crashes"],
      ["mprotect", ["b", 1n << 63n, READ], "ENOMEM", "crashes"],
      ["mprotect", [MAX - 4095n, 4096, READ], "ENOMEM", "crashes"],
      // The pages before a hole are changed all the same.
      ["munmap", ["b+0x2000", 0x1000], 0],
      ["mprotect", ["b", 0x4000, NONE], "ENOMEM"],
      readable("b+0x1000", "EFAULT", "crashes"),
      readable("b+0x3000", 0, "crashes"),
    ],
  },
  {
    name: "mremap() shrinks",
    cases: [
      mapped("b", 0x8000),
      poke("b", 5),
      ["mremap", ["b", 0x8000, 0x4000, 0, 0], "b+0x0"],
      peek("b", 5),
      readable("b+0x3000", 0),
      readable("b+0x4000", "EFAULT"),
      ["mremap", ["b", 0x4000, 0x4000, 0, 0], "b+0x0"],
      ["mremap", ["b", 0x4000, 0x3001, 0, 0], "b+0x0"],
      readable("b+0x3000", 0),
      ["mremap", ["b+0x1000", 0x2000, 0x1000, MAYMOVE, 0], "b+0x1000", "new"],
      readable("b+0x2000", "EFAULT"),
      readable("b+0x3000", 0),
    ],
  },
  {
    name: "mremap() grows in place where there is room",
    cases: [
      mapped("b", 0x2000),
      poke("b+0x1000", 6),
      ["mremap", ["b", 0x2000, 0x4000, 0, 0], "b+0x0"],
      peek("b+0x1000", 6),
      peek("b+0x3000", 0),
      writable("b+0x3000", 1),
      readable("b+0x4000", "EFAULT"),
      ["mremap", ["b", 0x4000, 0x4001, 0, 0], "b+0x0"],
      writable("b+0x4000", 1),
      mapped("b+0x6000", 0x1000, READ),
      ["mremap", ["b", 0x5000, 0x6000, 0, 0], "b+0x0"],
      ["mremap", ["b", 0x6000, 0x7000, 0, 0], "ENOMEM"],
      ["mremap", ["b", 0x3000, 0x4000, 0, 0], "ENOMEM"],
    ],
  },
  {
    name: "mremap() with MREMAP_MAYMOVE moves bytes and rights",
    cases: [
      mapped("b", 0x2000),
      mapped("b+0x2000", 0x1000, READ),
      poke("b", 9),
      ["mremap", ["b", 0x2000, 0x3000, MAYMOVE, 0], "new"],
      readable("b", "EFAULT"),
      readable("b+0x2000", 0),
      mapped("b", 0x2000),
      poke("b+0x1000", 8),
      ["mremap", ["b", 0x2000, 0x1000, MAYMOVE | MOVE_FIXED, "b+0x8000"], "b+0x8000"],
      readable("b", "EFAULT"),
      readable("b+0x1000", "EFAULT"),
      readable("b+0x9000", "EFAULT"),
      mapped("b", 0x2000),
      poke("b+0x1000", 8),
      ["mremap", ["b", 0x2000, 0x4000, MAYMOVE | MOVE_FIXED, "b+0x8000"], "b+0x8000"],
      peek("b+0x9000", 8),
      peek("b+0xb000", 0),
      readable("b+0xc000", "EFAULT"),
      ["mremap", ["b+0x8000", 0x4000, 0x4000, MAYMOVE | MOVE_FIXED, "b+0x100000"], "b+0x100000"],
      peek("b+0x101000", 8),
      ["mprotect", ["b+0x100000", 0x4000, READ], 0],
      ["mremap", ["b+0x100000", 0x4000, 0x4000, MAYMOVE | MOVE_FIXED, "b"], "b+0x0"],
      peek("b+0x1000", 8),
      writable("b+0x1000", "EFAULT"),
      // The target is replaced.
      mapped("b+0x8000", 0x8000),
      ["mremap", ["b", 0x1000, 0x1000, MAYMOVE | MOVE_FIXED, "b+0x9000"], "b+0x9000"],
      writable("b+0x8000", 1),
      writable("b+0x9000", "EFAULT"),
      writable("b+0xa000", 1),
    ],
  },
  {
    name: "mremap() refuses what Linux refuses",
    cases: [
      mapped("b", 0x4000),
      ["mremap", ["b", 0x1000, 0, 0, 0], "EINVAL", "ENOMEM"],
      ["mremap", ["b+0x1", 0x1000, 0x1000, 0, 0], "EINVAL"],
      ["mremap", ["b", 0x1000, 0x2000, 8, 0], "EINVAL"],
      ["mremap", ["b", 0x1000, 0x2000, MOVE_FIXED, "b+0x8000"], "EINVAL"],
      ["mremap", ["b", 0x1000, 0x2000, DONTUNMAP, 0], "EINVAL"],
      ["mremap", ["b", 0x1000, 0x2000, MAYMOVE | DONTUNMAP, 0], "EINVAL"],
      ["mremap", ["b", 0x1000, 0x1000, MAYMOVE | MOVE_FIXED, "b+0x8001"], "EINVAL"],
      ["mremap", ["b", 0x2000, 0x2000, MAYMOVE | MOVE_FIXED, "b+0x1000"], "EINVAL"],
      ["mremap", ["b+0x1000", 0x2000, 0x2000, MAYMOVE | MOVE_FIXED, "b"], "EINVAL"],
      ["mremap", ["b", 0x1000, 0x1000, MAYMOVE | MOVE_FIXED, "b"], "EINVAL"],
      ["mremap", ["b+0x100000", 0x1000, 0x2000, MAYMOVE, 0], "EFAULT"],
      ["mremap", ["b+0x100000", 0x1000, 0x1000, 0, 0], "EFAULT"],
      ["mremap", ["b", 0x8000, 0x9000, MAYMOVE, 0], "EFAULT"],
      ["mremap", ["b", 0, 0x1000, MAYMOVE, 0], "EINVAL", "ENOMEM"],
      ["mremap", ["b", 0x4000, MAX, MAYMOVE, 0], "EINVAL", "ENOMEM"],
      ["mremap", ["b", 0x4000, MAX - 4095n, MAYMOVE, 0], "EINVAL", "ENOMEM"],
      ["mremap", ["b", 0x4000, 1n << 63n, MAYMOVE, 0], "EINVAL", "ENOMEM"],
      ["mremap", ["b", 0x4000, 1n << 63n, 0, 0], "EINVAL"],
      ["mremap", [0, 0x1000, 0x1000, 0, 0], "EFAULT"],
      ["mremap", [1n << 63n, 0x1000, 0x2000, MAYMOVE, 0], "EFAULT"],
      readable("b", 0),
    ],
  },
  {
    name: "mremap() with MREMAP_DONTUNMAP leaves the old pages empty",
    cases: [
      mapped("b", 0x2000),
      poke("b", 3),
      ["mremap", ["b", 0x2000, 0x2000, MAYMOVE | MOVE_FIXED | DONTUNMAP, "b+0x8000"], "b+0x8000"],
      peek("b", 0),
      peek("b+0x8000", 3),
      ["mremap", ["b", 0x2000, 0x2000, MAYMOVE | DONTUNMAP, 0], "new"],
      readable("b", 0, "EFAULT"),
    ],
  },
  {
    name: "madvise() with MADV_DONTNEED empties pages",
    cases: [
      mapped("b", 0x4000),
      poke("b", 1),
      poke("b+0x1000", 2),
      poke("b+0x2000", 3),
      ["madvise", ["b+0x1000", 0x1000, 4], 0],
      peek("b", 1),
      peek("b+0x1000", 0),
      peek("b+0x2000", 3),
      ["madvise", ["b+0x2000", 1, 4], 0],
      peek("b+0x2000", 0),
      writable("b+0x2000", 1),
      // Across a hole: what is mapped is emptied, and the hole is reported.
      poke("b+0x3000", 4),
      ["munmap", ["b+0x1000", 0x1000], 0],
      ["madvise", ["b", 0x4000, 4], "ENOMEM", 0],
      peek("b", 0, 1),
      peek("b+0x3000", 0, 4),
      ["madvise", ["b", 0, 4], 0],
      ["madvise", ["b+0x100000", 0, 4], 0],
    ],
  },
  {
    name: "madvise() takes other advice as Linux does",
    cases: [
      mapped("b", 0x4000),
      poke("b", 1),
      ...[0, 1, 2, 3, 8, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]
        .map((advice): Case => ["madvise", ["b", 0x4000, advice], 0]),
      ["madvise", ["b", 0x1000, 5], "EINVAL", 0],
      ["madvise", ["b", 0x1000, 99], "EINVAL", 0],
      ["madvise", ["b", 0x1000, -1], "EINVAL", 0],
      ["madvise", ["b+0x1", 0x1000, 0], "EINVAL"],
      ["madvise", ["b+0x1", 0x1000, 4], "EINVAL"],
      ["madvise", ["b", MAX, 0], "EINVAL"],
      ["madvise", ["b", 1n << 63n, 0], "ENOMEM", 0],
      ["madvise", ["b+0x3000", 0x2000, 0], "ENOMEM", 0],
      ["madvise", ["b+0x100000", 0x1000, 0], "ENOMEM", 0],
      ["madvise", ["b+0x100000", 0x1000, 99], "EINVAL", 0],
    ],
  },
  {
    name: "brk() moves the end of the heap, or answers where it is",
    cases: [
      ["brk", [0], "h+0x0"],
      ["brk", ["h+0x1"], "h+0x1"],
      writable("h+0x0", 1),
      writable("h+0xfff", 1),
      writable("h+0x1000", "EFAULT"),
      ["brk", ["h+0x3000"], "h+0x3000"],
      writable("h+0x2fff", 1),
      readable("h+0x3000", "EFAULT"),
      poke("h+0x2000", 4),
      ["brk", ["h+0x2001"], "h+0x2001"],
      peek("h+0x2000", 4),
      ["brk", ["h+0x2000"], "h+0x2000"],
      ["brk", ["h+0x3000"], "h+0x3000"],
      peek("h+0x2000", 0),
      ["brk", [MAX], "h+0x3000"],
      ["brk", [1n << 63n], "h+0x3000"],
      ["brk", [1], "h+0x3000"],
      ["brk", ["h-0x1000"], "h+0x3000"],
      ["brk", ["h+0x0"], "h+0x0"],
      readable("h+0x0", "EFAULT", 0),
    ],
  },
];
