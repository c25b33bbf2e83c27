// SPDX-License-Identifier: MPL-2.0
// C++ programs as g++ compiles them: exceptions, RTTI, streams, thread-local variables, containers. Our
// objects linked by GNU ld, and linked by us, do what those of GNU as do under QEMU. Skips where g++ is
// missing, and its name says so. A few programs are tried each time; LEVERET_GCC=all tries them all.

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
import { triesAllOfGcc } from "../fuzz_settings.ts";
import { missingTools } from "./corpus.ts";

const GXX = "riscv64-linux-gnu-g++";
const SOURCES = new URL("cplusplus/", import.meta.url).pathname;
/** Programs that are tried with every set of options. */
const ALWAYS = ["exceptions", "sharing", "streams"];
/** The last has g++ write .eh_frame itself, in data directives. */
const OPTIONS = ["-O0", "-O1", "-O2", "-O2 -fno-dwarf2-cfi-asm"];
/** A sample of the other programs, each with one set of options. */
const SAMPLE: ReadonlySet<string> = new Set([
  ...["saved_registers -O2", "dynamic_frames -O1", "virtual_inheritance -O1", "uncaught -O1"],
]);

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

const libraries = new Map<string, Promise<BuildInput>>();

/** An object or archive of g++, which is read once. */
function library(name: string): Promise<BuildInput> {
  const known = libraries.get(name);
  if (known !== undefined) return known;
  const read = gxx(`-print-file-name=${name}`).then(async (path) => {
    const bytes = await Deno.readFile(path);
    return name.endsWith(".a") ? new ObjectArchive(bytes, path) : readObject(bytes, path);
  });
  libraries.set(name, read);
  return read;
}

const names = (await Array.fromAsync(Deno.readDir(SOURCES))).map(({ name }) => name)
  .filter((name) => name.endsWith(".cpp")).map((name) => name.slice(0, -".cpp".length)).sort();

for (const name of names) {
  for (const options of OPTIONS) {
    const isWanted = ALWAYS.includes(name) || SAMPLE.has(`${name} ${options}`) ||
      triesAllOfGcc && (options === "-O1" || options === "-O2");
    if (!isWanted) continue;
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
          const program = build(
            await Promise.all(
              FILES.map((file) =>
                file === "PROGRAM" ? readObject(bytes, "program.o") : library(file)
              ),
            ),
          );
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
