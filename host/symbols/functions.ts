// SPDX-License-Identifier: MPL-2.0
// Where functions begin: at function symbols and, because hand-written code often marks no functions, at
// the target of every call. Takes an image, with or without symbols.

import { decode } from "../../cpu/isa/encoding.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { effectsOf, isCall } from "../../cpu/semantics/effects.ts";
import type { Program } from "../../asm/object/program.ts";
import { hasNames } from "./locations.ts";

/** The code of a function: from its first instruction to the next function or the segment's end. */
export interface FunctionRange {
  /** Address of the first instruction. */
  readonly start: bigint;
  /** Address after the last one. */
  readonly end: bigint;
}

/** The registers in which the ABI keeps return addresses: ra and t0. */
export const LINK_REGISTERS: ReadonlySet<number> = new Set([1, 5]);

/** The functions of one image. */
export class Functions {
  readonly #starts: readonly bigint[];
  readonly #segments: readonly FunctionRange[];

  /** Finds the functions of an image. */
  constructor(image: Image | Program) {
    const code = image.segments.filter(({ execute }) => execute);
    this.#segments = code.map(({ address, size }) => ({
      start: address,
      end: address + BigInt(size),
    }));
    const starts = new Set<bigint>([image.entry]);
    if (hasNames(image)) {
      for (const symbol of image.symbols) {
        const isFunction = symbol.kind === "function" ||
          (symbol.kind === "none" && symbol.binding !== "local");
        if (isFunction && symbol.section !== undefined) starts.add(symbol.value);
      }
    }
    for (const { address, data } of code) {
      for (const target of callTargets(address, data)) starts.add(target);
    }
    this.#starts = [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** The function that contains an address; undefined outside the image's code. */
  at(address: bigint): FunctionRange | undefined {
    const segment = this.#segments.find(({ start, end }) => start <= address && address < end);
    if (segment === undefined) return undefined;
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0n) <= address) low = middle + 1;
      else high = middle;
    }
    const start = this.#starts[low - 1];
    if (start === undefined || start < segment.start) return undefined;
    const next = this.#starts[low];
    return { start, end: next !== undefined && next < segment.end ? next : segment.end };
  }
}

/** The targets of the calls in some code: of `jal ra, f` and `auipc r, f; jalr ra, f(r)`. */
function* callTargets(address: bigint, code: Uint8Array): Generator<bigint> {
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  let upper: { register: number; value: bigint } | undefined;
  for (let at = 0; at + 2 <= code.length;) {
    const length = instructionLength(view.getUint16(at, true));
    if (at + length > code.length) return;
    const word = length === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
    const instruction = decode(word);
    const pc = address + BigInt(at);
    at += length;
    if (instruction === undefined) {
      upper = undefined;
      continue;
    }
    const { rd, rs1, imm } = instruction;
    const { control, result } = effectsOf(instruction.encoding);
    if (isCall(instruction) && rd === REGISTER.ra) {
      if (control.kind === "jump") yield pc + BigInt(imm);
      else if (upper?.register === rs1) yield upper.value + BigInt(imm);
    }
    upper = result === "pc + imm" ? { register: rd, value: pc + BigInt(imm) } : undefined;
  }
}
