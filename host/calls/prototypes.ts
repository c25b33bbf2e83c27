// SPDX-License-Identifier: MPL-2.0
// Arguments and results of functions that have debug information: names and types, read from the registers that
// the psABI passes them in ("Integer Calling Convention", "Hardware Floating-Point Calling Convention"). What
// pointers lead to is not looked at: when a call is told, the program is further already.

import type { Program } from "../../asm/object/program.ts";
import type { Memory } from "../../cpu/memory/memory.ts";
import { type DebugFunction, DebugInfo } from "../dwarf/debug_info.ts";
import { formatValue } from "../dwarf/format_value.ts";
import { plain, sizeOf, type Type } from "../dwarf/types.ts";
import { TypedValue } from "../dwarf/value.ts";
import { hex } from "../text/hex.ts";

/** Registers at a call or a return, from a0 and from fa0 on. */
export interface ArgumentValues {
  /** a0 and the following. */
  readonly registers: readonly bigint[];
  /** fa0 and the following. */
  readonly floats: readonly bigint[];
}

/** The functions of a program, as its debug information describes them. */
export class Prototypes {
  readonly #info: DebugInfo | undefined;
  readonly #memory: Memory;
  readonly #functions = new Map<bigint, DebugFunction | undefined>();

  /** Reads the debug information of a program, if it has any. */
  constructor(program: Program | undefined, memory: Memory) {
    this.#info = program && DebugInfo.of(program);
    this.#memory = memory;
  }

  /** The function that begins at an address. */
  at(address: bigint): DebugFunction | undefined {
    if (this.#functions.has(address)) return this.#functions.get(address);
    const found = this.#info?.functionAt(address);
    const begins = found?.ranges.some(({ start }) => start === address) === true;
    const known = begins ? found : undefined;
    this.#functions.set(address, known);
    return known;
  }

  /** The named arguments of a call; `...` stands for what is not known of them. */
  args(
    { parameters, type: { isVariadic } }: DebugFunction,
    values: ArgumentValues,
  ): { readonly name: string | undefined; readonly text: string }[] {
    const { registers, floats } = values;
    const shown: { name: string | undefined; text: string }[] = [];
    let integers = 0;
    let fractions = 0;
    const rest = { name: undefined, text: "..." };
    for (const { name, type } of parameters) {
      const size = sizeOf(type) ?? 0;
      const isFloat = isFraction(type) && size <= 8 && fractions < floats.length;
      const isLarge = size > 16;
      if (!isFloat && !isLarge && !isScalar(type)) return [...shown, rest];
      const bits = isFloat ? floats[fractions++] : registers[integers++];
      // The others are on the stack.
      if (bits === undefined) return [...shown, rest];
      shown.push({ name, text: isLarge ? `*${hex(bits)}` : this.#text(type, bits) });
    }
    return isVariadic ? [...shown, rest] : shown;
  }

  /** What a function returned; undefined if that is nothing, or not in one register. */
  result(
    { type: { result } }: DebugFunction,
    { registers, floats }: ArgumentValues,
  ): string | undefined {
    if (plain(result).kind === "void" || !isScalar(result)) return undefined;
    const bits = isFraction(result) ? floats[0] : registers[0];
    return bits === undefined ? undefined : this.#text(result, bits);
  }

  #text(type: Type, bits: bigint): string {
    return plain(type).kind === "pointer"
      ? hex(bits)
      : formatValue(TypedValue.ofNumber(bits, type, this.#memory));
  }
}

function isFraction(given: Type): boolean {
  const type = plain(given);
  return type.kind === "base" && type.encoding === "float";
}

/** Whether one register holds a value of the type. */
function isScalar(given: Type): boolean {
  const { kind } = plain(given);
  return (kind === "base" || kind === "pointer" || kind === "enum") && (sizeOf(given) ?? 9) <= 8;
}
