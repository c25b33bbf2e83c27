// SPDX-License-Identifier: MPL-2.0
// /proc/self, private mappings of /dev/zero, what mincore says, and calls of System V IPC, as
// qemu-riscv64 7.2 answers them, except the names of the program and its addresses.
import { assertEquals, assertMatch } from "@std/assert";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import type { ProcessOptions } from "../../../host/process.ts";
import { leveret } from "../cli/harness.ts";
import { BUFFER, Files, OPEN } from "./files_caller.ts";

const [READ, WRITE, SHARED, PRIVATE] = [1, 2, 1, 2];
const { WRONLY, RDWR } = OPEN;

function filesOf(options: ProcessOptions = {}): Files {
  return new Files([], options);
}

/** Where a symlink leads, or an error. */
function link(files: Files, path: string): string {
  const length = files.one("readlinkat", path, Number(BUFFER), 4096);
  if (typeof length === "string") return length;
  return new TextDecoder().decode(files.process.machine.memory.read(BUFFER, length));
}

Deno.test("/dev/zero can be mapped, other devices cannot", () => {
  using files = filesOf();
  const zero = files.open("/dev/zero", RDWR);
  const start = files.call("mmap", 0, 8192, READ | WRITE, PRIVATE, zero as number, 0);
  const { memory } = files.process.machine;
  memory.writeUint(start + 5000n, 1, 1n);
  assertEquals([memory.readUint(start, 8), memory.readUint(start + 5000n, 1)], [0n, 1n]);
  assertEquals(files.call("mmap", 0, 8192, READ | WRITE, SHARED, zero as number, 0) > 0n, true);
  assertEquals(files.call("mmap", 0, 8192, READ, PRIVATE, zero as number, 4096) > 0n, true);
  const map = (path: string, flags: number = RDWR) =>
    files.answer("mmap", 0, 8192, READ, PRIVATE, files.open(path, flags) as number, 0);
  assertEquals(["/dev/null", "/dev/full", "/dev/urandom"].map((path) => map(path)), [
    "ENODEV",
    "ENODEV",
    "ENODEV",
  ]);
  assertEquals(map("/dev/zero", WRONLY), "EACCES");
});

Deno.test("stat and fstat of /proc/self/exe give the size of the executable", () => {
  using files = filesOf({ executable: new Uint8Array(1234) });
  const { memory } = files.process.machine;
  const size = () => memory.readUint(BUFFER + 48n, 8);
  assertEquals(files.one("newfstatat", "/proc/self/exe", Number(BUFFER), 0), 0);
  assertEquals(size(), 1234n);
  assertEquals(files.answer("fstat", files.open("/proc/self/exe") as number, BUFFER), 0);
  assertEquals(size(), 1234n);
  assertEquals(files.one("newfstatat", "/proc/self/maps", Number(BUFFER), 0), 0);
  assertEquals(size(), 0n);
});

Deno.test("mincore() tells touched pages from others", () => {
  using files = filesOf();
  const start = files.call("mmap", 0, 12288, READ | WRITE, PRIVATE | 0x20, -1, 0);
  const { memory } = files.process.machine;
  memory.writeUint(start + 4096n, 1, 1n);
  assertEquals(files.answer("mincore", start, 8193, BUFFER), 0);
  assertEquals([...memory.read(BUFFER, 3)], [0, 1, 0]);
  assertEquals(files.answer("mincore", start + 1n, 4096, BUFFER), "EINVAL");
  assertEquals(files.answer("mincore", start, 0, BUFFER), 0);
  assertEquals(files.answer("mincore", 0, 4096, BUFFER), "ENOMEM");
  assertEquals(files.answer("mincore", start, 4096, 8), "EFAULT");
  files.call("munmap", start + 4096n, 4096);
  assertEquals(files.answer("mincore", start, 12288, BUFFER), "ENOMEM");
  assertEquals(files.answer("mincore", start, 1n << 47n, BUFFER), "ENOMEM");
});

Deno.test("munmap() beyond Sv39's addresses answers EINVAL and keeps the stack", () => {
  using files = filesOf();
  const sp = files.process.machine.registers.get(2);
  for (
    const [start, length] of [[4096n, 1n << 47n], [0n, (1n << 38n) + 4096n], [1n << 38n, 4096n]]
  ) {
    assertEquals(files.answer("munmap", start ?? 0n, length ?? 0n), "EINVAL");
  }
  assertEquals(files.process.machine.memory.mappingAt(sp)?.name, "[stack]");
  const map = (start: bigint, length: bigint, flags: number) =>
    files.call("mmap", start, length, READ, PRIVATE | 0x20 | flags, -1, 0);
  assertEquals(map(1n << 38n, 4096n, 0x10), -12n);
  assertEquals(map(0n, 1n << 38n, 0), -12n);
  // As a hint it is ignored.
  assertEquals(map(1n << 38n, 4096n, 0) < 1n << 38n, true);
});

Deno.test("a process that maps very much gets addresses beyond Sv39's, and can unmap them", () => {
  using files = filesOf();
  let start = 0n;
  for (let round = 0; start < 1n << 38n && round < 100; round++) {
    start = files.call("mmap", 0, 1 << 28, READ, PRIVATE | 0x20, -1, 0);
    if (start < 1n << 38n) assertEquals(files.answer("munmap", start, 1 << 28), 0);
  }
  assertEquals(start >= 1n << 38n, true);
  assertEquals(files.answer("munmap", start, 1 << 28), 0);
});

Deno.test("/proc/self has the executable and the mappings", () => {
  const executable = new TextEncoder().encode("the program");
  using files = filesOf({ args: ["bin/tool"], workingDirectory: "/", executable });
  assertEquals(link(files, "/proc/self/exe"), "/bin/tool");
  assertEquals(link(files, "/proc/self"), "1000");
  assertEquals(files.read("/proc/self/exe"), "the program");
  assertEquals(files.read("/proc/1000/exe"), "the program");
  assertEquals(files.open("/proc/self/exe", RDWR), "EACCES");
  const maps = files.read("/proc/self/maps").split("\n");
  assertMatch(maps[0] ?? "", /^00010000-00011000 r-xp 00000000 00:00 0 {34}\/bin\/tool$/);
  assertMatch(maps.at(-2) ?? "", /^3ff7800000-3ff8000000 rw-p 00000000 00:00 0 {30}\[stack\]$/);
  assertEquals(files.open("/proc/self/environ", RDWR), "ENOENT");
  assertEquals(files.one("unlinkat", "/proc/self/maps", 0), "EROFS");
  assertEquals(files.open("/dev/ptmx", RDWR), "ENOENT");
  using linked = filesOf({
    args: ["/x"],
    mounts: [{ at: "/", fileSystem: new MemoryFileSystem({ x: "X" }) }],
  });
  assertEquals(linked.read("/proc/self/exe"), "X");
  using own = filesOf({
    mounts: [{ at: "/", fileSystem: new MemoryFileSystem({ proc: { self: "mine" } }) }],
  });
  assertEquals(own.read("/proc/self"), "mine");
});

Deno.test("System V IPC answers ENOSYS", () => {
  using files = filesOf();
  for (let number = 186; number <= 197; number++) {
    assertEquals(files.answer(number, 1, 4096, 0o1666), "ENOSYS");
  }
});

Deno.test("programs get HOME and PATH, --env adds, and --clear-env leaves them out", async () => {
  const stdin = `
        .globl  main
main:   mv      s0, a2
1:      ld      a1, 0(s0)
        beqz    a1, 2f
        li      a0, 1
        call    rt.putstr
        li      a0, 1
        li      a1, 10
        call    rt.putchar
        addi    s0, s0, 8
        j       1b
2:      li      a0, 0
        call    rt.exit
`;
  const run = async (...options: string[]) =>
    (await leveret(["run", ...options, "-"], { stdin })).stdout.split("\n").slice(0, -1);
  const path = "PATH=/usr/local/bin:/usr/bin:/bin";
  assertEquals(await run(), ["HOME=/", path]);
  assertEquals(await run("--env", "A=b", "--env", "HOME=/home"), ["HOME=/home", path, "A=b"]);
  assertEquals(await run("--clear-env", "--env", "A=b"), ["A=b"]);
});
