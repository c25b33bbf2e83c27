// SPDX-License-Identifier: MPL-2.0
// A copy-on-write file system: it behaves as a file system of its own with the same contents, and changes
// nothing below. The comparison makes random calls; LEVERET_FUZZ says how many.

import { assert, assertEquals } from "@std/assert";
import { denoFileSystem } from "../../../host/deno/file_system.ts";
import { CopyOnWriteFileSystem } from "../../../host/kernel/files/copy_on_write.ts";
import type { FileSystem } from "../../../host/kernel/files/file_system.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { Draw } from "../../asm/fuzzing.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";
import { CONTENTS, contents, fill, step } from "./file_steps.ts";
import { BUFFER, Files, OPEN } from "./files_caller.ts";

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

Deno.test("The host can read what a process changed", () => {
  const fileSystem = new CopyOnWriteFileSystem(new MemoryFileSystem({ f: "before" }));
  {
    using files = new Files([{ at: "/", fileSystem }]);
    assertEquals(files.write("answer", "42"), 2);
  }
  assertEquals(fileSystem.root.entries().map(({ name }) => name).sort(), ["answer", "f"]);
});
