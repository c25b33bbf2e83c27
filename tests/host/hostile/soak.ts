// SPDX-License-Identifier: MPL-2.0
// Runs mixed programs in one process for the minutes of its first argument, with the seed of its second:
// examples are assembled and run, hostile programs stopped, traces taken, damaged ELF files read. Writes
// its resident size as lines of "seconds megabytes", and "done rounds" at the end. A program that does
// something else than in the first round is an error.

import { build } from "../../../asm/build.ts";
import { readExecutable } from "../../../asm/object/elf/executable_reader.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { elfPrograms } from "./elf_programs.ts";
import { filePrograms } from "./file_programs.ts";
import { MEMORY_PROGRAMS } from "./memory_programs.ts";

const [minutes = "", seed = "1"] = Deno.args;
const MIB = 2 ** 20;
const MAX_INSTRUCTIONS = 300_000;
/** For programs that are mostly system calls. */
const MAX_FEW = 3000;
const EXAMPLES = ["hello", "fibonacci", "hash_table", "life", "quicksort", "string_builder"];

interface Work {
  readonly name: string;
  /** What is done, and what it comes to: the same each time. */
  readonly act: () => string;
}

function sourceWork(name: string, text: string, isTraced: boolean, isOwn: boolean): Work {
  const act = () => {
    const program = build([{ name: `${name}.s`, text }], isOwn ? {} : { archive: runtimeFiles });
    const maxInstructions = isOwn && text.includes("ecall") ? MAX_FEW : MAX_INSTRUCTIONS;
    let accesses = 0;
    const hooks = isTraced ? { onMemory: () => void accesses++ } : {};
    using process = new Process(program, { memoryLimit: 16 * MIB, hooks });
    const outcome = process.run({ maxInstructions });
    const { stdout, stderr } = process.output;
    return `${outcome.kind} ${process.machine.instructions} ${stdout.length} ${stderr.length} ${accesses}`;
  };
  return { name: `${name}${isTraced ? ", traced" : ""}`, act };
}

function elfWork(name: string, bytes: Uint8Array): Work {
  const act = () => {
    try {
      const program = readExecutable(bytes, name);
      using process = new Process(program, { memoryLimit: 16 * MIB });
      return process.run({ maxInstructions: MAX_INSTRUCTIONS }).kind;
    } catch (error) {
      return `${error}`;
    }
  };
  return { name, act };
}

const works: Work[] = EXAMPLES.flatMap((name) => {
  const text = Deno.readTextFileSync(new URL(`../../../examples/${name}.s`, import.meta.url));
  return [false, true].map((isTraced) => sourceWork(name, text, isTraced, false));
});
const hostile = [
  ...MEMORY_PROGRAMS,
  ...filePrograms("/nowhere", BigInt(seed)),
  ...elfPrograms("/nowhere", BigInt(seed)),
];
for (const { name, content } of hostile) {
  if (typeof content === "string") works.push(sourceWork(name, content, false, true));
  else works.push(elfWork(name, content));
}

const first = new Map<string, string>();
const start = performance.now();
const end = start + 60_000 * Number(minutes);
let rounds = 0;
do {
  for (const { name, act } of works) {
    const result = act();
    const expected = first.get(name);
    if (expected === undefined) first.set(name, result);
    else if (result !== expected) throw new Error(`${name}: "${result}" after "${expected}"`);
    // Timers and finalizers of the host have their turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  rounds++;
  const seconds = (performance.now() - start) / 1000;
  console.log(`${seconds.toFixed(1)} ${(Deno.memoryUsage().rss / MIB).toFixed(1)}`);
} while (performance.now() < end || rounds < 2);
console.log(`done ${rounds}`);
