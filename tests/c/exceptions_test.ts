// SPDX-License-Identifier: MPL-2.0
// C++ programs with exceptions, as g++ compiles them: our objects linked by GNU ld, and linked by us, do
// what those of GNU as do under QEMU. Skips where g++ is missing, and its name says so.

import { assertEquals } from "@std/assert";
import { assemble } from "../../asm/assembler.ts";
import { build, type BuildInput } from "../../asm/build.ts";
import { formatDiagnostic } from "../../asm/object/diagnostic.ts";
import { ObjectArchive } from "../../asm/object/elf/archive_reader.ts";
import { writeElf } from "../../asm/object/elf/executable_writer.ts";
import { readObject } from "../../asm/object/elf/object_reader.ts";
import { writeObject } from "../../asm/object/elf/relocatable_writer.ts";
import { Process, statusOf } from "../../host/process.ts";
import { isInstalled, underQemu } from "../asm/gnu_objects.ts";
import { withDirectory } from "../asm/goldens/gnu.ts";
import { missingTools } from "./corpus.ts";

const GXX = "riscv64-linux-gnu-g++";
const SOURCES = new URL("cplusplus/", import.meta.url).pathname;
const PROGRAMS = ["exceptions", "sharing", "streams"];
/** The last has g++ write .eh_frame itself, in data directives. */
const OPTIONS = ["-O0", "-O1", "-O2", "-O2 -fno-dwarf2-cfi-asm"];
/** What g++ -static links a program with, in order; PROGRAM is the program's object. */
const FILES = [
  ...["crt1.o", "crti.o", "crtbeginT.o", "PROGRAM", "libstdc++.a", "libm.a", "libgcc.a"],
  ...["libgcc_eh.a", "libc.a", "crtend.o", "crtn.o"],
];

const missing = await missingTools();
if (missing.length === 0 && !await isInstalled(GXX)) missing.push(GXX);

async function gxx(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(GXX, { args }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout).trim();
}

async function read(name: string, program: Uint8Array): Promise<BuildInput> {
  if (name === "PROGRAM") return readObject(program, "program.o");
  const path = await gxx(`-print-file-name=${name}`);
  const bytes = await Deno.readFile(path);
  return name.endsWith(".a") ? new ObjectArchive(bytes, path) : readObject(bytes, path);
}

for (const name of PROGRAMS) {
  for (const options of OPTIONS) {
    Deno.test({
      name: `${name}.cpp ${options} throws and catches as with GNU as${
        missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`
      }`,
      ignore: missing.length > 0,
      fn: () =>
        withDirectory(async (directory) => {
          const path = (extension: string) => `${directory}/${name}.${extension}`;
          await gxx(
            "-std=c++20",
            "-w",
            ...options.split(" "),
            "-S",
            "-o",
            path("s"),
            `${SOURCES}${name}.cpp`,
          );
          await gxx("-static", "-o", path("gnu"), path("s"));
          const expected = await underQemu(path("gnu"));
          const text = await Deno.readTextFile(path("s"));
          const { object, diagnostics } = assemble({ name: `${name}.s`, text });
          assertEquals(diagnostics.map((each) => formatDiagnostic(each)), []);
          if (object === undefined) return;
          const bytes = writeObject(object);
          await Deno.writeFile(path("o"), bytes);
          await gxx("-static", "-o", path("ld"), path("o"));
          assertEquals(await underQemu(path("ld")), expected);
          const program = build(await Promise.all(FILES.map((file) => read(file, bytes))));
          await Deno.writeFile(path("ours"), writeElf(program), { mode: 0o755 });
          assertEquals(await underQemu(path("ours")), expected);
          using process = new Process(program);
          const status = statusOf(process.run({ maxInstructions: 1_000_000_000 }));
          const stdout = new TextDecoder().decode(process.output.stdout);
          assertEquals({ status, stdout }, expected);
        }),
    });
  }
}
