// SPDX-License-Identifier: MPL-2.0
// The option --allocator-symbols: functions of the program that allocate, as `malloc=my_alloc,free=my_free`.
// And the message for a program in which no such function is found.

import type { Program } from "../../../asm/object/program.ts";
import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";
import {
  addressNamed,
  type AllocatorSymbols,
  HEAP_CALLS,
  type HeapCall,
} from "../../watch/allocator_functions.ts";
import { UsageError } from "../command_line/options.ts";
import { invalidValue, parseChoice } from "../command_line/values.ts";
import { findSymbol } from "../programs/symbol_option.ts";

const OPTION = "--allocator-symbols";

/**
 * Reads the values of the option.
 *
 * @throws {UsageError} for an invalid one, and for a symbol that the program does not have
 */
export function parseAllocatorSymbols(
  texts: readonly string[],
  program: Program,
): AllocatorSymbols {
  const named: Partial<Record<HeapCall, string[]>> = {};
  for (const text of texts.flatMap((text) => text.split(","))) {
    const [, key = "", name = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (name === "") {
      throw invalidValue(OPTION, text, "must be CALL=NAME, such as malloc=my_alloc,free=my_free");
    }
    const isOperator = /^(?:new|delete)(?:\[\])?$/.test(key);
    const call = parseChoice(OPTION, isOperator ? `operator ${key}` : key, HEAP_CALLS);
    // The libraries of a dynamically linked program are not loaded yet.
    if (program.modules === undefined && addressNamed(program, name) === undefined) {
      findSymbol(program, OPTION, name);
      const functions = program.symbols.filter(({ kind }) => kind === "function");
      const nearest = nearestName(name, functions.map(({ name }) => name));
      throw new UsageError(`${name} in ${OPTION} is not a function${didYouMean(nearest)}`);
    }
    (named[call] ??= []).push(name);
  }
  return named;
}

/** Says that a program has no allocator whose calls could be seen, and what to do. */
export function noAllocator(program: Program): string {
  const why = program.symbols.length === 0
    ? "the program has no symbols, by which its allocator is found"
    : "the program has no function with a known name, such as malloc";
  const name = program.symbols.length === 0 ? "0x10234" : "my_alloc";
  return `no heap calls: ${why}; name its own with ${OPTION} malloc=${name},free=…`;
}
