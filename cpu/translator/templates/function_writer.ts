// SPDX-License-Identifier: MPL-2.0
// Writes the WebAssembly function of a guest function: the templates of its instructions, with
// their holes filled, between the control flow of its blocks. Blocks are in the order of their
// addresses. A jump forward leaves nested blocks; a jump back, and an entry at another block than
// the first, go through a jump table at the top of a loop around all blocks. See calling.ts for the
// calling convention.

import type { MemoryChecks } from "../../engine/checks.ts";
import { EXIT } from "../../engine/engine.ts";
import { PAGE_SIZE, RECORD, slotOfNumber, STATE, STATE_START } from "../../memory/layout.ts";
import type { Arena } from "../../memory/arena.ts";
import type { ByteBuffer } from "../../wasm/byte_buffer.ts";
import type { AccessSize } from "../../engine/memory_access.ts";
import type { CodeCounting, CountedInstruction } from "../../engine/counting.ts";
import { br, type Code, i32, i64, NO_RESULT } from "../../wasm/code.ts";
import { CALLS, type Calls, REGION_TYPE } from "../emit/calling.ts";
import { floatSupport } from "../emit/float_support.ts";
import { stopCheck } from "../emit/stop_check.ts";
import { BlockPlan, CHECK, type Check } from "./block_plan.ts";
import type { FunctionFinder } from "./function_finder.ts";
import { computedCall, countingFrame, events, type Frame, plainFrame } from "./function_frame.ts";
import { NO_REGISTER, packExit, ZERO_REGISTER } from "./holes.ts";
import { OP } from "./opcodes.ts";
import { fuel, pc } from "./template_code.ts";
import { MAX_CONTROL_BYTES, TemplateFiller } from "./template_filler.ts";
import {
  flattened,
  groupCheckFor,
  handlerTable,
  KIND,
  type Template,
  templateFor,
  TRAIT,
  VARIANT,
} from "./template.ts";

/** The indexes of the locals that are used byte by byte. */
const FUEL = 0;
const PC = 1;
const DEPTH = 2;
const SELECTOR = 6;

/** The stack pointer. */
const sp = i64.load(i32.const(STATE_START), STATE.registers + 8 * 2);

/** What the writer needs to know of other code. */
export interface Surroundings {
  /** The index in the function table through which the function at an address is called. */
  readonly positionOf: (address: number) => number;
  /** How the access at an address is checked: `CHECK.grouped` where it can be. */
  readonly checkOf: (address: number) => Check;
  /** Notes that the access at an address checks a group. */
  readonly noteGroup: (address: number) => void;
  /** Whether there is or was a stop at an address. */
  readonly hasStop: (address: number) => boolean;
  /** What counts executions, if anything does. */
  readonly counting: () => CodeCounting | undefined;
  /** Checks of memory that the code makes. */
  readonly checks: MemoryChecks | undefined;
}

/** What counts, and the code of its counters in the current block. */
interface Counting {
  readonly code: CodeCounting;
  readonly frame: Frame;
  /** The index of its first import. */
  readonly first: number;
}

/** Writes functions into a buffer. */
export class FunctionWriter {
  readonly #to: ByteBuffer;
  readonly #found: FunctionFinder;
  readonly #words16: Uint16Array;
  readonly #words32: Uint32Array;
  readonly #surroundings: Surroundings;
  readonly #table = handlerTable();
  readonly #plan: BlockPlan;
  readonly #filler: TemplateFiller;
  /** What the templates so far call, and their module must import. */
  calls: Calls = CALLS.none;
  #counting: Counting | undefined;
  /** What counts that the branch of the current block is taken. */
  #take: Code = [];

  constructor(arena: Arena, found: FunctionFinder, to: ByteBuffer, surroundings: Surroundings) {
    this.#found = found;
    this.#to = to;
    this.#words16 = arena.words16;
    this.#words32 = arena.words32;
    this.#surroundings = surroundings;
    this.#plan = new BlockPlan(
      arena,
      found,
      surroundings.checkOf,
      surroundings.checks !== undefined,
    );
    this.#filler = new TemplateFiller(arena, found, this.#plan, to);
  }

  /**
   * Writes what the finder has found at an entry. `position` is its own index in the function
   * table. It starts at the entry; or at a block, if the number of that plus 1 is passed with the
   * depth.
   */
  write(entry: number, position: number): void {
    const to = this.#to;
    const { blocks } = this.#found;
    this.#findCounting();
    const frame = this.#counting?.frame ?? plainFrame();
    this.#filler.position = position;
    this.#filler.count = blocks.length;
    to.reserve(16 + 4 * this.#filler.count);
    const size = to.startSized();
    // The plans of blocks say how many more locals there are, in the last run.
    to.append(frame.locals);
    const lastRun = to.length - 2;
    this.#filler.firstLocal = frame.localCount - 1;
    this.#plan.mostLocals = 0;
    to.append(frame.start);
    to.reserve(16 + 4 * this.#filler.count);
    for (let number = 0; number < this.#filler.count; number++) {
      to.byte(OP.block);
      to.byte(NO_RESULT);
    }
    to.byte(OP.localGet);
    to.byte(SELECTOR);
    to.byte(OP.brTable);
    to.unsigned(this.#filler.count);
    to.unsigned(this.#found.blockAt(entry));
    for (let number = 0; number < this.#filler.count; number++) to.unsigned(number);
    for (let number = 0; number < this.#filler.count; number++) {
      to.reserve(1);
      to.byte(OP.end);
      this.#writeBlock(number);
    }
    to.reserve(1);
    to.byte(OP.end);
    this.#filler.fill(frame.end, 0, 0, 0, 0);
    to.bytes[lastRun] = (to.bytes[lastRun] ?? 0) + this.#plan.mostLocals;
    to.endSized(size);
  }

  #findCounting(): void {
    const code = this.#surroundings.counting();
    if (code === this.#counting?.code) return;
    if (code === undefined) {
      this.#counting = undefined;
      return;
    }
    const first = floatSupport().imports.length;
    this.#counting = { code, frame: countingFrame(code, first), first };
  }

  /** Appends code that counts. */
  #put(code: Code): void {
    this.#to.append(flattened(code).bytes);
    this.#to.reserve(MAX_CONTROL_BYTES);
  }

  /** Counts an execution of the block that starts at an address and has `total` instructions. */
  #countBlock(counting: CodeCounting, start: number, total: number): void {
    const found = this.#found;
    const instructions: CountedInstruction[] = [];
    for (let address = start; instructions.length < total;) {
      const length = this.#table.lengths[found.handlerOf(found.recordAt(address))] ?? 4;
      instructions.push({ address, word: this.#wordAt(address, length) });
      address += length;
    }
    const { enter, take } = counting.block(instructions, events);
    this.#put(enter);
    this.#take = take;
  }

  #wordAt(address: number, length: number): number {
    const at = (slotOfNumber(address) * PAGE_SIZE + address % PAGE_SIZE) >>> 1;
    const low = this.#words16[at] ?? 0;
    // The slot after the last is the first, which is never mapped.
    return length === 2 ? low : (low | ((this.#words16[at + 1] ?? 0) << 16)) >>> 0;
  }

  /** Counts a jump to an address, if that is in another function. */
  #countCrossing(from: number, to: number): void {
    if (this.#counting === undefined) return;
    const { code, first } = this.#counting;
    if (code.isCrossing(from, to)) this.#put(code.cross(first, to, fuel.get, events));
  }

  /** Counts a call or return to the address in `pc`, or another jump. */
  #countComputed(address: number, next: number, links: boolean): void {
    if (this.#counting === undefined) return;
    const { code, first } = this.#counting;
    const flow = code.flowOf(this.#wordAt(address, next - address));
    const target = pc.get;
    this.#put(
      flow === "call"
        ? code.call(first, next, target, sp, fuel.get, events)
        : flow === "return"
        ? code.leave(first, target, sp, fuel.get, events)
        : links
        ? code.crossTo(first, target, fuel.get, events)
        : code.crossFrom(first, address, target, fuel.get, events),
    );
  }

  #writeBlock(number: number): void {
    const to = this.#to;
    const found = this.#found;
    const plan = this.#plan;
    const { kinds, lengths } = this.#table;
    this.#filler.block = number;
    const start = found.base + 2 * (found.blocks[number] ?? 0);
    plan.plan(start);
    const total = plan.retired;
    to.reserve(MAX_CONTROL_BYTES);
    if (this.#surroundings.hasStop(start)) this.#writeStop(start);
    if (total > 0) {
      this.#local(OP.localGet, FUEL);
      to.byte(OP.i32Const);
      to.signed(total);
      to.byte(OP.i32Sub);
      this.#local(OP.localSet, FUEL);
      if (this.#counting !== undefined) {
        this.#countBlock(this.#counting.code, start, total);
      }
    }
    let next = start;
    for (let index = 0; index < plan.length; index++) {
      this.#filler.index = index;
      const record = plan.records[index] ?? 0;
      const handler = plan.handlers[index] ?? 0;
      const kind = kinds[handler] ?? 0;
      const address = next;
      next = address + (lengths[handler] ?? 4);
      to.reserve(MAX_CONTROL_BYTES);
      this.#filler.loadLocals(record);
      switch (kind) {
        case KIND.next:
          this.#writeInstruction(record, handler, address, total - index);
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
    }
    this.#countCrossing(start, next);
    this.#goTo(next, 0);
  }

  /** Asks for a stop before the first instruction of a block. */
  #writeStop(address: number): void {
    const exit = packExit(this.#halfword(address), 0, EXIT.stop);
    const leave = [i32.const(exit), br(this.#filler.count - this.#filler.block + 3)];
    this.#to.append(flattened(stopCheck(address, leave)).bytes);
    this.#to.reserve(MAX_CONTROL_BYTES);
  }

  /** The template of an instruction. */
  #templateOf(record: number, handler: number, links: boolean): Template {
    const words16 = this.#words16;
    const traits = this.#table.traits[handler] ?? 0;
    let variant = links ? VARIANT.links : 0;
    if ((traits & TRAIT.readsRs1) !== 0 && words16[(record + RECORD.rs1) >> 1] === ZERO_REGISTER) {
      variant |= VARIANT.zeroRs1;
    }
    if ((traits & TRAIT.readsRs2) !== 0 && words16[(record + RECORD.rs2) >> 1] === ZERO_REGISTER) {
      variant |= VARIANT.zeroRs2;
    }
    if ((traits & TRAIT.accesses) !== 0) {
      const check = this.#plan.checks[this.#filler.index];
      if (check === CHECK.careful) variant |= VARIANT.careful;
      else if (check !== CHECK.own) variant |= VARIANT.unchecked;
    }
    if ((traits & TRAIT.hasRounding) !== 0) {
      variant |= (words16[(record + RECORD.rm) >> 1] ?? 0) << VARIANT.roundingShift;
    }
    const { checks } = this.#surroundings;
    if (checks !== undefined) variant |= this.#stackUse(record, traits);
    const template = templateFor(this.#table.rows[handler] ?? 0, variant, checks);
    if (template.calls > this.calls) this.calls = template.calls;
    return template;
  }

  /** What an instruction does with sp, as bits of {@link VARIANT}. */
  #stackUse(record: number, traits: number): number {
    const words16 = this.#words16;
    const rd = words16[(record + RECORD.rd) >> 1] ?? 0;
    const rs1 = words16[(record + RECORD.rs1) >> 1] ?? 0;
    const readsRs1 = (traits & TRAIT.readsRs1) !== 0;
    const usesStack = readsRs1 && rs1 === STACK_POINTER;
    const isFrame = readsRs1 && (rs1 === STACK_POINTER || rs1 === FRAME_POINTER);
    const moves = isFrame && (traits & TRAIT.accesses) === 0;
    return (usesStack ? VARIANT.usesStack : 0) |
      (rd !== STACK_POINTER ? 0 : moves ? VARIANT.movesStack : VARIANT.switchesStack) |
      (rd === NO_REGISTER && readsRs1 && isReturn(rs1) ? VARIANT.returns : 0);
  }

  /** Writes an instruction after which the next one follows. */
  #writeInstruction(record: number, handler: number, address: number, left: number): void {
    const traits = this.#table.traits[handler] ?? 0;
    const writesNothing = this.#words16[(record + RECORD.rd) >> 1] === NO_REGISTER;
    const plan = this.#plan;
    const index = this.#filler.index;
    const isLost = writesNothing || plan.overwritten[index] === 1 && plan.localD[index] === 0;
    if (isLost && (traits & TRAIT.onlyWritesRd) !== 0) return;
    if ((traits & TRAIT.accesses) !== 0 && plan.checks[index] === CHECK.first) {
      this.#surroundings.noteGroup(address);
      const size = (plan.sizes[index] ?? 0) as AccessSize;
      const check = groupCheckFor(size, (traits & TRAIT.stores) !== 0);
      this.#filler.fill(check, record, handler, address, left);
    }
    this.#filler.fill(this.#templateOf(record, handler, false), record, handler, address, left);
  }

  #writeBranch(record: number, handler: number, address: number, next: number): void {
    const to = this.#to;
    this.#filler.fill(this.#templateOf(record, handler, false), record, handler, address, 1);
    const target = address + ((this.#words32[(record + RECORD.imm) >> 2] ?? 0) | 0);
    const number = this.#found.blockAt(target);
    if (this.#counting !== undefined) {
      to.byte(OP.if);
      to.byte(NO_RESULT);
      if (target !== next) this.#put(this.#take);
      this.#countCrossing(address, target);
      if (number > this.#filler.block) this.#br(number - this.#filler.block);
      else this.#goTo(target, 1);
      to.byte(OP.end);
      this.#countCrossing(address, next);
    } else if (number > this.#filler.block) {
      to.byte(OP.brIf);
      to.unsigned(number - this.#filler.block - 1);
    } else {
      to.byte(OP.if);
      to.byte(NO_RESULT);
      this.#goTo(target, 1);
      to.byte(OP.end);
    }
    this.#goTo(next, 0);
  }

  #writeJump(record: number, handler: number, address: number, next: number): void {
    const target = address + ((this.#words32[(record + RECORD.imm) >> 2] ?? 0) | 0);
    const links = this.#words16[(record + RECORD.rd) >> 1] !== NO_REGISTER;
    if (!links) {
      this.#countCrossing(address, target);
      return this.#goTo(target, 0);
    }
    const to = this.#to;
    this.#filler.fill(this.#templateOf(record, handler, true), record, handler, address, 1);
    this.#countCall(address, next, target);
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

  /** Counts a direct jump that links. */
  #countCall(address: number, next: number, target: number): void {
    if (this.#counting === undefined) return;
    const { code, first } = this.#counting;
    const isCall = code.flowOf(this.#wordAt(address, next - address)) === "call";
    this.#put(
      isCall
        ? code.call(first, next, i64.const(target), sp, fuel.get, events)
        : code.cross(first, target, fuel.get, events),
    );
  }

  #writeComputedJump(record: number, handler: number, address: number, next: number): void {
    const links = this.#words16[(record + RECORD.rd) >> 1] !== NO_REGISTER;
    const template = this.#templateOf(record, handler, links);
    this.#filler.fill(template, record, handler, address, 1);
    this.#countComputed(address, next, links);
    if (links) {
      this.#to.append(computedCall());
      this.#to.reserve(MAX_CONTROL_BYTES);
      this.#callTable(next);
    } else if (isReturn(this.#words16[(record + RECORD.rs1) >> 1] ?? 0)) {
      this.#br(this.#filler.count - this.#filler.block + 2);
    } else this.#br(this.#filler.count - this.#filler.block - 1);
  }

  /** Calls through the function table; the arguments and the position are on the stack. */
  #callTable(next: number): void {
    const to = this.#to;
    to.byte(OP.callIndirect);
    to.byte(REGION_TYPE);
    to.byte(0);
    this.#local(OP.localSet, FUEL);
    this.#local(OP.localSet, PC);
    if (this.#found.blockAt(next) < 0) return this.#br(this.#filler.count - this.#filler.block + 2);
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
    to.unsigned(this.#filler.count - this.#filler.block + 2);
    this.#goTo(next, 0);
  }

  /** Continues at an address, from `nesting` levels inside the block. */
  #goTo(address: number, nesting: number): void {
    const to = this.#to;
    const number = this.#found.blockAt(address);
    if (number > this.#filler.block) {
      if (nesting > 0 || number > this.#filler.block + 1) {
        this.#br(number - this.#filler.block - 1 + nesting);
      }
      return;
    }
    to.byte(OP.i64Const);
    to.address(address);
    this.#local(OP.localSet, PC);
    if (number < 0) return this.#br(this.#filler.count - this.#filler.block - 1 + nesting);
    to.byte(OP.i32Const);
    to.signed(number + 1);
    this.#local(OP.localSet, SELECTOR);
    this.#br(this.#filler.count - this.#filler.block + nesting);
  }

  /** Leaves before an instruction that ends the block. */
  #leave(address: number, unretired: number, exit: number): void {
    const to = this.#to;
    to.byte(OP.i32Const);
    to.signed(packExit(this.#halfword(address), unretired, exit));
    this.#br(this.#filler.count - this.#filler.block + 1);
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
}

const STACK_POINTER = STATE.registers + 8 * 2;
const FRAME_POINTER = STATE.registers + 8 * 8;

/** Whether a jump through a register, by its offset in the state block, is a return: ra or t0. */
const isReturn = (offset: number): boolean =>
  offset === STATE.registers + 8 || offset === STATE.registers + 8 * 5;
