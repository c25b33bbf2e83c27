// SPDX-License-Identifier: MPL-2.0
// The part of the fuzz test that may hang: assembles cases in a thread of its own. Before each case it
// tells the test which one it is, so that the test can end it and name the case.

import { build, BuildError } from "../../asm/build.ts";
import { listing } from "../../asm/disassembly/listing.ts";
import type { SourceFile } from "../../asm/object/source.ts";
import { fuzzCase, type FuzzKind } from "./fuzz_cases.ts";
import { answerCases, type CasesRequest } from "./fuzzing.ts";

/** The test's request to the worker. */
export interface FuzzRequest extends CasesRequest {
  readonly kind: FuzzKind;
  /** The texts that mutations start from. */
  readonly sources: readonly string[];
}

/**
 * A source with weak definitions of the global symbols of a set: with it, a damaged source alone gets
 * past undefined symbols, to layout and relocations.
 */
function weakSymbols(sources: readonly string[]): string {
  const names = sources.flatMap((text) => [...text.matchAll(/\.globl\s+([\w.$]+)/g)]);
  const lines = new Set(names.map(([, name]) => `.weak ${name}\n${name}:\n`));
  return [...lines].join("");
}

/** Whether the source is a program. Throws only if there is a bug. */
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

answerCases(({ kind, seed, sources }: FuzzRequest) => {
  const others = { name: "others.s", text: weakSymbols(sources) };
  return (index) => {
    const fuzzed = { name: "fuzz.s", text: fuzzCase(kind, seed, index, sources) };
    return isProgram([fuzzed, others]);
  };
});
