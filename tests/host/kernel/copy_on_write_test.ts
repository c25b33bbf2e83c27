// SPDX-License-Identifier: MPL-2.0
// A copy-on-write file system: it behaves as a file system of its own with the same contents, and changes
// nothing below. The comparison makes random calls; LEVERET_FUZZ says how many.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { denoFileSystem } from "../../../host/deno/file_system.ts";
import { CopyOnWriteFileSystem } from "../../../host/kernel/files/copy_on_write.ts";
import type { FileSystem } from "../../../host/kernel/files/file_system.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { Draw } from "../../asm/fuzzing.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";
import { CONTENTS, contents, fill, step } from "./file_steps.ts";
import { BUFFER, CWD, Files, OPEN } from "./files_caller.ts";

const { WRONLY, RDWR, CREAT } = OPEN;

function compare(lower: FileSystem, seed: bigint): void {
  const plain = new Files([{ at: "/", fileSystem: new MemoryFileSystem(CONTENTS) }]);
  using below = new Files([{ at: "/", fileSystem: lower, readOnly: true }]);
  const before = contents(below);
  using copy = new Files([{ at: "/", fileSystem: new CopyOnWriteFileSystem(lower) }]);
  const [first, second] = [new Draw(seed), new Draw(seed)];
  for (let index = 0; index < 60; index++) {
    const [expected, actual] = [step(plain, first), step(copy, second)];
    assertEquals(actual, expected, `seed ${seed}, step ${index}`);
  }
  assertEquals(contents(copy), contents(plain), `seed ${seed}`);
  assertEquals(contents(below), before, `seed ${seed}`);
  plain[Symbol.dispose]();
}

Deno.test("A copy of a file system in memory behaves as the file system does", () => {
  const count = fuzzCount(150);
  for (let index = 0; index < count; index++) {
    compare(new MemoryFileSystem(CONTENTS), FUZZ_SEED * 1_000_003n + BigInt(index));
  }
});

/** Every entry below a directory of the host, with all that stat tells but the time of the last access. */
function listing(directory: string): string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name }) => {
    const path = `${directory}/${name}`;
    const { atime: _, birthtime: __, ...info } = Deno.lstatSync(path);
    return [`${path} ${JSON.stringify(info)}`, ...info.isDirectory ? listing(path) : []];
  }).sort();
}

Deno.test("A copy of a directory of the host behaves the same, and nothing of the host changes", () => {
  const directory = Deno.makeTempDirSync({ prefix: "leveret-" });
  fill(directory, CONTENTS);
  const before = listing(directory);
  const count = Math.ceil(fuzzCount(150) / 3);
  for (let index = 0; index < count; index++) {
    compare(denoFileSystem(directory), FUZZ_SEED * 1_000_003n + BigInt(index));
  }
  assertEquals(listing(directory), before);
  Deno.removeSync(directory, { recursive: true });
});

Deno.test("Two names of one file stay one file in a copy", () => {
  const directory = Deno.makeTempDirSync({ prefix: "leveret-" });
  Deno.writeTextFileSync(`${directory}/a`, "text");
  Deno.mkdirSync(`${directory}/d`);
  Deno.linkSync(`${directory}/a`, `${directory}/d/b`);
  using files = new Files([
    { at: "/", fileSystem: new CopyOnWriteFileSystem(denoFileSystem(directory)) },
  ]);
  const open = Number(files.open("d/b"));
  assertEquals(files.write("a", "changed"), 7);
  assertEquals(files.read("d/b"), "changed");
  assertEquals(files.answer("read", open, BUFFER, 100), 7);
  assertEquals(files.one("unlinkat", "a", 0), 0);
  assertEquals(files.read("d/b"), "changed");
  assertEquals(files.one("unlinkat", "d/b", 0), 0);
  assertEquals(files.answer("pread64", open, BUFFER, 100, 0), 7);
  assertEquals(Deno.readTextFileSync(`${directory}/d/b`), "text");
  Deno.removeSync(directory, { recursive: true });
});

Deno.test("A copy shows what the host changes, until the process changes it", () => {
  const directory = Deno.makeTempDirSync({ prefix: "leveret-" });
  Deno.writeTextFileSync(`${directory}/a`, "one");
  Deno.writeTextFileSync(`${directory}/b`, "one");
  using files = new Files([
    { at: "/", fileSystem: new CopyOnWriteFileSystem(denoFileSystem(directory)) },
  ]);
  assertEquals([files.read("a"), files.write("b", "mine")], ["one", 4]);
  Deno.writeTextFileSync(`${directory}/a`, "two");
  Deno.writeTextFileSync(`${directory}/b`, "two");
  Deno.writeTextFileSync(`${directory}/c`, "new");
  assertEquals([files.read("a"), files.read("b"), files.read("c")], ["two", "mine", "new"]);
  assertEquals(files.one("unlinkat", "c", 0), 0);
  assertEquals(files.names("/"), [".", "..", "a", "b"]);
  Deno.removeSync(directory, { recursive: true });
});

Deno.test("Changes count towards the memory limit, and towards the limit of the directory", () => {
  const lower = new MemoryFileSystem({ f: "x".repeat(60_000) });
  const memoryLimit = 1 << 20;
  using files = new Files([{ at: "/", fileSystem: new CopyOnWriteFileSystem(lower) }], {
    memoryLimit,
  });
  const file = Number(files.open("g", RDWR | CREAT));
  assertEquals(files.answer("ftruncate", file, 2 << 20), "ENOSPC");
  assertEquals(files.answer("ftruncate", file, 900_000), 0);
  assertEquals(files.answer("mmap", 0, 400_000, 3, 0x22, -1, 0), "ENOMEM");
  assertEquals(files.open("f", WRONLY) !== "ENOSPC", true);
  assertEquals(files.answer("ftruncate", file, 1_020_000), 0);
  // To write a byte, the whole file is copied.
  const other = Number(files.open("f", RDWR));
  assertEquals(files.answer("pwrite64", other, files.put("y"), 1, 0), "ENOSPC");
  assertEquals(files.read("f").slice(0, 3), "xxx");
  assertEquals(files.answer("ftruncate", file, 0), 0);
  assertEquals(files.answer("pwrite64", other, files.put("y"), 1, 0), 1);
  assertEquals(files.read("f").slice(0, 3), "yxx");
  assert(Number(files.answer("mmap", 0, 400_000, 3, 0x22, -1, 0)) > 0);

  const limited = new CopyOnWriteFileSystem(lower, { bytes: 10_000, files: 2 });
  using few = new Files([{ at: "/", fileSystem: limited }]);
  assertEquals(few.write("a", "x".repeat(20_000)), "ENOSPC");
  assertEquals(few.one("mkdirat", "b", 0o755), 0);
  assertEquals(few.one("mkdirat", "c", 0o755), "ENOSPC");
  assertEquals(few.both("renameat2", "b", "d", 0), 0);
});

/** What stat tells of an entry: links, and the second of the last change of its status. */
function links(files: Files, name: string): readonly [number, bigint] | string | number {
  const answer = files.answer("newfstatat", CWD, files.path(name), BUFFER, 0x100);
  if (answer !== 0) return answer;
  const { memory } = files.process.machine;
  return [Number(memory.readUint(BUFFER + 20n, 4)), memory.readUint(BUFFER + 104n, 8)];
}

Deno.test("A change of names that does not fit into the limits changes nothing", () => {
  const entries = ["/", "f", "g", "h", "l", "d", "d/e", "d/h", "e", "new"];
  const changes: Readonly<Record<string, (files: Files) => number | string>> = {
    "a link": (files) => files.both("linkat", "f", "h", 0),
    "a link elsewhere": (files) => files.both("linkat", "f", "d/h", 0),
    "a symlink": (files) => files.both("symlinkat", "f", "h"),
    "a directory": (files) => files.one("mkdirat", "d/h", 0o755),
    "a removed file": (files) => files.one("unlinkat", "f", 0),
    "a removed symlink": (files) => files.one("unlinkat", "l", 0),
    "a removed directory": (files) => files.one("unlinkat", "e", 0x200),
    "another name": (files) => files.both("renameat2", "f", "h", 0),
    "another name of a new file": (files) => files.both("renameat2", "new", "h", 0),
    "a replaced file": (files) => files.both("renameat2", "f", "g", 0),
    "a file replaced by a new one": (files) => files.both("renameat2", "new", "g", 0),
    "a new file replaced": (files) => files.both("renameat2", "f", "new", 0),
    "another directory": (files) => files.both("renameat2", "f", "d/h", 0),
    "a replaced directory": (files) => files.both("renameat2", "d/e", "e", 0),
    "a moved directory": (files) => files.both("renameat2", "d/e", "h", 0),
  };
  for (const [what, change] of Object.entries(changes)) {
    const answers = new Map<number | string, number>();
    const attempt = (bytes: number, names: number) => {
      const lower = new MemoryFileSystem({ ...CONTENTS, d: { ...CONTENTS.d as object, e: {} } });
      using below = new Files([{ at: "/", fileSystem: lower }]);
      below.both("symlinkat", "f", "l");
      const fileSystem = new CopyOnWriteFileSystem(lower, { bytes, files: names });
      using files = new Files([{ at: "/", fileSystem }]);
      assertEquals(files.write("new", ""), 0);
      const state = () => [contents(files), entries.map((name) => links(files, name))];
      const before = state();
      const answer = change(files);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (answer !== 0) assertEquals(state(), before, `${what}: ${answer} at ${bytes} bytes`);
      else assertNotEquals(contents(files), before[0], what);
    };
    // A new file takes 515 bytes with the status of its directory.
    for (let bytes = 515; bytes < 2800; bytes += 96) attempt(bytes, 10);
    attempt(10_000, 1);
    assertEquals([...answers.keys()].sort().reverse(), ["ENOSPC", 0], what);
  }
});

Deno.test("A file that gets another name, and what is removed while it is open, say so in stat", () => {
  const lower = new MemoryFileSystem({ f: "text", d: {} });
  using files = new Files([{ at: "/", fileSystem: new CopyOnWriteFileSystem(lower) }]);
  const before = links(files, "f");
  assertEquals(before, [1, 0n]);
  assertEquals(files.both("renameat2", "f", "g", 0), 0);
  assertEquals(links(files, "g"), [1, 1_735_689_600n]);
  const open = Number(files.open("d", OPEN.DIRECTORY));
  assertEquals(files.one("unlinkat", "d", 0x200), 0);
  assertEquals(files.answer("fstat", open, BUFFER), 0);
  assertEquals(files.process.machine.memory.readUint(BUFFER + 20n, 4), 0n);
});

Deno.test("The host can read what a process changed", () => {
  const fileSystem = new CopyOnWriteFileSystem(new MemoryFileSystem({ f: "before" }));
  {
    using files = new Files([{ at: "/", fileSystem }]);
    assertEquals(files.write("answer", "42"), 2);
  }
  assertEquals(fileSystem.root.entries().map(({ name }) => name).sort(), ["answer", "f"]);
});
