// SPDX-License-Identifier: MPL-2.0
// Builds the examples with our own assembler and runs them on our own machine. Needs permission to read the
// sources; builds each program once.

import { build } from "../../asm/build.ts";
import type { Program } from "../../asm/object/program.ts";
import type { Hooks } from "../../host/watch/hooks.ts";
import { Process, statusOf } from "../../host/process.ts";
import { runtimeFiles } from "../../runtime/files.ts";
import type { Input, Outcome } from "./gnu_programs.ts";

const ROOT = new URL("../../", import.meta.url);
/** Far more instructions than the longest run needs. */
const MAX_INSTRUCTIONS = 1_000_000_000;

const programs = new Map<string, Program>();

/** Builds one example: `name` is its path below examples/, without `.s`. */
export function assembleExample(name: string): Program {
  const known = programs.get(name);
  if (known !== undefined) return known;
  const file = `examples/${name}.s`;
  const text = Deno.readTextFileSync(new URL(file, ROOT));
  const program = build([{ name: file, text }], { archive: runtimeFiles });
  programs.set(name, program);
  return program;
}

/** Runs one example to its end. */
export function runExample(
  name: string,
  { args = [], env = {}, stdin = "" }: Input,
  hooks: Hooks = {},
): Outcome {
  using process = new Process(assembleExample(name), {
    args: [name, ...args],
    env,
    stdin: new TextEncoder().encode(stdin),
    hooks,
  });
  const outcome = process.run({ maxInstructions: MAX_INSTRUCTIONS });
  const { stdout, stderr } = process.output;
  const decoder = new TextDecoder();
  return {
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
    status: statusOf(outcome),
  };
}
