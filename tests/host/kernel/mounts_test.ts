// SPDX-License-Identifier: MPL-2.0
// The tree of files that a process sees: mounts, read-only mounts, and that nothing leads out of a directory of
// the host: no path, no symlink, and no directory that is swapped during the run.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { denoFileSystem } from "../../../host/deno/file_system.ts";
import { FileError } from "../../../host/kernel/files/file_system.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { absolutePath, type Mount } from "../../../host/kernel/files/name_space.ts";
import { BUFFER, CWD, Files, OPEN } from "./files_caller.ts";
import { DATA } from "./one_call.ts";

const { RDONLY, RDWR, CREAT, TRUNC, NOFOLLOW, DIRECTORY } = OPEN;

/** Calls `work` with a directory; the process sees only `inside` in it. */
async function withHost(
  work: (top: string, files: Files, mount: Mount) => void | Promise<void>,
): Promise<void> {
  const top = await Deno.makeTempDir({ prefix: "leveret-" });
  try {
    await Deno.mkdir(`${top}/inside/dir`, { recursive: true });
    await Deno.writeTextFile(`${top}/secret`, "secret");
    await Deno.writeTextFile(`${top}/inside/file`, "file");
    await Deno.writeTextFile(`${top}/inside/dir/deep`, "deep");
    const mount = { at: "/", fileSystem: denoFileSystem(`${top}/inside`) };
    using files = new Files([mount]);
    await work(top, files, mount);
    assertEquals(await Deno.readTextFile(`${top}/secret`), "secret");
    assertEquals([...Deno.readDirSync(top)].map(({ name }) => name).sort(), ["inside", "secret"]);
  } finally {
    await Deno.remove(top, { recursive: true });
  }
}

Deno.test("Without a mount the root is an empty read-only directory", () => {
  using files = new Files([]);
  assertEquals(files.names("/"), [".", ".."]);
  assertEquals(files.cwd(), "/");
  assertEquals(files.open("f"), "ENOENT");
  assertEquals(files.open("f", RDWR | CREAT), "EROFS");
  assertEquals(files.one("mkdirat", "d", 0o755), "EROFS");
  assertEquals(files.open("/proc/self/exe"), "ENOENT");
  assertEquals(files.open("/etc/passwd"), "ENOENT");
});

Deno.test("The kernel has its own devices, unless the root has a dev", () => {
  using files = new Files([]);
  assertEquals(files.names("/"), [".", ".."]);
  assertEquals(files.names("/dev"), [".", "..", "full", "null", "random", "urandom", "zero"]);
  const [none, full, zero] = ["/dev/null", "/dev/full", "/dev/../dev/zero"]
    .map((path) => Number(files.open(path, RDWR | CREAT)));
  files.put("x".repeat(16), BUFFER);
  assertEquals(files.answer("write", none ?? 0, BUFFER, 16), 16);
  assertEquals(files.answer("read", none ?? 0, BUFFER, 16), 0);
  assertEquals(files.answer("write", full ?? 0, BUFFER, 16), "ENOSPC");
  assertEquals(files.answer("read", zero ?? 0, BUFFER, 8), 8);
  assertEquals(files.words(2, BUFFER), [0n, 0x7878787878787878n]);
  assertEquals(files.read("/dev/random").length > 0, true);
  assertEquals(files.open("/dev/sda"), "ENOENT");
  assertEquals(files.open("/dev/new", RDWR | CREAT), "EROFS");
  assertEquals(files.one("unlinkat", "/dev/null", 0), "EROFS");
  assertEquals(files.one("mkdirat", "/dev", 0o755), "EEXIST");
  assertEquals(files.answer("chdir", files.path("/dev")), 0);
  assertEquals(files.cwd(), "/dev");
  assertEquals(files.names(".."), [".", ".."]);
  using others = new Files([{ at: "/dev/mine", fileSystem: new MemoryFileSystem({ f: "F" }) }]);
  assertEquals(others.read("/dev/mine/f"), "F");
  assertEquals(others.open("/dev/null"), "ENOENT");
});

Deno.test("`..` leads from one mounted file system to another", () => {
  const inner = new MemoryFileSystem({ "b": "B", sub: { c: "C" } });
  using files = new Files([
    { at: "/", fileSystem: new MemoryFileSystem({ a: "A", covered: { x: "X" } }) },
    { at: "/data/in", fileSystem: inner },
    { at: "/covered", fileSystem: new MemoryFileSystem({ y: "Y" }), readOnly: true },
  ], { workingDirectory: "/data/in/sub" });
  assertEquals(files.cwd(), "/data/in/sub");
  assertEquals(files.read("c"), "C");
  assertEquals(files.read("../b"), "B");
  assertEquals(files.read("../../../a"), "A");
  assertEquals(files.read("../../../../../../a"), "A");
  assertEquals(files.names("/"), [".", "..", "a", "covered", "data"]);
  assertEquals(files.names("/data"), [".", "..", "in"]);
  assertEquals(files.names("/covered"), [".", "..", "y"]);
  assertEquals(files.read("/covered/x"), "ENOENT");
  assertEquals(files.one("unlinkat", "/covered", 0x200), "EBUSY");
  assertEquals(files.one("unlinkat", "/covered", 0), "EISDIR");
  assertEquals(files.one("unlinkat", "/data/in", 0x200), "EROFS");
  assertEquals(files.both("renameat2", "/covered", "/other", 0), "EBUSY");
  assertEquals(files.both("renameat2", "/a", "/data/in/a", 0), "EXDEV");
  assertEquals(files.both("linkat", "/a", "/data/in/a", 0), "EXDEV");
  assertEquals(files.both("symlinkat", "/a", "/data/in/l"), 0);
  assertEquals(files.read("../l"), "A");
  assertEquals(files.one("mkdirat", "/data/more", 0o755), "EROFS");
});

Deno.test("A read-only mount cannot be changed", async () => {
  await withHost((top) => {
    using files = new Files([
      { at: "/ro", fileSystem: denoFileSystem(`${top}/inside`), readOnly: true },
    ]);
    assertEquals(files.read("/ro/file"), "file");
    assertEquals(files.open("/ro/file", RDWR), "EROFS");
    assertEquals(files.open("/ro/file", RDONLY | TRUNC), "EROFS");
    assertEquals(files.open("/ro/new", RDWR | CREAT), "EROFS");
    assertEquals(files.one("mkdirat", "/ro/new", 0o755), "EROFS");
    assertEquals(files.one("mkdirat", "/ro/dir", 0o755), "EEXIST");
    assertEquals(files.one("unlinkat", "/ro/file", 0), "EROFS");
    assertEquals(files.one("unlinkat", "/ro/dir", 0x200), "EROFS");
    assertEquals(files.both("symlinkat", "file", "/ro/l"), "EROFS");
    assertEquals(files.both("linkat", "/ro/file", "/ro/h", 0), "EROFS");
    assertEquals(files.both("renameat2", "/ro/file", "/ro/g", 0), "EROFS");
    assertEquals(files.one("fchmodat", "/ro/file", 0), "EROFS");
    assertEquals(files.one("fchownat", "/ro/file", -1, -1, 0), "EROFS");
    assertEquals(files.one("utimensat", "/ro/file", 0, 0), "EROFS");
    assertEquals(files.answer("truncate", files.path("/ro/file"), 0), "EROFS");
    assertEquals(files.one("faccessat", "/ro/file", 2), "EROFS");
    assertEquals(files.one("faccessat", "/ro/file", 4), 0);
    const descriptor = Number(files.open("/ro/file"));
    assertEquals(files.answer("ftruncate", descriptor, 0), "EINVAL");
    assertEquals(files.answer("fchmod", descriptor, 0), "EROFS");
    assertEquals(files.answer("write", descriptor, DATA, 1), "EBADF");
  });
});

Deno.test("No path leads out of a directory of the host", async () => {
  await withHost((top, files) => {
    assertEquals(files.read("../secret"), "ENOENT");
    assertEquals(files.read("dir/../../secret"), "ENOENT");
    assertEquals(files.read("/../../../../../../etc/passwd"), "ENOENT");
    assertEquals(files.read(`${top}/secret`), "ENOENT");
    assertEquals(files.read("../file"), "file");
    assertEquals(files.write("../../new", "x"), 1);
    assertEquals(Deno.readTextFileSync(`${top}/inside/new`), "x");
    assertEquals(files.read("file\0/../../secret"), "file");
    assertEquals(files.both("renameat2", "file", "../../moved", 0), 0);
    assertEquals(files.read("moved"), "file");
    assertEquals(files.one("mkdirat", "../../made", 0o755), 0);
    assert(Deno.statSync(`${top}/inside/made`).isDirectory);
  });
});

Deno.test("No symlink of the guest leads out of a directory of the host", async () => {
  await withHost((top, files) => {
    for (
      const [index, target] of [
        "../secret",
        "/../secret",
        `${top}/secret`,
        "/etc/passwd",
        "dir/../../secret",
      ].entries()
    ) {
      const link = `link${index}`;
      assertEquals(files.both("symlinkat", target, link), 0);
      assertEquals(files.read(link), "ENOENT");
      // A file created through a dangling symlink is created inside, or not at all.
      const made = files.write(link, "guest's");
      assert(made === 7 || made === "ENOENT", `${target}: ${made}`);
      assertEquals(files.read(link), made === 7 ? "guest's" : "ENOENT");
      if (made !== 7) continue;
      assertEquals(Deno.readTextFileSync(`${top}/inside/secret`), "guest's");
      assertEquals(files.one("unlinkat", "secret", 0), 0);
    }
    assertEquals(files.both("symlinkat", "..", "up"), 0);
    assertEquals(files.names("up"), files.names("/"));
    assertEquals(files.both("symlinkat", top, "top"), 0);
    assertEquals(files.read("top/secret"), "ENOENT");
    assertEquals(files.both("linkat", "top", "hard", 0), 0);
    assertEquals(files.read("hard/secret"), "ENOENT");
    assertEquals(files.one("utimensat", "top", 0, 0x100), "EOPNOTSUPP");
    assertEquals(files.one("fchmodat", "link3", 0), "ENOENT");
  });
});

Deno.test("No symlink that the host made leads out of its directory", async () => {
  await withHost(async (top, files) => {
    await Deno.symlink(`${top}/secret`, `${top}/inside/absolute`);
    await Deno.symlink("../secret", `${top}/inside/relative`);
    await Deno.symlink("..", `${top}/inside/dir/up`);
    await Deno.symlink(top, `${top}/inside/outside`);
    await Deno.symlink("/proc/self/root", `${top}/inside/process`);
    assertEquals(files.read("absolute"), "ENOENT");
    assertEquals(files.read("relative"), "ENOENT");
    assertEquals(files.read("outside/secret"), "ENOENT");
    assertEquals(files.read("dir/up/file"), "file");
    assertEquals(files.read("dir/up/../secret"), "ENOENT");
    assertEquals(files.read("process/etc/passwd"), "ENOENT");
    assertEquals(files.open("absolute", NOFOLLOW), "ELOOP");
    assertEquals(files.write("outside/new", "x"), "ENOENT");
  });
});

Deno.test("A directory that becomes a symlink is no longer followed", async () => {
  await withHost(async (top, files) => {
    assertEquals(files.read("dir/deep"), "deep");
    const directory = Number(files.open("dir", DIRECTORY));
    const inside = Number(files.open("dir/deep"));
    await Deno.rename(`${top}/inside/dir`, `${top}/inside/old`);
    await Deno.mkdir(`${top}/other`);
    await Deno.writeTextFile(`${top}/other/deep`, "other's");
    await Deno.symlink("../other", `${top}/inside/dir`);
    for (const call of ["openat", "faccessat"]) {
      assertEquals(files.answer(call, directory, files.path("deep"), 0), "ENOENT");
    }
    assertEquals(files.answer("openat", directory, files.path("new"), RDWR | CREAT), "ENOENT");
    assertEquals(files.answer("unlinkat", directory, files.path("deep"), 0), "ENOENT");
    assertEquals(files.answer("fchdir", directory), 0);
    assertEquals(files.read("deep"), "ENOENT");
    // An open file stays open.
    assertEquals(files.answer("read", inside, BUFFER, 100), 4);
    assertEquals(await Deno.readTextFile(`${top}/other/deep`), "other's");
    await Deno.remove(`${top}/other`, { recursive: true });
  });
});

Deno.test("Named pipes of the host cannot be opened", async () => {
  await withHost((top, files) => {
    const { success } = new Deno.Command("mkfifo", { args: [`${top}/inside/fifo`] }).outputSync();
    if (success) {
      assertEquals(files.open("fifo"), "EACCES");
      assertEquals(files.open("fifo", RDWR), "EACCES");
      assertEquals(files.one("unlinkat", "fifo", 0), 0);
    }
  });
});

Deno.test("/proc, /sys and /dev cannot be mounted", () => {
  for (const path of ["/proc", "/proc/self", "/sys", "/dev"]) {
    assertThrows(() => denoFileSystem(path), FileError);
  }
  assertEquals(assertThrows(() => denoFileSystem("/nowhere"), FileError).code, "ENOENT");
});

Deno.test("A file system in memory holds no more than its capacity", () => {
  const fileSystem = new MemoryFileSystem({}, { capacity: 100_000 });
  using files = new Files([{ at: "/", fileSystem }]);
  const descriptor = Number(files.open("f", RDWR | CREAT));
  assertEquals(files.answer("ftruncate", descriptor, 1 << 20), "ENOSPC");
  assertEquals(files.answer("pwrite64", descriptor, BUFFER, 1, 2n ** 52n), "ENOSPC");
  assertEquals(files.answer("pwrite64", descriptor, BUFFER, 1, 2n ** 62n), "EFBIG");
  assertEquals(files.answer("ftruncate", descriptor, 90_000), 0);
  assertEquals(files.one("unlinkat", "f", 0), 0);
  // The file is still open.
  assertEquals(files.write("g", "x".repeat(20_000)), "ENOSPC");
  files.call("close", descriptor);
  assertEquals(files.write("g", "x".repeat(20_000)), 20_000);
  let made = 0;
  while (files.one("mkdirat", `d${made}`, 0o755) === 0) made++;
  assert(made > 100 && made < 400, `${made} directories`);
});

Deno.test("Two processes share a file system in memory, each with its own clock", () => {
  const EPOCH = 1_735_689_600n;
  const fileSystem = new MemoryFileSystem({ "old": "" });
  using early = new Files([{ at: "/", fileSystem }]);
  using late = new Files([{ at: "/mnt", fileSystem }]);
  late.put([1000n, 0n]);
  assertEquals(late.call("nanosleep", DATA, 0), 0n);
  /** When a file was modified, in seconds since the start of every process. */
  const modified = (files: Files, path: string) => {
    assertEquals(files.one("newfstatat", path, Number(BUFFER), 0), 0);
    return (files.words(16, BUFFER)[11] ?? 0n) - EPOCH;
  };
  assertEquals(late.write("/mnt/b", "late"), 4);
  assertEquals(early.write("/a", "early"), 5);
  assertEquals([modified(early, "/b"), modified(late, "/mnt/a")], [1000n, 0n]);
  assertEquals([early.read("/b"), late.read("/mnt/a")], ["late", "early"]);
  assertEquals(modified(early, "/old"), -EPOCH);
  assertEquals(late.both("renameat2", "/mnt/a", "/mnt/old", 0), 0);
  assertEquals([early.names("/"), early.read("/old")], [[".", "..", "b", "old"], "early"]);
  // The host's own view has no clock.
  fileSystem.root.createFile("c", 0o644).handle.close();
  assertEquals(modified(early, "/c"), -EPOCH);
});

Deno.test("Names that are not UTF-8 are refused", () => {
  using files = new Files([{ at: "/", fileSystem: new MemoryFileSystem() }]);
  files.put(Uint8Array.of(0xff, 0xfe, 0));
  assertEquals(files.answer("openat", CWD, DATA, RDWR | CREAT, 0o644), "EILSEQ");
  assertEquals(files.write("ünïcödé", "x"), 1);
  assertEquals(files.names("/"), [".", "..", "ünïcödé"]);
});

Deno.test("absolutePath() removes dots and double slashes, and stops at the root", () => {
  for (
    const [path, expected] of [
      ["", "/"],
      [".", "/"],
      ["a//b/", "/a/b"],
      ["/a/./b/../c", "/a/c"],
      ["../../x", "/x"],
    ] as const
  ) assertEquals(absolutePath(path), expected);
});

Deno.test("Copying a file onto its own end does not block a call", () => {
  using files = new Files([{
    at: "/",
    fileSystem: new MemoryFileSystem({}, { capacity: 64 << 20 }),
  }]);
  files.write("f", "x".repeat(4096));
  const input = Number(files.open("f"));
  const output = Number(files.open("f", RDWR));
  files.call("lseek", output, 0, 2);
  assertEquals(files.answer("sendfile", output, input, 0, 0x7fff_0000), 16 << 20);
});
