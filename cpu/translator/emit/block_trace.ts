// SPDX-License-Identifier: MPL-2.0
// Writes the code that makes a block of a region leave trace records, if anything is traced. The
// offset of each record from the block's first is known beforehand.

import type { Instruction } from "../../isa/encoding.ts";
import type { TraceMode } from "../../engine/engine.ts";
import { OWNER, STATE, TRACE } from "../../memory/layout.ts";
import { type Code, i32, type I64, i64 } from "../../wasm/code.ts";
import { accessOf } from "../../semantics/effects.ts";
import type { Block } from "../regions/region.ts";
import { fuel, state, trace } from "./region_code.ts";

/** The trace records of one block, while it is being written. */
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
   * Sets `trace` to the block's first record, after its instructions were subtracted from the fuel.
   * If every instruction leaves a record, this follows from the fuel; otherwise the state block has
   * it.
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

  /**
   * Advances the state block's `traceNext` by the records so far, and `more`, unless it follows
   * from the fuel.
   */
  end(more = 0): Code {
    const count = this.#records + more;
    if (this.#mode !== "memory" || count === 0) return [];
    const next = i32.add(trace.get, i32.const(count * TRACE.size));
    return i32.store(state, next, STATE.traceNext);
  }

  /** Writes what is known of the record of the instruction at an index before it is executed. */
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

  /** Stores to a field of the instruction's record, if it leaves one. */
  field(instruction: Instruction, field: number, content: () => I64): Code {
    return this.covers(instruction) ? i64.store(trace.get, content(), this.#offset + field) : [];
  }

  /** Sets the current record to no access, as for an sc that failed. */
  noAccess(): Code {
    return i32.store16(trace.get, i32.const(0), this.#offset + TRACE.access);
  }

  /** Moves to the next record if the instruction leaves one. */
  retire(instruction: Instruction): void {
    if (this.covers(instruction)) this.#records++;
  }

  get #offset(): number {
    return this.#records * TRACE.size;
  }
}
