// SPDX-License-Identifier: MPL-2.0
// Finds the loop that a program was in when it was stopped, by the code of its functions: the shortest way
// from an instruction back to itself. A function that has not saved ra before a call returns into itself,
// which is such a way, too.

import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { effectsOf, isCall } from "../../cpu/semantics/effects.ts";
import type { CodeReader } from "../symbols/code_reader.ts";
import { type CodeLocations, formatSourceLocation } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { frameLayoutAt } from "../symbols/frame_layout.ts";
import type { FunctionRange } from "../symbols/functions.ts";

/** One round of a loop. */
export interface Loop {
  /** The addresses of its instructions, from the first in memory to the last. */
  readonly addresses: readonly bigint[];
  /** The return by which a function gets back into itself, if that closes the loop. */
  readonly selfReturn: SelfReturn | undefined;
}

/** A return to the function's own code, because the call before it has overwritten ra. */
export interface SelfReturn {
  /** Address of the `ret`. */
  readonly ret: bigint;
  /** Address that it goes to, right after the call. */
  readonly to: bigint;
}

/** The most instructions of a function that are looked at. */
const MAX_INSTRUCTIONS = 20_000;

/** The instructions of a function, and where each leads to. */
export class FunctionCode {
  /** The addresses after its calls. */
  readonly #calls: bigint[] = [];
  /** Its returns with an overwritten ra. */
  readonly #selfReturns: bigint[] = [];
  readonly #range: FunctionRange;
  readonly #instructions = new Map<bigint, { instruction: Instruction; length: bigint }>();

  /** Reads the function in a range. */
  constructor(range: FunctionRange, code: CodeReader) {
    this.#range = range;
    const returns: bigint[] = [];
    for (let at = range.start; at < range.end && this.#instructions.size < MAX_INSTRUCTIONS;) {
      const word = code.fetch(at);
      if (word === undefined) break;
      const instruction = decode(word);
      const length = BigInt(instructionLength(word));
      if (instruction !== undefined) {
        this.#instructions.set(at, { instruction, length });
        if (isLink(instruction)) this.#calls.push(at + length);
        if (isReturn(instruction)) returns.push(at);
      }
      at += length;
    }
    for (const at of returns) {
      const layout = frameLayoutAt(at, range, (address) => code.fetch(address));
      if (layout?.raIntact === false && layout.savedRa === undefined) this.#selfReturns.push(at);
    }
  }

  /** Its return to its own code, after one of its calls; undefined if there is none. */
  get selfReturn(): bigint | undefined {
    return this.#calls.length === 0 ? undefined : this.#selfReturns[0];
  }

  /** Whether it can return: it has a `ret`, or a jump that may be a tail call. */
  get mayReturn(): boolean {
    return [...this.#instructions].some(([at, { instruction }]) => {
      const { kind } = effectsOf(instruction.encoding).control;
      const target = at + BigInt(instruction.imm);
      return instruction.rd === 0 && (kind === "computed jump" ||
        (kind === "jump" && (target < this.#range.start || this.#range.end <= target)));
    });
  }

  /** The loop that contains the instruction at an address; undefined if there is none. */
  loopAt(start: bigint): Loop | undefined {
    const before = new Map<bigint, bigint>();
    const queue = [start];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const next of this.#successors(at)) {
        if (before.has(next)) continue;
        before.set(next, at);
        if (next === start) return this.#round(start, before);
        queue.push(next);
      }
    }
    return undefined;
  }

  #round(start: bigint, before: ReadonlyMap<bigint, bigint>): Loop {
    const addresses: bigint[] = [];
    let selfReturn: SelfReturn | undefined;
    let to = start;
    do {
      const at = before.get(to) ?? start;
      addresses.push(at);
      if (this.#selfReturns.includes(at)) selfReturn = { ret: at, to };
      to = at;
    } while (to !== start);
    addresses.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return { addresses, selfReturn };
  }

  #successors(at: bigint): readonly bigint[] {
    const entry = this.#instructions.get(at);
    if (entry === undefined) return [];
    const { instruction, length } = entry;
    const next = at + length;
    const { kind } = effectsOf(instruction.encoding).control;
    const target = at + BigInt(instruction.imm);
    const inside = (addresses: bigint[]) =>
      addresses.filter((address) => this.#range.start <= address && address < this.#range.end);
    if (kind === "branch") return inside([target, next]);
    // A function that calls itself is a loop by recursion, which a backtrace shows.
    if (instruction.rd !== 0 && (kind === "jump" || kind === "computed jump")) {
      return inside([next]);
    }
    if (kind === "jump") return inside([target]);
    if (kind === "computed jump") return this.#selfReturns.includes(at) ? this.#calls : [];
    return inside([next]);
  }
}

function isLink(instruction: Instruction): boolean {
  return isCall(instruction) && instruction.rd === REGISTER.ra;
}

function isReturn({ encoding, rd, rs1 }: Instruction): boolean {
  return effectsOf(encoding).control.kind === "computed jump" && rd === 0 && rs1 === REGISTER.ra;
}

/** What to say of a function that returns to itself. */
export interface SelfReturnHints {
  /** When it has done so. */
  readonly happened: string;
  /** When it may not have reached its `ret` yet. */
  readonly impending: string;
}

/** What to say of a function that returns to itself. */
export function selfReturnHints(
  { ret, to }: SelfReturn,
  locations: CodeLocations,
  code: CodeReader,
): SelfReturnHints {
  const call = to - BigInt(code.callLength(to) ?? 4);
  const name = (address: bigint) => {
    const { location, symbol } = locations.at(address);
    return location === undefined ? symbol ?? hex(address) : formatSourceLocation(location);
  };
  const callee = locations.at(ret).symbol?.split("+")[0];
  const subject = callee ?? "the function";
  const cause =
    `the call at ${name(call)} overwrote ra, so the ret at ${
      name(ret)
    } goes back to after that call: save ra on the stack before it, as in addi sp, sp, -16 and ` +
    `sd ra, 8(sp), and load it before ret`;
  return {
    happened: `${subject} returned to itself: ra was not saved; ${cause}`,
    impending: `${subject} does not save ra: ${cause}`,
  };
}
