// SPDX-License-Identifier: MPL-2.0
// The programs of the corpus that are committed as gcc compiled them, each with what QEMU printed and
// the status it ended with, so that some are tested where gcc is missing.

import type { SourceFile } from "../../asm/object/source.ts";
import { type Run, type Target, TARGETS } from "./corpus.ts";

/** Where they are: a directory for each target. */
export const COMPILED = new URL("compiled/", import.meta.url);

/** A program, compiled for a target with certain options. */
export interface Selected {
  readonly name: string;
  readonly target: Target;
  readonly options: readonly string[];
}

const [INTEGERS, GENERAL] = TARGETS;

/** The selection: all levels, and the programs whose code is least like code written by hand. */
export const SELECTION: readonly Selected[] = [
  { name: "jumps", target: INTEGERS, options: ["-O0"] },
  { name: "initialisers", target: INTEGERS, options: ["-O1", "-fPIC"] },
  { name: "varargs", target: INTEGERS, options: ["-O1"] },
  { name: "pointers", target: INTEGERS, options: ["-O2"] },
  { name: "tail_calls", target: INTEGERS, options: ["-Os", "-g"] },
  { name: "structs", target: GENERAL, options: ["-O2"] },
  { name: "strings", target: GENERAL, options: ["-Os"] },
  { name: "jumps", target: GENERAL, options: ["-O0"] },
  { name: "lists", target: GENERAL, options: ["-O1"] },
];

/** The directory of a target. */
export function folderOf({ march }: Target): URL {
  return new URL(`${march}/`, COMPILED);
}

/** The text of a program and of the support code. */
export async function compiledSources({ name, target }: Selected): Promise<SourceFile[]> {
  const files = [`${name}.s`, "support.s"];
  return await Promise.all(files.map(async (file) => ({
    name: file,
    text: await Deno.readTextFile(new URL(file, folderOf(target))),
  })));
}

/** What QEMU made of it: the output, and the status in the last line. */
export async function expectedRun({ name, target }: Selected): Promise<Run> {
  const text = await Deno.readTextFile(new URL(`${name}.out`, folderOf(target)));
  const [, stdout = "", status] = /^(.*)status (\d+)\n$/s.exec(text) ?? [];
  return { stdout, status: Number(status) };
}
