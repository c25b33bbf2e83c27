// SPDX-License-Identifier: MPL-2.0
// A directory of the host: one program at a time may write it, its limit holds, nothing in it gets special
// permission bits, and paths are found again when a program of the host has moved their directories.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  denoFileSystem,
  DirectoryInUse,
  type DirectoryOptions,
} from "../../../host/deno/file_system.ts";
import { CopyOnWriteFileSystem } from "../../../host/kernel/files/copy_on_write.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { Draw } from "../../asm/fuzzing.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";
import { CONTENTS, contents, fill, step } from "./file_steps.ts";
import { BUFFER, CWD, Files, OPEN } from "./files_caller.ts";

const { RDONLY, WRONLY, RDWR, CREAT, EXCL, TRUNC, DIRECTORY } = OPEN;
const ACCMODE = 3;
const O_PATH = 0x20_0000;

async function withDirectory(
  work: (directory: string, files: Files) => void | Promise<void>,
  options: DirectoryOptions = {},
): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "leveret-" });
  try {
    using files = new Files([{ at: "/", fileSystem: denoFileSystem(directory, options) }]);
    await work(directory, files);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Another program that tries to lock a directory. */
const OTHER = `
const { denoFileSystem } = await import(Deno.args[0]);
const [, path, readOnly, shared] = Deno.args;
const use = { now: () => 0n, readOnly: readOnly === "true" };
try {
  denoFileSystem(path, { shared: shared === "true" }).mount(use);
  console.log("granted");
} catch (error) {
  console.log(error.name);
}`;

function other(path: string, { readOnly = false, shared = false } = {}): string {
  const module = import.meta.resolve("../../../host/deno/file_system.ts");
  const script = Deno.makeTempFileSync({ suffix: ".ts" });
  Deno.writeTextFileSync(script, OTHER);
  const args = ["--allow-read", "--allow-write", script, module, path, `${readOnly}`, `${shared}`];
  const { stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--no-config", ...args],
  }).outputSync();
  Deno.removeSync(script);
  return new TextDecoder().decode(stdout).trim() || new TextDecoder().decode(stderr);
}

Deno.test("A directory that a process may write is another program's only when the process ends", async () => {
  const directory = await Deno.makeTempDir({ prefix: "leveret-" });
  await Deno.mkdir(`${directory}/a/b`, { recursive: true });
  await Deno.mkdir(`${directory}/c`);
  await Deno.symlink("../a", `${directory}/c/link`);
  const files = new Files([{ at: "/", fileSystem: denoFileSystem(`${directory}/a`) }]);
  const answers = () => [
    other(`${directory}/a`),
    other(`${directory}/a`, { readOnly: true }),
    other(`${directory}/a`, { shared: true }),
    other(`${directory}/c/link`),
    other(`${directory}/a/b`),
    other(directory),
    other(`${directory}/c`),
  ];
  const inUse = "DirectoryInUse";
  assertEquals(answers(), [inUse, inUse, inUse, inUse, inUse, inUse, "granted"]);
  files[Symbol.dispose]();
  assertEquals(answers(), Array(7).fill("granted"));
  await Deno.remove(directory, { recursive: true });
});

Deno.test("Readers and those that share a directory use it together", async () => {
  await withDirectory((directory) => {
    assertEquals(other(directory, { shared: true }), "granted");
    assertEquals(other(directory, { readOnly: true }), "granted");
    assertEquals(other(directory), "DirectoryInUse");
  }, { shared: true });
});

Deno.test("Processes of one thread use a directory together, and the first lock becomes a writer's", async () => {
  const directory = await Deno.makeTempDir({ prefix: "leveret-" });
  const fileSystem = denoFileSystem(directory);
  const reader = new Files([{ at: "/", fileSystem, readOnly: true }]);
  assertEquals(other(directory, { readOnly: true }), "granted");
  const writer = new Files([{ at: "/", fileSystem: denoFileSystem(directory) }]);
  assertEquals(other(directory, { readOnly: true }), "DirectoryInUse");
  assertEquals(writer.write("f", "text"), 4);
  assertEquals(reader.read("f"), "text");
  writer[Symbol.dispose]();
  reader[Symbol.dispose]();
  assertEquals(other(directory), "granted");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("A reader of a directory above does not meet a writer", async () => {
  const top = await Deno.makeTempDir({ prefix: "leveret-" });
  await Deno.mkdir(`${top}/a/b`, { recursive: true });
  await Deno.writeTextFile(`${top}/a/b/f`, "text");
  const hold = `const { denoFileSystem } = await import(Deno.args[0]);
    denoFileSystem(Deno.args[1]).mount({ now: () => 0n, readOnly: false });
    console.log("written");
    Deno.stdin.readSync(new Uint8Array(1));`;
  const script = `${top}/hold.ts`;
  await Deno.writeTextFile(script, hold);
  const module = import.meta.resolve("../../../host/deno/file_system.ts");
  const args = ["run", "--quiet", "--no-check", "--no-config", "--allow-read", "--allow-write"];
  const writer = new Deno.Command(Deno.execPath(), {
    args: [...args, script, module, `${top}/a/b`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = writer.stdout.getReader();
  await output.read();
  for (const copy of [false, true]) {
    const host = denoFileSystem(top);
    const fileSystem = copy ? new CopyOnWriteFileSystem(host) : host;
    using files = new Files([{ at: "/", fileSystem, readOnly: !copy }]);
    assertEquals(files.names("a"), [".", "..", "b"]);
    assertEquals(files.read("a/b/f"), "EBUSY");
    assertEquals(files.names("a/b"), "EBUSY");
  }
  writer.kill("SIGKILL");
  await output.cancel();
  await writer.stdin.close();
  await writer.status;
  {
    using files = new Files([{ at: "/", fileSystem: denoFileSystem(top), readOnly: true }]);
    assertEquals(other(`${top}/a/b`), "granted");
    assertEquals(files.read("a/b/f"), "text");
    assertEquals(other(`${top}/a/b`), "DirectoryInUse");
    assertEquals(other(`${top}/a/b`, { readOnly: true }), "granted");
  }
  assertEquals(other(`${top}/a/b`), "granted");
  await Deno.remove(top, { recursive: true });
});

Deno.test("Threads of one program do not share a directory that one of them may write", async () => {
  await withDirectory(async (directory) => {
    const module = import.meta.resolve("../../../host/deno/file_system.ts");
    const code = `const { denoFileSystem } = await import(${JSON.stringify(module)});
      try {
        denoFileSystem(${JSON.stringify(directory)}).mount({ now: () => 0n, readOnly: true });
        postMessage("granted");
      } catch (error) {
        postMessage(error.name);
      }`;
    const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, {
      type: "module",
    });
    const answer = await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
    worker.terminate();
    assertEquals(answer, "DirectoryInUse");
  });
});

Deno.test("A process that cannot start locks nothing", async () => {
  const directory = await Deno.makeTempDir({ prefix: "leveret-" });
  const fileSystem = denoFileSystem(directory);
  const mounts = [{ at: "/", fileSystem }];
  assertThrows(() => new Files(mounts, { workingDirectory: "/absent" }));
  Deno.writeTextFileSync(`${directory}/file`, "");
  assertThrows(() => new Files([...mounts, { at: "/file/x", fileSystem }]));
  assertEquals(other(directory), "granted");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("No file of the host gets the bits setuid, setgid and sticky", async () => {
  await withDirectory((directory, files) => {
    const mode = (name: string) => (Deno.lstatSync(`${directory}/${name}`).mode ?? 0) & 0o7777;
    files.answer("umask", 0);
    files.answer("openat", CWD, files.path("made"), RDWR | CREAT, 0o6755);
    files.one("mkdirat", "dir", 0o7755);
    files.one("mknodat", "node", 0o104755, 0);
    assertEquals([mode("made"), mode("dir"), mode("node")], [0o755, 0o755, 0o755]);
    for (const name of ["made", "dir"]) {
      assertEquals(files.one("fchmodat", name, 0o7711), 0);
      assertEquals(mode(name), 0o711);
      assertEquals(files.answer("fchmod", Number(files.open(name)), 0o6701), 0);
      assertEquals(mode(name), 0o701);
    }
    // A file that had them before cannot be given other contents.
    Deno.writeTextFileSync(`${directory}/special`, "program");
    Deno.chmodSync(`${directory}/special`, 0o4755);
    assertEquals(files.open("special", WRONLY), "EPERM");
    assertEquals(files.open("special", RDONLY | TRUNC), "EPERM");
    assertEquals(files.answer("truncate", files.path("special"), 0), "EPERM");
    assertEquals(files.read("special"), "program");
  });
});

Deno.test("Neither devices nor named pipes are made", async () => {
  await withDirectory((directory, files) => {
    for (const type of [0o010000, 0o020000, 0o060000, 0o140000]) {
      assertEquals(files.one("mknodat", "node", type | 0o666, 0x103), "EPERM");
    }
    assertEquals([...Deno.readDirSync(directory)], []);
  });
});

Deno.test("A limit counts the sizes of files, with their holes, and names", async () => {
  await withDirectory((directory, files) => {
    Deno.writeTextFileSync(`${directory}/old`, "x".repeat(5000));
    const file = Number(files.open("f", RDWR | CREAT));
    assertEquals(files.answer("ftruncate", file, 2n ** 60n), "EFBIG");
    assertEquals(files.answer("ftruncate", file, 2n ** 40n), "EDQUOT");
    assertEquals(files.answer("fallocate", file, 0, 0, 10_001), "EDQUOT");
    assertEquals(files.answer("pwrite64", file, files.put("x"), 1, 10_000), "EDQUOT");
    assertEquals(files.answer("pwrite64", file, files.put("x"), 1, 2n ** 52n), "EFBIG");
    assertEquals(files.answer("ftruncate", file, 9_000), 0);
    // A write that fits in part ends early.
    assertEquals(files.answer("pwrite64", file, files.put("x".repeat(2000)), 2000, 9_000), 1000);
    assertEquals(files.answer("pwrite64", file, files.put("x"), 1, 10_000), "EDQUOT");
    assertEquals(files.answer("pwrite64", file, files.put("x"), 1, 9_999), 1);
    // What was there before gives nothing back.
    assertEquals(files.one("unlinkat", "old", 0), 0);
    assertEquals(files.write("g", "x"), "EDQUOT");
    // A removed file counts until it is closed.
    assertEquals(files.one("unlinkat", "f", 0), 0);
    assertEquals(files.write("g", "x"), "EDQUOT");
    files.call("close", file);
    assertEquals(files.write("g", "x".repeat(4000)), 4000);
    assertEquals(files.both("linkat", "g", "h", 0), 0);
    assertEquals(files.one("mkdirat", "d", 0o755), 0);
    assertEquals(files.both("symlinkat", "g", "s"), "EDQUOT");
    assertEquals(files.open("new", RDWR | CREAT), "EDQUOT");
    assertEquals(files.one("mkdirat", "e", 0o755), "EDQUOT");
    assertEquals(files.one("unlinkat", "d", 0x200), 0);
    assertEquals(files.both("renameat2", "g", "h", 0), 0);
    assertEquals(files.both("symlinkat", "g", "s"), 0);
    assertEquals(files.both("renameat2", "s", "h", 0), 0);
    assertEquals(files.both("linkat", "g", "h2", 0), 0);
    assertEquals(files.both("symlinkat", "g", "s2"), "EDQUOT");
  }, { limit: { bytes: 10_000, files: 3 } });
});

Deno.test("Sizes that no file can have answer EFBIG, as on ext4", async () => {
  await withDirectory((_, files) => {
    const file = Number(files.open("f", RDWR | CREAT));
    for (const size of [2n ** 44n, 2n ** 52n, 2n ** 62n]) {
      assertEquals(files.answer("ftruncate", file, size), "EFBIG");
      assertEquals(files.answer("truncate", files.path("f"), size), "EFBIG");
      assertEquals(files.answer("fallocate", file, 0, 0, size), "EFBIG");
      assertEquals(files.answer("pwrite64", file, files.put("x"), 1, size), "EFBIG");
      assertEquals(files.answer("pread64", file, files.put("x"), 1, size), 0);
      assertEquals(files.answer("lseek", file, size, 0), "EINVAL");
    }
    assertEquals(files.answer("lseek", file, 2n ** 44n - 4096n, 0), 2 ** 44 - 4096);
    assertEquals(files.answer("write", file, files.put("x"), 1), "EFBIG");
    // The end of the range itself cannot be a position.
    assertEquals(files.answer("pwrite64", file, files.put("x"), 1, 2n ** 63n - 1n), "EINVAL");
    assertEquals(files.answer("pread64", file, files.put("x"), 1, 2n ** 63n - 1n), "EINVAL");
    assertEquals(files.answer("ftruncate", file, 2n ** 63n), "EINVAL");
  });
});

Deno.test("The access mode 3 needs both rights and gives none", async () => {
  await withDirectory((directory, files) => {
    files.write("f", "text");
    const file = Number(files.open("f", ACCMODE));
    assertEquals(files.answer("fcntl", file, 3), ACCMODE | 0x8000);
    assertEquals(files.answer("read", file, files.put("x"), 1), "EBADF");
    assertEquals(files.answer("write", file, files.put("x"), 1), "EBADF");
    assertEquals(files.answer("pread64", file, files.put("x"), 1, 0), "EBADF");
    assertEquals(files.answer("ftruncate", file, 0), "EINVAL");
    assertEquals(files.answer("fallocate", file, 0, 0, 1), "EBADF");
    assertEquals(files.answer("mmap", 0, 4096, 1, 2, file, 0), "EACCES");
    assertEquals(files.answer("fchmod", file, 0o600), 0);
    assertEquals(files.open("/", ACCMODE), "EISDIR");
    assertEquals(files.open("f", ACCMODE | CREAT | EXCL), "EEXIST");
    assertEquals(typeof files.open("g", ACCMODE | CREAT), "number");
    files.open("f", ACCMODE | TRUNC);
    assertEquals(files.read("f"), "");
    using others = new Files([
      { at: "/", fileSystem: denoFileSystem(directory), readOnly: true },
    ]);
    assertEquals(others.open("f", ACCMODE), "EROFS");
  });
});

/** How many calls of Deno's an action makes. */
function hostCalls(action: () => void): number {
  const names = [
    "lstatSync",
    "statSync",
    "openSync",
    "readLinkSync",
    "realPathSync",
    "readDirSync",
  ] as const;
  const host: Record<string, unknown> = Deno as unknown as Record<string, unknown>;
  const real = names.map((name) => host[name] as (...args: unknown[]) => unknown);
  let calls = 0;
  names.forEach((name, index) => {
    host[name] = (...args: unknown[]) => {
      calls++;
      return real[index]?.(...args);
    };
  });
  try {
    action();
  } finally {
    names.forEach((name, index) => host[name] = real[index]);
  }
  return calls;
}

Deno.test("A path costs the same few calls of the host, however deep it is", async () => {
  await withDirectory(async (directory, files) => {
    const deep = Array.from({ length: 30 }, (_, index) => `d${index}`).join("/");
    await Deno.mkdir(`${directory}/${deep}`, { recursive: true });
    for (const name of ["f", `${deep}/f`]) await Deno.writeTextFile(`${directory}/${name}`, "text");
    const cost = (path: string) => [
      hostCalls(() => assertEquals(files.one("newfstatat", path, Number(BUFFER), 0), 0)),
      hostCalls(() => files.call("close", Number(files.open(path)))),
      hostCalls(() => assertEquals(files.one("faccessat", `${path}x`, 0), "ENOENT")),
      hostCalls(() => assertEquals(files.one("fchmodat", path, 0o600), 0)),
    ];
    cost("f");
    cost(`${deep}/f`);
    // Looked up before, a file costs one call, and one that is absent another for its directory.
    assertEquals(cost("f"), [1, 3, 2, 5]);
    assertEquals(cost(`${deep}/f`), [1, 3, 2, 5]);
    // The entries of a listed directory need no other call.
    await Deno.writeTextFile(`${directory}/${deep}/g`, "text");
    files.names(deep);
    assertEquals(hostCalls(() => files.one("newfstatat", `${deep}/g`, Number(BUFFER), 0)), 1);
  });
});

Deno.test("A hard link that was there before is a file of the directory", async () => {
  await withDirectory(async (directory, files) => {
    const outside = `${directory}-outside`;
    await Deno.writeTextFile(outside, "outside");
    await Deno.link(outside, `${directory}/link`);
    assertEquals(files.read("link"), "outside");
    assertEquals(files.write("link", "changed"), 7);
    assertEquals(await Deno.readTextFile(outside), "changed");
    await Deno.remove(outside);
  });
});

Deno.test("What is mounted inside a directory from another device is not entered", () => {
  const root = Deno.lstatSync("/").dev;
  using files = new Files([{ at: "/host", fileSystem: denoFileSystem("/"), readOnly: true }]);
  for (const name of ["proc", "sys", "dev"]) {
    try {
      if (Deno.lstatSync(`/${name}`).dev === root) continue;
    } catch {
      // Deno permits nothing there, so neither may the process do anything.
    }
    assertEquals(files.names(`/host/${name}`), "EACCES");
    assertEquals(files.open(`/host/${name}/version`), "EACCES");
    assertEquals(files.one("newfstatat", `/host/${name}`, Number(BUFFER), 0), "EACCES");
  }
  assert(files.names("/host").includes("etc"));
});

Deno.test("Errors of openat, mknodat and mmap come in Linux's order", async () => {
  await withDirectory((_, files) => {
    const TMPFILE = 0x41_0000;
    files.write("f", "text");
    files.one("mkdirat", "d", 0o755);
    assertEquals(files.open("f/", RDWR | CREAT | EXCL), "EISDIR");
    assertEquals(files.open("f", RDWR | TMPFILE), "ENOTDIR");
    assertEquals(files.open("absent", WRONLY | TMPFILE), "ENOENT");
    assertEquals(files.open("d", RDWR | TMPFILE), "EOPNOTSUPP");
    assertEquals(files.open("absent", RDONLY | TMPFILE), "EINVAL");
    const path = Number(files.open("f", O_PATH));
    assertEquals(files.answer("mmap", 0, 4096, 1, 2, path, 0), "EBADF");
    for (
      const [mode, error] of [
        [0o040755, "EPERM"],
        [0o120777, "EINVAL"],
        [0o170000, "EINVAL"],
        [0o010644, "EEXIST"],
      ] as const
    ) assertEquals(files.one("mknodat", "f", mode), error);
  });
});

Deno.test("Files are found again after a program of the host has moved their directories", async () => {
  await withDirectory(async (directory, files) => {
    await Deno.mkdir(`${directory}/a/b/c`, { recursive: true });
    await Deno.writeTextFile(`${directory}/a/b/c/f`, "first");
    assertEquals(files.read("/a/b/c/f"), "first");
    await Deno.rename(`${directory}/a`, `${directory}/old`);
    assertEquals(files.read("/a/b/c/f"), "ENOENT");
    await Deno.mkdir(`${directory}/a/b/c`, { recursive: true });
    await Deno.writeTextFile(`${directory}/a/b/c/f`, "second");
    assertEquals(files.read("/a/b/c/f"), "second");
    assertEquals(files.read("/old/b/c/f"), "first");
    await Deno.rename(`${directory}/a/b`, `${directory}/b`);
    await Deno.symlink(`../b`, `${directory}/a/b`);
    // A symlink inside is followed, by the process's own tree.
    assertEquals(files.read("/a/b/c/f"), "second");
    assertEquals(files.one("mkdirat", "/a/b/c/d", 0o755), 0);
    assert(Deno.statSync(`${directory}/b/c/d`).isDirectory);
  });
});

Deno.test("Two mounts of overlapping directories agree after a rename through one of them", async () => {
  await withDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/a/b`, { recursive: true });
    await Deno.writeTextFile(`${directory}/a/b/f`, "text");
    using files = new Files([
      { at: "/", fileSystem: denoFileSystem(directory) },
      { at: "/mnt", fileSystem: denoFileSystem(`${directory}/a`) },
    ]);
    assertEquals([files.read("/a/b/f"), files.read("/mnt/b/f")], ["text", "text"]);
    const inside = Number(files.open("/mnt/b", DIRECTORY));
    assertEquals(files.both("renameat2", "/a/b", "/a/c", 0), 0);
    assertEquals([files.read("/mnt/b/f"), files.read("/mnt/c/f")], ["ENOENT", "text"]);
    assertEquals(files.both("symlinkat", "..", "/a/b"), 0);
    assertEquals(files.answer("openat", inside, files.path("f"), RDONLY), "ENOENT");
    assertEquals(files.both("renameat2", "/a", "/z", 0), 0);
    assertEquals(files.read("/mnt/c/f"), "ENOENT");
  });
});

Deno.test("A denied lock names the directory, and a killed program holds none", async () => {
  const directory = await Deno.makeTempDir({ prefix: "leveret-" });
  const hold = `console.log(Deno.openSync(${JSON.stringify(directory)}).tryLockSync(true));
    Deno.stdin.readSync(new Uint8Array(1));`;
  const holder = new Deno.Command(Deno.execPath(), {
    args: ["eval", hold],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = holder.stdout.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "true\n");
  const mounts = [{ at: "/", fileSystem: denoFileSystem(directory) }];
  const error = assertThrows(() => new Files(mounts), DirectoryInUse);
  assertEquals([error.code, error.path], ["EBUSY", Deno.realPathSync(directory)]);
  holder.kill("SIGKILL");
  await reader.cancel();
  await holder.stdin.close();
  await holder.status;
  using files = new Files(mounts);
  assertEquals(files.write("f", "x"), 1);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("A directory of the host behaves as a file system in memory, and nothing outside changes", async () => {
  const top = await Deno.makeTempDir({ prefix: "leveret-" });
  const count = Math.ceil(fuzzCount(150) / 3);
  for (let index = 0; index < count; index++) {
    const seed = FUZZ_SEED * 2_000_003n + BigInt(index);
    const directory = `${top}/${index}`;
    await Deno.mkdir(directory);
    await Deno.writeTextFile(`${top}/f`, "outside");
    fill(directory, CONTENTS);
    using host = new Files([{ at: "/", fileSystem: denoFileSystem(directory) }]);
    using memory = new Files([{ at: "/", fileSystem: new MemoryFileSystem(CONTENTS) }]);
    const [first, second] = [new Draw(seed), new Draw(seed)];
    for (let at = 0; at < 60; at++) {
      // Other modes keep out the owner, but not root.
      const [expected, actual] = [step(memory, first, [0o755]), step(host, second, [0o755])];
      assertEquals(actual, expected, `seed ${seed}, step ${at}`);
    }
    assertEquals(contents(host), contents(memory), `seed ${seed}`);
    await Deno.remove(directory, { recursive: true });
    assertEquals([...Deno.readDirSync(top)].map(({ name }) => name), ["f"]);
    assertEquals(await Deno.readTextFile(`${top}/f`), "outside");
  }
  await Deno.remove(top, { recursive: true });
});
