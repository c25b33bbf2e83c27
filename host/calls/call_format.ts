// SPDX-License-Identifier: MPL-2.0
// Calls and their results as text and as JSON: `fib(n=24) = 46368`. Debug information has the names and types of
// arguments; without it, they are the registers that the function reads, small numbers in decimal, others in
// hexadecimal.

import type { Program } from "../../asm/object/program.ts";
import type { Memory } from "../../cpu/memory/memory.ts";
import { CodeLocations } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { ArgumentFinder } from "./argument_registers.ts";
import type { FunctionCall, FunctionReturn } from "./call_tracker.ts";
import { Prototypes } from "./prototypes.ts";

/** Values from here on, positive or negative, are shown in hexadecimal: addresses are not below. */
const MIN_HEXADECIMAL = 1n << 16n;
const BOX = 0xffff_ffffn;

/** A named value. */
export interface ShownValue {
  /** The name of a parameter; undefined for a register that stands for one. */
  readonly name: string | undefined;
  /** Its text. */
  readonly text: string;
}

/** Writes calls of one program. */
export class CallFormat {
  readonly #locations: CodeLocations;
  readonly #finder: ArgumentFinder;
  readonly #prototypes: Prototypes;
  readonly #names = new Map<bigint, string>();

  /** Names come from the program, functions are read from the memory. */
  constructor(program: Program | undefined, memory: Memory) {
    this.#locations = new CodeLocations(program);
    this.#finder = new ArgumentFinder(memory);
    this.#prototypes = new Prototypes(program, memory);
  }

  /** The name of a function; its address if it has none. */
  name(address: bigint): string {
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    const name = this.#locations.at(address).symbol ?? hex(address);
    this.#names.set(address, name);
    return name;
  }

  /** The arguments of a call. */
  args({ address, kind, registers, floats }: FunctionCall): ShownValue[] {
    const known = this.#prototypes.at(address);
    if (known !== undefined && kind !== "signal handler") {
      return this.#prototypes.args(known, { registers, floats });
    }
    if (kind === "signal handler") {
      return [{ name: undefined, text: formatWord(registers[0] ?? 0n) }];
    }
    const found = this.#finder.of(address);
    return [
      ...registers.slice(0, found.integers).map((value) => ({
        name: undefined,
        text: formatWord(value),
      })),
      ...floats.slice(0, found.floats).map((value, index) => ({
        name: `fa${index}`,
        text: formatFloat(value),
      })),
    ];
  }

  /** `fib(24)`. */
  call(call: FunctionCall): string {
    const args = this.args(call).map(({ name, text }) =>
      name === undefined ? text : `${name}=${text}`
    );
    return `${this.name(call.address)}(${args.join(", ")})`;
  }

  /** `46368`: what a call returned; undefined if it did not, or returns nothing. */
  result({ call, how, registers, floats }: FunctionReturn): string | undefined {
    if (how !== "returned") return undefined;
    const known = this.#prototypes.at(call.address);
    if (known !== undefined) return this.#prototypes.result(known, { registers, floats });
    return formatWord(registers[0] ?? 0n);
  }

  /** The JSON form of a call that has ended. */
  json(event: FunctionReturn): object {
    const { call, how, instructions } = event;
    const { location } = this.#locations.at(call.pc);
    return {
      event: "call",
      function: this.name(call.address),
      kind: call.kind,
      depth: call.depth,
      args: this.args(call).map(({ name, text }) =>
        name === undefined ? text : { name, value: text }
      ),
      result: this.result(event),
      returned: how === "returned",
      number: call.number,
      instructions,
      pc: hex(call.pc),
      caller: this.#locations.at(call.pc).symbol,
      file: location?.file,
      line: location?.line,
    };
  }
}

/** A register that may hold a number or an address. */
export function formatWord(value: bigint): string {
  const signed = BigInt.asIntN(64, value);
  return -MIN_HEXADECIMAL < signed && signed < MIN_HEXADECIMAL ? signed.toString() : hex(value);
}

/** A floating-point register: of single precision if it is NaN-boxed, or as `isSingle` says. */
export function formatFloat(bits: bigint, isSingle = bits >> 32n === BOX): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return `${isSingle ? Math.fround(view.getFloat32(4)) : view.getFloat64(0)}`;
}
