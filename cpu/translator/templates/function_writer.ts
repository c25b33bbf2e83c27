// SPDX-License-Identifier: MPL-2.0
// Writes the WebAssembly function of a guest function: the templates of its instructions, with
// their holes filled, between the control flow of its blocks. Blocks are in the order of their
// addresses. A jump forward leaves nested blocks; a jump back, and an entry at another block than
// the first, go through a jump table at the top of a loop around all blocks. See calling.ts for the
// calling convention.

import { EXIT } from "../../engine/engine.ts";
import { DISPATCH, DISPATCH_TABLE, RECORD, STATE, STATE_START } from "../../memory/layout.ts";
import type { Arena } from "../../memory/arena.ts";
import type { ByteBuffer } from "../../wasm/byte_buffer.ts";
import {
  callIndirect,
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  setFromStack,
  when,
} from "../../wasm/code.ts";
import { localRuns } from "../../wasm/module.ts";
import { MAX_CALL_DEPTH, OUT_OF_FUEL, REGION_TYPE } from "../emit/calling.ts";
import { entryOf } from "../emit/dispatcher.ts";
import type { FunctionFinder } from "./function_finder.ts";
import { HOLE, NO_REGISTER, PACKED_EXIT, packExit, ZERO_REGISTER } from "./holes.ts";
import { depth, fuel, LOCALS, outcome, pc, selector } from "./template_code.ts";
import {
  flattened,
  handlerTable,
  KIND,
  type Template,
  templateFor,
  TRAIT,
  VARIANT,
} from "./template.ts";

/** Opcodes that are written byte by byte. */
const OP = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  callIndirect: 0x11,
  localGet: 0x20,
  localSet: 0x21,
  i32Const: 0x41,
  i64Const: 0x42,
  i32LtS: 0x48,
  i64Ne: 0x52,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Or: 0x72,
  noResult: 0x40,
  i32: 0x7f,
} as const;

/** The indexes of the locals that are used byte by byte. */
const FUEL = 0;
const PC = 1;
const DEPTH = 2;
const SELECTOR = 6;

const state = i32.const(STATE_START);
const INDEX_SHIFT = 16;

/** The most bytes that an instruction takes besides its template. */
const MAX_CONTROL_BYTES = 100;

/** Splits the block to start at from the depth; returns if calls are nested too deep. */
const START = flattened([
  localRuns(LOCALS),
  selector.set(i32.shr_u(depth.get, i32.const(INDEX_SHIFT))),
  depth.set(i32.and(depth.get, i32.const(2 ** INDEX_SHIFT - 1))),
  [OP.block, OP.noResult],
  i32.gt_u(depth.get, i32.const(MAX_CALL_DEPTH)),
  [OP.brIf, 0],
  [OP.block, OP.i32, OP.loop, OP.noResult],
  i32.lt_s(fuel.get, i32.const(0)),
  [OP.brIf, 2, OP.block, OP.noResult],
]).bytes;

/** The depths from the loop over all blocks. */
const RETURN_FROM_LOOP = 2;

/** Continues elsewhere: in this function, in another one, or in the dispatcher. */
function outsideCode(): Code {
  const entry = i32.add(selector.get, i32.const(DISPATCH_TABLE));
  const index = i32.load(entry, DISPATCH.block);
  const isOwn = i32.eq(
    i32.load(entry, DISPATCH.position),
    [OP.i32Const, [HOLE.position]] as Code as I32,
  );
  return [
    selector.set(entryOf(pc.get)),
    when(
      i64.eq(i64.load(entry, DISPATCH.pc), pc.get),
      when(
        isOwn,
        selector.set(i32.shr_u(index, i32.const(INDEX_SHIFT))),
        [OP.br, 2],
      ),
      callIndirect(
        REGION_TYPE,
        i32.load(entry, DISPATCH.position),
        fuel.get,
        pc.get,
        i32.add(i32.add(depth.get, i32.const(1)), index),
      ),
      setFromStack(fuel),
      setFromStack(pc),
    ),
    [OP.br, RETURN_FROM_LOOP],
  ];
}

/** After the block whose result is a packed exit: leaves for the dispatcher. */
function exitCode(): Code {
  const { exitBits, unretiredBits } = PACKED_EXIT;
  const halfwords = i32.shr_u(outcome.get, i32.const(exitBits + unretiredBits));
  const unretired = i32.and(
    i32.shr_u(outcome.get, i32.const(exitBits)),
    i32.const(2 ** unretiredBits - 1),
  );
  return [
    // The loop never ends but by branches.
    [OP.end, 0x00, OP.end],
    setFromStack(outcome),
    i32.store(state, i32.add(fuel.get, unretired), STATE.unused),
    i32.store(state, i32.and(outcome.get, i32.const(2 ** exitBits - 1)), STATE.exit),
    i64.add(
      [OP.i64Const, [HOLE.base]] as Code as I64,
      i64.extend_i32_u(i32.shl(halfwords, i32.const(1))),
    ),
    i32.const(OUT_OF_FUEL),
    [OP.return, OP.end],
    pc.get,
    fuel.get,
    [OP.end],
  ];
}

const END = flattened([outsideCode(), exitCode()]);

/** What the writer needs to know of other code. */
export interface Surroundings {
  /** The index in the function table through which the function at an address is called. */
  readonly positionOf: (address: number) => number;
  /** Whether the access at an address takes the slow path before it leaves. */
  readonly isCareful: (address: number) => boolean;
}

/** Writes functions into a buffer. */
export class FunctionWriter {
  readonly #to: ByteBuffer;
  readonly #found: FunctionFinder;
  readonly #words16: Uint16Array;
  readonly #words32: Uint32Array;
  readonly #surroundings: Surroundings;
  readonly #table = handlerTable();
  /** The number of blocks, and of the current one. */
  #count = 0;
  #block = 0;
  /** The index of the function in the function table. */
  #position = 0;
  /** Whether any template so far calls a function that its module must import. */
  calls = false;

  constructor(arena: Arena, found: FunctionFinder, to: ByteBuffer, surroundings: Surroundings) {
    this.#found = found;
    this.#to = to;
    this.#words16 = arena.words16;
    this.#words32 = arena.words32;
    this.#surroundings = surroundings;
  }

  /**
   * Writes what the finder has found at an entry. `position` is its own index in the function
   * table. It starts at the entry; or at a block, if the number of that plus 1 is passed with the
   * depth.
   */
  write(entry: number, position: number): void {
    const to = this.#to;
    const { blocks } = this.#found;
    this.#position = position;
    this.#count = blocks.length;
    to.reserve(16 + 4 * this.#count);
    const size = to.startSized();
    to.append(START);
    to.reserve(16 + 4 * this.#count);
    for (let number = 0; number < this.#count; number++) {
      to.byte(OP.block);
      to.byte(OP.noResult);
    }
    to.byte(OP.localGet);
    to.byte(SELECTOR);
    to.byte(OP.brTable);
    to.unsigned(this.#count);
    to.unsigned(this.#found.blockAt(entry));
    for (let number = 0; number < this.#count; number++) to.unsigned(number);
    for (let number = 0; number < this.#count; number++) {
      to.reserve(1);
      to.byte(OP.end);
      this.#writeBlock(number);
    }
    to.reserve(1);
    to.byte(OP.end);
    this.#fill(END, 0, 0, 0, 0);
    to.endSized(size);
  }

  #writeBlock(number: number): void {
    const to = this.#to;
    const found = this.#found;
    const { kinds, lengths } = this.#table;
    this.#block = number;
    const start = found.base + 2 * (found.blocks[number] ?? 0);
    const total = this.#blockSize(start);
    to.reserve(MAX_CONTROL_BYTES);
    if (total > 0) {
      this.#local(OP.localGet, FUEL);
      to.byte(OP.i32Const);
      to.signed(total);
      to.byte(OP.i32Sub);
      this.#local(OP.localSet, FUEL);
    }
    let left = total;
    for (let address = start;;) {
      const record = found.recordAt(address);
      const handler = found.handlerOf(record);
      const kind = kinds[handler] ?? 0;
      const next = address + (lengths[handler] ?? 4);
      to.reserve(MAX_CONTROL_BYTES);
      switch (kind) {
        case KIND.next:
          this.#writeInstruction(record, handler, address, left);
          break;
        case KIND.branch:
          return this.#writeBranch(record, handler, address, next);
        case KIND.jump:
          return this.#writeJump(record, handler, address, next);
        case KIND.computedJump:
          return this.#writeComputedJump(record, handler, address, next);
        case KIND.environmentCall:
          return this.#leave(address, 0, EXIT.environmentCall);
        default:
          return this.#leave(address, 0, EXIT.interpret);
      }
      left--;
      address = next;
      if (!found.isInside(address) || found.blockAt(address) >= 0) {
        return this.#goTo(address, 0);
      }
    }
  }

  /** How many instructions of a block retire. */
  #blockSize(start: number): number {
    const found = this.#found;
    const { kinds, lengths } = this.#table;
    let count = 0;
    for (let address = start;;) {
      const handler = found.handlerOf(found.recordAt(address));
      const kind = kinds[handler] ?? 0;
      if (kind === KIND.environmentCall || kind === KIND.stepper) return count;
      count++;
      if (kind !== KIND.next) return count;
      address += lengths[handler] ?? 4;
      if (!found.isInside(address) || found.blockAt(address) >= 0) return count;
    }
  }

  /** The template of an instruction. */
  #templateOf(record: number, handler: number, address: number, links: boolean): Template {
    const words16 = this.#words16;
    const traits = this.#table.traits[handler] ?? 0;
    let variant = links ? VARIANT.links : 0;
    if ((traits & TRAIT.readsRs1) !== 0 && words16[(record + RECORD.rs1) >> 1] === ZERO_REGISTER) {
      variant |= VARIANT.zeroRs1;
    }
    if ((traits & TRAIT.readsRs2) !== 0 && words16[(record + RECORD.rs2) >> 1] === ZERO_REGISTER) {
      variant |= VARIANT.zeroRs2;
    }
    if ((traits & TRAIT.accesses) !== 0 && this.#surroundings.isCareful(address)) {
      variant |= VARIANT.careful;
    }
    if ((traits & TRAIT.hasRounding) !== 0) {
      variant |= (words16[(record + RECORD.rm) >> 1] ?? 0) << VARIANT.roundingShift;
    }
    const template = templateFor(this.#table.rows[handler] ?? 0, variant);
    if (template.calls) this.calls = true;
    return template;
  }

  /** Writes an instruction after which the next one follows. */
  #writeInstruction(record: number, handler: number, address: number, left: number): void {
    const traits = this.#table.traits[handler] ?? 0;
    const writesNothing = this.#words16[(record + RECORD.rd) >> 1] === NO_REGISTER;
    if (writesNothing && (traits & TRAIT.onlyWritesRd) !== 0) return;
    this.#fill(this.#templateOf(record, handler, address, false), record, handler, address, left);
  }

  #writeBranch(record: number, handler: number, address: number, next: number): void {
    const to = this.#to;
    this.#fill(this.#templateOf(record, handler, address, false), record, handler, address, 1);
    const target = address + ((this.#words32[(record + RECORD.imm) >> 2] ?? 0) | 0);
    const number = this.#found.blockAt(target);
    if (number > this.#block) {
      to.byte(OP.brIf);
      to.unsigned(number - this.#block - 1);
    } else {
      to.byte(OP.if);
      to.byte(OP.noResult);
      this.#goTo(target, 1);
      to.byte(OP.end);
    }
    this.#goTo(next, 0);
  }

  #writeJump(record: number, handler: number, address: number, next: number): void {
    const target = address + ((this.#words32[(record + RECORD.imm) >> 2] ?? 0) | 0);
    const links = this.#words16[(record + RECORD.rd) >> 1] !== NO_REGISTER;
    if (!links) return this.#goTo(target, 0);
    const to = this.#to;
    this.#fill(this.#templateOf(record, handler, address, true), record, handler, address, 1);
    this.#local(OP.localGet, FUEL);
    to.byte(OP.i64Const);
    to.address(target);
    this.#local(OP.localGet, DEPTH);
    to.byte(OP.i32Const);
    to.byte(1);
    to.byte(OP.i32Add);
    to.byte(OP.i32Const);
    to.signed(this.#surroundings.positionOf(target));
    this.#callTable(next);
  }

  #writeComputedJump(record: number, handler: number, address: number, next: number): void {
    const links = this.#words16[(record + RECORD.rd) >> 1] !== NO_REGISTER;
    const template = this.#templateOf(record, handler, address, links);
    this.#fill(template, record, handler, address, 1);
    if (links) {
      this.#to.append(COMPUTED_CALL);
      this.#to.reserve(MAX_CONTROL_BYTES);
      this.#callTable(next);
    } else if (isReturn(this.#words16[(record + RECORD.rs1) >> 1] ?? 0)) {
      this.#br(this.#count - this.#block + 2);
    } else this.#br(this.#count - this.#block - 1);
  }

  /** Calls through the function table; the arguments and the position are on the stack. */
  #callTable(next: number): void {
    const to = this.#to;
    to.byte(OP.callIndirect);
    to.byte(REGION_TYPE);
    to.byte(0);
    this.#local(OP.localSet, FUEL);
    this.#local(OP.localSet, PC);
    if (this.#found.blockAt(next) < 0) return this.#br(this.#count - this.#block + 2);
    this.#local(OP.localGet, PC);
    to.byte(OP.i64Const);
    to.address(next);
    to.byte(OP.i64Ne);
    this.#local(OP.localGet, FUEL);
    to.byte(OP.i32Const);
    to.byte(0);
    to.byte(OP.i32LtS);
    to.byte(OP.i32Or);
    to.byte(OP.brIf);
    to.unsigned(this.#count - this.#block + 2);
    this.#goTo(next, 0);
  }

  /** Continues at an address, from `nesting` levels inside the block. */
  #goTo(address: number, nesting: number): void {
    const to = this.#to;
    const number = this.#found.blockAt(address);
    if (number > this.#block) {
      if (nesting > 0 || number > this.#block + 1) this.#br(number - this.#block - 1 + nesting);
      return;
    }
    to.byte(OP.i64Const);
    to.address(address);
    this.#local(OP.localSet, PC);
    if (number < 0) return this.#br(this.#count - this.#block - 1 + nesting);
    to.byte(OP.i32Const);
    to.signed(number + 1);
    this.#local(OP.localSet, SELECTOR);
    this.#br(this.#count - this.#block + nesting);
  }

  /** Leaves before an instruction that ends the block. */
  #leave(address: number, unretired: number, exit: number): void {
    const to = this.#to;
    to.byte(OP.i32Const);
    to.signed(packExit(this.#halfword(address), unretired, exit));
    this.#br(this.#count - this.#block + 1);
  }

  #halfword(address: number): number {
    return (address - this.#found.base) / 2;
  }

  #br(depth: number): void {
    this.#to.byte(OP.br);
    this.#to.unsigned(depth);
  }

  #local(opcode: number, index: number): void {
    this.#to.byte(opcode);
    this.#to.byte(index);
  }

  /** Copies a template and fills its holes. `left` is how many of the block's instructions remain. */
  #fill(
    { bytes, holes }: Template,
    record: number,
    handler: number,
    address: number,
    left: number,
  ): void {
    const to = this.#to;
    to.reserve(bytes.length + 3 * holes.length + MAX_CONTROL_BYTES);
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
      case HOLE.exitAfterCodeStore: {
        const next = this.#halfword(address) + (this.#table.lengths[handler] ?? 4) / 2;
        return to.signed(packExit(next, left - 1, EXIT.codeStore));
      }
      case HOLE.exitDepth1:
        return to.unsigned(this.#count - this.#block + 2);
      case HOLE.exitDepth2:
        return to.unsigned(this.#count - this.#block + 3);
      case HOLE.csr:
        return to.signed(words16[(record + RECORD.csr) >> 1] ?? 0);
      case HOLE.uimm:
        return to.signed(words16[(record + RECORD.uimm) >> 1] ?? 0);
      case HOLE.unretired:
        return to.signed(left);
      case HOLE.exitAfter: {
        const next = this.#halfword(address) + (this.#table.lengths[handler] ?? 4) / 2;
        return to.signed(packExit(next, left - 1, EXIT.cold));
      }
      case HOLE.position:
        return to.signed(this.#position);
      case HOLE.base:
        return to.address(this.#found.base);
    }
  }
}

/** The arguments of a call to the address in `pc`, and the position of its function. */
const COMPUTED_CALL = flattened([
  selector.set(entryOf(pc.get)),
  fuel.get,
  pc.get,
  i32.add(
    i32.add(depth.get, i32.const(1)),
    i32.load(i32.add(selector.get, i32.const(DISPATCH_TABLE)), DISPATCH.block),
  ),
  i32.mul(
    i32.load(i32.add(selector.get, i32.const(DISPATCH_TABLE)), DISPATCH.position),
    i64.eq(
      i64.load(i32.add(selector.get, i32.const(DISPATCH_TABLE)), DISPATCH.pc),
      pc.get,
    ),
  ),
]).bytes;

/** Whether a jump through a register, by its offset in the state block, is a return: ra or t0. */
const isReturn = (offset: number): boolean =>
  offset === STATE.registers + 8 || offset === STATE.registers + 8 * 5;
