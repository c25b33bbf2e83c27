// SPDX-License-Identifier: MPL-2.0
// The part of the fuzz test that may hang: assembles cases in a thread of its own and says before
// each which one it is at, so that the test can end it and name the case.

import { build, BuildError } from "../../asm/build.ts";
import { listing } from "../../asm/listing.ts";
import type { SourceFile } from "../../asm/source.ts";
import { fuzzCase, type FuzzKind } from "./fuzz_cases.ts";

/** What the test asks of the worker. */
export interface FuzzRequest {
  readonly kind: FuzzKind;
  readonly seed: bigint;
  readonly count: number;
  /** The texts that mutations start from. */
  readonly sources: readonly string[];
}

/** What the worker says. */
export type FuzzReport =
  /** It is about to assemble this case. */
  | { readonly state: "at"; readonly index: number }
  /** The assembler threw. */
  | { readonly state: "threw"; readonly index: number; readonly error: string }
  /** It is through; how many of the cases became a program. */
  | { readonly state: "done"; readonly programs: number };

const scope = self as unknown as {
  postMessage(report: FuzzReport): void;
  onmessage: ((event: MessageEvent<FuzzRequest>) => void) | null;
};

/**
 * A source that defines weakly what the others of a set define for all: a damaged source alone then
 * gets past undefined symbols, to the layout and the relocations.
 */
function weakSymbols(sources: readonly string[]): string {
  const names = sources.flatMap((text) => [...text.matchAll(/\.globl\s+([\w.$]+)/g)]);
  const lines = new Set(names.map(([, name]) => `.weak ${name}\n${name}:\n`));
  return [...lines].join("");
}

/** Whether the source is a program. Throws what the assembler must not throw. */
function isProgram(sources: readonly SourceFile[]): boolean {
  try {
    for (const row of listing(build(sources))) if (row.size <= 0) throw row;
    return true;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    if (error.format() === "") throw new Error("no diagnostics", { cause: error });
    return false;
  }
}

scope.onmessage = ({ data: { kind, seed, count, sources } }) => {
  const others = { name: "others.s", text: weakSymbols(sources) };
  let programs = 0;
  for (let index = 0; index < count; index++) {
    scope.postMessage({ state: "at", index });
    try {
      if (isProgram([{ name: "fuzz.s", text: fuzzCase(kind, seed, index, sources) }, others])) {
        programs++;
      }
    } catch (error) {
      const message = error instanceof Error ? error.stack ?? error.message : String(error);
      scope.postMessage({ state: "threw", index, error: message });
      return;
    }
  }
  scope.postMessage({ state: "done", programs });
};
