// SPDX-License-Identifier: MPL-2.0
// The file calls in a guest program: guests/files.c on a file system in memory, in a directory of the host, and
// under QEMU, which passes them to the host's kernel.

import { assertEquals } from "@std/assert";
import { build } from "../../asm/build.ts";
import { denoFileSystem } from "../../host/deno/file_system.ts";
import { CopyOnWriteFileSystem } from "../../host/kernel/files/copy_on_write.ts";
import type { FileSystem } from "../../host/kernel/files/file_system.ts";
import { MemoryFileSystem } from "../../host/kernel/files/memory_file_system.ts";
import { Process, statusOf } from "../../host/process.ts";
import { canWitness, withWitness, witnessMissing } from "./gnu_program.ts";
import {
  expected,
  expectedOfWitness,
  type GuestCase,
  guestCases,
  guestSource,
  result,
} from "./guest_programs.ts";

const CASES = guestCases("files");
const PROGRAM = build([{ name: "files.s", text: guestSource("files") }]);

/** Runs a case with a file system at its root. */
function run({ args }: GuestCase, fileSystem: FileSystem, watched: boolean): string {
  let calls = 0;
  using process = new Process(PROGRAM, {
    args: ["files", ...args],
    mounts: [{ at: "/", fileSystem }],
    ...(watched && { hooks: { onSyscall: ({ text }) => calls += text().length > 0 ? 1 : 0 } }),
  });
  const outcome = process.run({ maxInstructions: 100_000_000 });
  if (watched) assertEquals(calls, process.statistics.systemCalls);
  return result(process.output.stdout, statusOf(outcome));
}

for (const each of CASES) {
  const name = each.args.join(" ");
  Deno.test(`Files in memory: ${name}`, () => {
    assertEquals(run(each, new MemoryFileSystem(), true), expected(each));
  });
  Deno.test(`Files in a copy of a directory of the host: ${name}`, async () => {
    const directory = await Deno.makeTempDir({ prefix: "leveret-" });
    try {
      const copy = new CopyOnWriteFileSystem(denoFileSystem(directory));
      assertEquals(run(each, copy, false), expected(each));
      assertEquals([...Deno.readDirSync(directory)], []);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
  Deno.test(`Files of the host: ${name}`, async () => {
    const directory = await Deno.makeTempDir({ prefix: "leveret-" });
    try {
      assertEquals(run(each, denoFileSystem(directory), false), expected(each));
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

Deno.test({
  name: `qemu-riscv64 agrees with the golden about files${witnessMissing}`,
  ignore: !canWitness,
  fn: () =>
    withWitness(guestSource("files"), async (run) => {
      for (const each of CASES.filter(({ witnessed }) => witnessed)) {
        const { stdout, status } = await run([], ...each.args);
        assertEquals(result(stdout, status), expectedOfWitness(each), each.args.join(" "));
      }
    }),
});
