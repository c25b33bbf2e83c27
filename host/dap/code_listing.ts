// SPDX-License-Identifier: MPL-2.0
// Disassembles memory for a client: any number of instructions before and after an address. Guarantees: as many
// rows as were asked for; a row may say that there is no instruction.

import { disassemble } from "../../asm/disassembly/disassembler.ts";
import type { Program, ProgramSymbol } from "../../asm/object/program.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import type { PeekMemory } from "../debug/mod.ts";
import { hex } from "../text/hex.ts";
import type { DapSource, Sources } from "./sources.ts";

/** An instruction, as the protocol describes it. */
export interface DapInstruction {
  readonly address: string;
  readonly instruction: string;
  readonly instructionBytes?: string;
  readonly symbol?: string;
  readonly location?: DapSource;
  readonly line?: number;
  readonly presentationHint?: "invalid";
}

/** Code is read from a function's start, which is not further away than this. */
const MAX_BACK = 1n << 20n;

/** Lists the code of one program. */
export class CodeListing {
  readonly #memory: PeekMemory;
  readonly #program: Program | undefined;
  readonly #sources: Sources;

  /** Reads code from a memory. */
  constructor(memory: PeekMemory, program: Program | undefined, sources: Sources) {
    this.#memory = memory;
    this.#program = program;
    this.#sources = sources;
  }

  /** `count` instructions, which begin `offset` instructions after `address`, or before it if that is negative. */
  list(address: bigint, offset: number, count: number): DapInstruction[] {
    const rows: DapInstruction[] = [];
    const before = offset < 0 ? this.#before(address, -offset) : [];
    // Where less is known in front of the address than was asked for.
    for (let missing = -offset - before.length; missing > 0 && rows.length < count; missing--) {
      rows.push(this.#invalid(BigInt.asUintN(64, (before[0] ?? address) - BigInt(2 * missing))));
    }
    for (const at of before) if (rows.length < count) rows.push(this.#row(at));
    let at = address;
    for (let skipped = 0; skipped < offset; skipped++) at += this.#lengthAt(at);
    while (rows.length < count) {
      rows.push(this.#row(at));
      at += this.#lengthAt(at);
    }
    return rows;
  }

  /** The addresses of the last instructions before another, read from the start of the function or line. */
  #before(address: bigint, count: number): bigint[] {
    const found: bigint[] = [];
    let start = address;
    while (found.length < count) {
      const origin = this.#originBefore(start);
      if (origin === undefined) break;
      const part: bigint[] = [];
      let at = origin;
      for (; at < start; at += this.#lengthAt(at)) part.push(at);
      // Code that is not in step with what follows tells nothing.
      if (at !== start) break;
      found.unshift(...part);
      start = origin;
    }
    return found.slice(-count);
  }

  /** The start of the function or symbol that ends at an address or goes beyond. */
  #originBefore(address: bigint): bigint | undefined {
    const symbol = this.#symbolAt(address - 1n);
    if (symbol === undefined) return undefined;
    return address - symbol.value <= MAX_BACK && symbol.value < address ? symbol.value : undefined;
  }

  /** The symbol of code or data that covers an address. */
  #symbolAt(address: bigint): ProgramSymbol | undefined {
    const symbol = this.#program?.symbolAt(address);
    return symbol?.section === undefined ? undefined : symbol;
  }

  #lengthAt(address: bigint): bigint {
    const [low = 0, high = 0] = this.#memory.readSome(address, 2);
    return BigInt(instructionLength(low | high << 8));
  }

  #row(given: bigint): DapInstruction {
    const address = BigInt.asUintN(64, given);
    const length = Number(this.#lengthAt(address));
    const bytes = this.#memory.readSome(address, length);
    if (bytes.length < length) return this.#invalid(address);
    const word = bytes.reduceRight((high, byte) => high * 256 + byte, 0);
    const symbolAt = (target: bigint) => this.#symbolAt(target);
    const symbol = symbolAt(address);
    const location = this.#program?.lines.find(address);
    return {
      address: hex(address),
      instruction: disassemble(word, { address, symbolAt }),
      instructionBytes: word.toString(16).padStart(2 * length, "0"),
      ...(symbol?.value === address && { symbol: symbol.name }),
      ...(location !== undefined &&
        { location: this.#sources.of(location), line: location.line }),
    };
  }

  #invalid(address: bigint): DapInstruction {
    return { address: hex(address), instruction: "??", presentationHint: "invalid" };
  }
}
