// SPDX-License-Identifier: MPL-2.0
// Looks up the symbol that an option names. An unknown name is an invalid command line; the error suggests the
// nearest name.

import type { Program, ProgramSymbol } from "../../../asm/object/program.ts";
import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";
import { UsageError } from "../command_line/options.ts";

/**
 * The symbol of that name.
 *
 * @throws {UsageError} when the program has none, with the nearest name
 */
export function findSymbol(program: Program, option: string, name: string): ProgramSymbol {
  const symbol = program.symbol(name);
  if (symbol !== undefined) return symbol;
  const nearest = nearestName(name, program.symbols.map((symbol) => symbol.name));
  throw new UsageError(`unknown symbol ${name} in ${option}${didYouMean(nearest)}`);
}
