// SPDX-License-Identifier: MPL-2.0
// The sources in corpus/, what gcc makes of them, and how the two are compared: line by line, with blanks
// counted as one. `deno run --allow-read --allow-write --allow-run tests/asm/preprocessor/corpus.ts` writes
// the goldens anew.

import { preprocess, type PreprocessResult } from "../../../asm/preprocessor/preprocessor.ts";
import type { SourceFile } from "../../../asm/object/source.ts";
import { runGnu } from "../goldens/gnu.ts";

const CORPUS = new URL("corpus/", import.meta.url);

/** The sources, each with the macros that it is preprocessed with. */
export const CASES: readonly (readonly [name: string, ...macros: string[]])[] = [
  ["condition.S"],
  ["expand.S"],
  ["strlen.S"],
  ["text.S"],
  ["trap.S"],
  ["trap.S", "CONFIG_SMP=4"],
];

/** The lines that are not empty, with one blank for several. */
export function normalized(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/[ \t]+/g, " ").trim());
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

function find(path: string, directories: readonly string[]): SourceFile | undefined {
  for (const directory of directories) {
    try {
      const text = Deno.readTextFileSync(new URL(directory + path, CORPUS));
      return { name: directory + path, text };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/** Preprocesses a source of the corpus. */
export function preprocessed(name: string, macros: readonly string[]): PreprocessResult {
  const text = Deno.readTextFileSync(new URL(name, CORPUS));
  return preprocess({ name, text }, {
    define: macros,
    architecture: "rv64gc",
    include: (path, from, how) => {
      const own = from.slice(0, from.lastIndexOf("/") + 1);
      return find(path, how === "system" ? ["include/"] : [own, "include/"]);
    },
  });
}

/** What gcc makes of it. */
export async function preprocessedByGnu(name: string, macros: readonly string[]): Promise<string> {
  const path = new URL(".", CORPUS).pathname;
  const { success, stdout, stderr } = await runGnu("gcc", [
    ...["-E", "-P", "-fno-pie", "-march=rv64gc", "-mabi=lp64d", `-I${path}include`],
    ...[...macros.map((macro) => `-D${macro}`), `${path}${name}`],
  ]);
  if (!success) throw new Error(`Cannot preprocess ${name}: ${stderr}`);
  return stdout.replaceAll(path, "");
}

/** The file of a case's golden. */
export function goldenOf(name: string, macros: readonly string[]): URL {
  return new URL([name, ...macros].join(" ").replace(/\W+/g, "_") + ".txt", CORPUS);
}

if (import.meta.main) {
  for (const [name, ...macros] of CASES) {
    const text = normalized(await preprocessedByGnu(name, macros));
    await Deno.writeTextFile(goldenOf(name, macros), text);
  }
}
