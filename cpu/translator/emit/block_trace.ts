// SPDX-License-Identifier: MPL-2.0
// Writes the code by which a block of a region leaves trace records, where anything is traced: each
// record's place is known before, relative to the block's first.

import type { Instruction } from "../../isa/encoding.ts";
import type { TraceMode } from "../../engine/engine.ts";
import { OWNER, STATE, TRACE } from "../../memory/layout.ts";
import { type Code, i32, type I64, i64 } from "../../wasm/code.ts";
import { accessOf } from "../../semantics/effects.ts";
import type { Block } from "../regions/region.ts";
import { fuel, state, trace } from "./region_code.ts";

/** The trace records of one block, in the making. */
export class BlockTrace {
  readonly #mode: TraceMode;
  readonly #block: Block;
  /** How many records the block has written so far. */
  #records = 0;

  constructor(mode: TraceMode, block: Block) {
    this.#mode = mode;
    this.#block = block;
  }

  /** Whether an instruction leaves a record. */
  covers(instruction: Instruction): boolean {
    return this.#mode === "instructions" ||
      (this.#mode === "memory" && accessOf(instruction) !== undefined);
  }

  /**
   * Finds the place for the block's records, after its instructions were taken from the fuel. With a
   * record for each instruction it follows from the fuel alone; otherwise the state block says.
   */
  begin(): Code {
    if (this.#mode === "instructions") {
      const ahead = i32.add(fuel.get, i32.const(this.#block.instructions.length));
      const end = i32.load(state, STATE.traceEnd);
      return trace.set(i32.sub(end, i32.mul(ahead, i32.const(TRACE.size))));
    }
    const any = this.#block.instructions.some((instruction) => this.covers(instruction));
    return any ? trace.set(i32.load(state, STATE.traceNext)) : [];
  }

  /** Notes how many records there are, and so many `more`, where that does not follow from the fuel. */
  end(more = 0): Code {
    const count = this.#records + more;
    if (this.#mode !== "memory" || count === 0) return [];
    const next = i32.add(trace.get, i32.const(count * TRACE.size));
    return i32.store(state, next, STATE.traceNext);
  }

  /** What the record of the instruction at an index says without its being executed. */
  instruction(index: number): Code {
    const instruction = this.#block.instructions[index];
    if (instruction === undefined || !this.covers(instruction)) return [];
    const at = this.#block.addresses[index] ?? 0;
    const access = accessOf(instruction);
    const right = (access?.load ? OWNER.read : 0) | (access?.store ? OWNER.write : 0);
    const accessed = BigInt(right | ((access?.size ?? 0) << 8));
    const wordAndAccess = i64.const(BigInt(instruction.word) | (accessed << 32n));
    return [
      i64.store(trace.get, i64.const(at), this.#offset + TRACE.pc),
      i64.store(trace.get, wordAndAccess, this.#offset + TRACE.word),
    ];
  }

  /** Stores into a field of the instruction's record, if it has one. */
  field(instruction: Instruction, field: number, content: () => I64): Code {
    return this.covers(instruction) ? i64.store(trace.get, content(), this.#offset + field) : [];
  }

  /** Takes back that the current record's instruction accesses memory. */
  noAccess(): Code {
    return i32.store16(trace.get, i32.const(0), this.#offset + TRACE.access);
  }

  /** Goes on with the next record, after the instruction's. */
  retire(instruction: Instruction): void {
    if (this.covers(instruction)) this.#records++;
  }

  get #offset(): number {
    return this.#records * TRACE.size;
  }
}
