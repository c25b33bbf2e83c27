// SPDX-License-Identifier: MPL-2.0
// Fills the holes of templates: with what the record of an instruction holds, where the function and
// its current block are, and what is planned for the block.

import { EXIT } from "../../engine/engine.ts";
import { type AccessSize, packSpan } from "../../engine/memory_access.ts";
import type { Arena } from "../../memory/arena.ts";
import { RECORD, STATE_START } from "../../memory/layout.ts";
import type { ByteBuffer } from "../../wasm/byte_buffer.ts";
import { i32 } from "../../wasm/code.ts";
import type { BlockPlan } from "./block_plan.ts";
import type { FunctionFinder } from "./function_finder.ts";
import { HOLE, packExit } from "./holes.ts";
import { OP } from "./opcodes.ts";
import { flattened, handlerTable, type Template, TRAIT } from "./template.ts";

/** The most bytes that an instruction takes besides its template. */
export const MAX_CONTROL_BYTES = 100;

/** The code of the offset of the state block. */
const STATE_CODE = flattened(i32.const(STATE_START)).bytes;

/** Writes templates into a buffer. The writer of the function says where it is by the fields. */
export class TemplateFiller {
  readonly #to: ByteBuffer;
  readonly #found: FunctionFinder;
  readonly #plan: BlockPlan;
  readonly #words16: Uint16Array;
  readonly #words32: Uint32Array;
  readonly #table = handlerTable();
  /** The number of blocks, and of the current one. */
  count = 0;
  block = 0;
  /** The index of the function in the function table. */
  position = 0;
  /** The current instruction, by its index in the plan. */
  index = 0;
  /** What to add to the plan's number of a local. */
  firstLocal = 0;

  constructor(arena: Arena, found: FunctionFinder, plan: BlockPlan, to: ByteBuffer) {
    this.#to = to;
    this.#found = found;
    this.#plan = plan;
    this.#words16 = arena.words16;
    this.#words32 = arena.words32;
  }

  /** Loads the registers of an instruction that are to be in locals from there on. */
  loadLocals(record: number): void {
    const plan = this.#plan;
    const index = this.index;
    if (plan.load1[index] === 1) this.#loadLocal(record + RECORD.rs1, plan.local1[index] ?? 0);
    if (plan.load2[index] === 1) this.#loadLocal(record + RECORD.rs2, plan.local2[index] ?? 0);
  }

  #loadLocal(field: number, local: number): void {
    this.#loadRegister(field);
    this.#local(OP.localSet, this.firstLocal + local);
  }

  #loadRegister(field: number): void {
    const to = this.#to;
    this.#putState();
    to.byte(OP.i64Load);
    to.byte(0);
    to.unsigned(this.#words16[field >> 1] ?? 0);
  }

  /** Writes the offset of the state block. */
  #putState(): void {
    const to = this.#to;
    for (let index = 0; index < STATE_CODE.length; index++) to.byte(STATE_CODE[index] ?? 0);
  }

  /** A packed exit after an instruction. */
  #exitAfter(handler: number, address: number, left: number, exit: number): number {
    const next = address + (this.#table.lengths[handler] ?? 4);
    return packExit(this.#halfword(next), left - 1, exit);
  }

  /** Copies a template and fills its holes. `left` is how many of the block's instructions remain. */
  fill(
    { bytes, holes }: Template,
    record: number,
    handler: number,
    address: number,
    left: number,
  ): void {
    const to = this.#to;
    to.reserve(bytes.length + 6 * holes.length + MAX_CONTROL_BYTES);
    const target = to.bytes;
    let from = 0;
    for (let hole = 0; hole < holes.length; hole += 2) {
      const until = holes[hole] ?? 0;
      let at = to.length;
      while (from < until) target[at++] = bytes[from++] ?? 0;
      to.length = at;
      this.#fillHole(holes[hole + 1] ?? 0, record, handler, address, left);
    }
    let at = to.length;
    while (from < bytes.length) target[at++] = bytes[from++] ?? 0;
    to.length = at;
  }

  /** Reads an integer register. */
  #read(field: number, local: number): void {
    if (local === 0) this.#loadRegister(field);
    else this.#local(OP.localGet, this.firstLocal + local);
  }

  /** Writes the value on the stack to rd. */
  #endWrite(record: number): void {
    const to = this.#to;
    const local = this.#plan.localD[this.index] ?? 0;
    const isOverwritten = this.#plan.overwritten[this.index] === 1;
    if (local !== 0) {
      this.#local(isOverwritten ? OP.localSet : OP.localTee, this.firstLocal + local);
    }
    if (isOverwritten) return;
    to.byte(OP.i64Store);
    to.byte(0);
    to.unsigned(this.#words16[(record + RECORD.rd) >> 1] ?? 0);
  }

  #packedSpan(handler: number): number {
    const { highs, lows, sizes } = this.#plan;
    const index = this.index;
    const length = (highs[index] ?? 0) - (lows[index] ?? 0);
    const stores = ((this.#table.traits[handler] ?? 0) & TRAIT.stores) !== 0;
    return packSpan(length, (sizes[index] ?? 0) as AccessSize, stores);
  }

  #fillHole(
    kind: number,
    record: number,
    handler: number,
    address: number,
    left: number,
  ): void {
    const to = this.#to;
    const words16 = this.#words16;
    switch (kind) {
      case HOLE.rd:
        return to.unsigned(words16[(record + RECORD.rd) >> 1] ?? 0);
      case HOLE.rs1:
        return to.unsigned(words16[(record + RECORD.rs1) >> 1] ?? 0);
      case HOLE.rs2:
        return to.unsigned(words16[(record + RECORD.rs2) >> 1] ?? 0);
      case HOLE.rs3:
        return to.unsigned(words16[(record + RECORD.rs3) >> 1] ?? 0);
      case HOLE.rs1Upper:
        return to.unsigned((words16[(record + RECORD.rs1) >> 1] ?? 0) + 4);
      case HOLE.rs2Upper:
        return to.unsigned((words16[(record + RECORD.rs2) >> 1] ?? 0) + 4);
      case HOLE.rs3Upper:
        return to.unsigned((words16[(record + RECORD.rs3) >> 1] ?? 0) + 4);
      case HOLE.imm:
        return to.signed((this.#words32[(record + RECORD.imm) >> 2] ?? 0) | 0);
      case HOLE.pc:
        return to.address(address);
      case HOLE.next:
        return to.address(address + (this.#table.lengths[handler] ?? 4));
      case HOLE.exit:
        return to.signed(packExit(this.#halfword(address), left, EXIT.interpret));
      case HOLE.exitAfterCodeStore:
        return to.signed(this.#exitAfter(handler, address, left, EXIT.codeStore));
      case HOLE.exitDepth1:
        return to.unsigned(this.count - this.block + 2);
      case HOLE.exitDepth2:
        return to.unsigned(this.count - this.block + 3);
      case HOLE.csr:
        return to.signed(words16[(record + RECORD.csr) >> 1] ?? 0);
      case HOLE.uimm:
        return to.signed(words16[(record + RECORD.uimm) >> 1] ?? 0);
      case HOLE.unretired:
        return to.signed(left);
      case HOLE.exitAfter:
        return to.signed(this.#exitAfter(handler, address, left, EXIT.cold));
      case HOLE.readRs1:
        return this.#read(record + RECORD.rs1, this.#plan.local1[this.index] ?? 0);
      case HOLE.readRs2:
        return this.#read(record + RECORD.rs2, this.#plan.local2[this.index] ?? 0);
      case HOLE.beginRd:
        if (this.#plan.overwritten[this.index] === 0) this.#putState();
        return;
      case HOLE.endRd:
        return this.#endWrite(record);
      case HOLE.low:
        return to.signed(this.#plan.lows[this.index] ?? 0);
      case HOLE.high:
        return to.signed(this.#plan.highs[this.index] ?? 0);
      case HOLE.anchor:
        return to.signed(this.#plan.anchors[this.index] ?? 0);
      case HOLE.packedSpan:
        return to.signed(this.#packedSpan(handler));
      case HOLE.anchorDistance: {
        const { anchors, lows } = this.#plan;
        return to.signed((anchors[this.index] ?? 0) - (lows[this.index] ?? 0));
      }
      case HOLE.position:
        return to.signed(this.position);
      case HOLE.base:
        return to.address(this.#found.base);
    }
  }

  #halfword(address: number): number {
    return (address - this.#found.base) / 2;
  }

  #local(opcode: number, index: number): void {
    this.#to.byte(opcode);
    this.#to.byte(index);
  }
}
