// SPDX-License-Identifier: MPL-2.0
// Where functions begin: at function symbols and, because hand-written code often marks no functions, at
// the target of every call. Where the code takes an address, a function may begin, such as a handler; in a
// program without symbols that counts as certain if it makes room on the stack. Takes an image, with or without symbols.

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

/** Whether return addresses are kept in a register: ra and t0 (manual, "Unconditional Jumps"). */
export function isLink(register: number | undefined): boolean {
  return register === REGISTER.ra || register === REGISTER.t0;
}

/** The functions of one image. */
export class Functions {
  readonly #starts: readonly bigint[];
  /** Addresses that the code takes, where functions may begin. */
  readonly #taken: readonly bigint[];
  readonly #segments: readonly FunctionRange[];

  /** Finds the functions of an image. */
  constructor(image: Image | Program) {
    const code = image.segments.filter(({ execute }) => execute);
    this.#segments = code.map(({ address, size }) => ({
      start: address,
      end: address + BigInt(size),
    }));
    const starts = new Set<bigint>([image.entry]);
    const taken = new Set<bigint>();
    let isStripped = true;
    if (hasNames(image)) {
      for (const symbol of image.symbols) {
        const isFunction = symbol.kind === "function" ||
          (symbol.kind === "none" && symbol.binding !== "local");
        if (!isFunction || symbol.section === undefined) continue;
        starts.add(symbol.value);
        isStripped = false;
      }
    }
    for (const { address, data } of code) {
      for (const { target, isCalled } of targets(address, data)) {
        const isCertain = isCalled || (isStripped && makesRoom(target, address, data));
        (isCertain ? starts : taken).add(target);
      }
    }
    this.#starts = sorted(starts);
    this.#taken = sorted(taken);
  }

  /** The function that contains an address; undefined outside the image's code. */
  at(address: bigint): FunctionRange | undefined {
    const segment = this.#segments.find(({ start, end }) => start <= address && address < end);
    if (segment === undefined) return undefined;
    const index = indexAfter(this.#starts, address);
    const start = this.#starts[index - 1];
    if (start === undefined || start < segment.start) return undefined;
    const next = this.#starts[index];
    return { start, end: next !== undefined && next < segment.end ? next : segment.end };
  }

  /**
   * The part of a function that is perhaps one of its own: from the last address at or before this one that
   * the code takes.
   */
  innermost({ start, end }: FunctionRange, address: bigint): FunctionRange | undefined {
    const taken = this.#taken[indexAfter(this.#taken, address) - 1];
    return taken !== undefined && taken > start ? { start: taken, end } : undefined;
  }
}

const sorted = (addresses: ReadonlySet<bigint>): bigint[] =>
  [...addresses].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** How many of some sorted addresses are not above one. */
function indexAfter(addresses: readonly bigint[], address: bigint): number {
  let low = 0;
  let high = addresses.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((addresses[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The instruction at an offset; its word may be one that is not defined. */
function wordAt(code: DataView, at: number): number | undefined {
  if (at < 0 || at + 2 > code.byteLength) return undefined;
  const low = code.getUint16(at, true);
  if (instructionLength(low) === 2) return low;
  return at + 4 > code.byteLength ? undefined : code.getUint32(at, true);
}

/** Whether the instruction at an address, in code that begins at `start`, moves sp down. */
function makesRoom(address: bigint, start: bigint, code: Uint8Array): boolean {
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const offset = address - start;
  const word = offset < BigInt(code.length) ? wordAt(view, Number(offset)) : undefined;
  const instruction = word === undefined ? undefined : decode(word);
  if (instruction === undefined) return false;
  const { encoding, rd, rs1, imm } = instruction;
  return effectsOf(encoding).result === "rs1 + imm" && rd === REGISTER.sp && rs1 === rd && imm < 0;
}

/**
 * The targets of the calls in some code, of `jal ra, f` and `auipc r, f; jalr ra, f(r)`, and the addresses
 * that it takes with `auipc r, f; addi r, r, f`.
 */
function* targets(
  address: bigint,
  code: Uint8Array,
): Generator<{ target: bigint; isCalled: boolean }> {
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  let upper: { register: number; value: bigint } | undefined;
  for (let at = 0;;) {
    const word = wordAt(view, at);
    if (word === undefined) return;
    const length = instructionLength(word);
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
      if (control.kind === "jump") yield { target: pc + BigInt(imm), isCalled: true };
      else if (upper?.register === rs1) {
        yield { target: upper.value + BigInt(imm), isCalled: true };
      }
    }
    if (result === "rs1 + imm" && upper?.register === rs1) {
      yield { target: upper.value + BigInt(imm), isCalled: false };
    }
    upper = result === "pc + imm" ? { register: rd, value: pc + BigInt(imm) } : undefined;
  }
}
