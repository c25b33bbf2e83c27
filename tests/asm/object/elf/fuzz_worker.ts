// SPDX-License-Identifier: MPL-2.0
// The part of the ELF fuzz test that may hang: in a thread of its own it reads damaged files, then links,
// runs and lists the results. Before each case it tells the test which one it is.

import { build, BuildError } from "../../../../asm/build.ts";
import { ObjectArchive } from "../../../../asm/object/elf/archive_reader.ts";
import { FileFormatError } from "../../../../asm/object/elf/byte_reader.ts";
import { readExecutable } from "../../../../asm/object/elf/executable_reader.ts";
import { writeElf } from "../../../../asm/object/elf/executable_writer.ts";
import { readObject } from "../../../../asm/object/elf/object_reader.ts";
import { listing } from "../../../../asm/disassembly/listing.ts";
import type { Program } from "../../../../asm/object/program.ts";
import { Process } from "../../../../host/process.ts";
import { backtrace } from "../../../../host/symbols/backtrace.ts";
import { runtimeFiles } from "../../../../runtime/files.ts";
import { elfFuzzCase, type ElfFuzzKind } from "./fuzz_cases.ts";
import { answerCases, type CasesRequest } from "../../fuzzing.ts";

/** The test's request to the worker. */
export interface ElfFuzzRequest extends CasesRequest {
  readonly kind: ElfFuzzKind;
  /** The files to damage. */
  readonly files: readonly Uint8Array[];
}

const MAX_ROWS = 5000;
const MAX_INSTRUCTIONS = 2000;
/** Only one case in this many runs on a machine, which takes longer than all the rest. */
const RUN_EVERY = 8;
const ENCODER = new TextEncoder();

/** Code that calls the damaged files, and code that they call. */
const MAIN = {
  name: "main.s",
  text: ".globl main, helper, shared\nmain: mv s0, ra\nli a0, 3\ncall run\nmv ra, s0\nret\n" +
    'helper: ret\n.weak run\n.section .tbss, "awT", @nobits\nshared: .zero 4\n',
};

/** Uses a program as the commands do; throws only if there is a bug. */
function use(program: Program, runs: boolean): void {
  let rows = 0;
  for (const row of listing(program)) {
    if (row.size <= 0) throw new Error("a row without bytes");
    if (++rows > MAX_ROWS) break;
  }
  let lines = 0;
  for (const { address } of program.lines.entries()) {
    const location = program.lines.find(address);
    if (location !== undefined) program.lines.text(location);
    if (++lines > MAX_ROWS) break;
  }
  for (const { value } of program.symbols.slice(0, MAX_ROWS)) program.symbolAt(value);
  program.symbolAt(program.entry);
  if (!runs) return;
  try {
    using process = new Process(program, { memoryLimit: 1 << 20 });
    const outcome = process.run({ maxInstructions: MAX_INSTRUCTIONS });
    if (outcome.kind !== "killed") return;
    const { memory, registers, pc } = process.machine;
    backtrace({ memory, registers: registers.toArray(), pc, image: program });
  } catch (error) {
    // The program does not fit into the machine.
    if (!(error instanceof RangeError) || !error.message.startsWith("Cannot ")) throw error;
  }
}

/** Whether a file is accepted. Throws only if there is a bug. */
function take(kind: ElfFuzzKind, bytes: Uint8Array, runs: boolean): boolean {
  try {
    if (kind === "executable") {
      use(readExecutable(bytes, "fuzz"), runs);
      return true;
    }
    const input = kind === "object"
      ? readObject(bytes, "fuzz.o")
      : new ObjectArchive(bytes, "fuzz.a");
    const program = build([MAIN, input], { archive: runtimeFiles });
    use(program, runs);
    use(readExecutable(writeElf(program), "again"), false);
    return true;
  } catch (error) {
    const isWell = error instanceof FileFormatError ||
      error instanceof BuildError && error.format() !== "";
    if (!isWell) throw error;
    if (ENCODER.encode(error.message).length > 10_000) throw new Error("a very long message");
    return false;
  }
}

answerCases(({ kind, seed, files }: ElfFuzzRequest) => (index) =>
  take(kind, elfFuzzCase(seed, index, files), index % RUN_EVERY === 0)
);
