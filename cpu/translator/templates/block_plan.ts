// SPDX-License-Identifier: MPL-2.0
// Plans the code of one block before it is written. A register that is read again within the block
// stays in a local meanwhile; each write still goes to the state block, unless another one follows
// before control can leave. Accesses at constants from the same register, within a page, share one
// check. The results are in arrays by the instruction's index in the block, which are reused.

import type { Arena } from "../../memory/arena.ts";
import { RECORD, STATE } from "../../memory/layout.ts";
import type { FunctionFinder } from "./function_finder.ts";
import { MAX_BLOCK_SIZE } from "./holes.ts";
import { handlerTable, KIND, TRAIT } from "./template.ts";

/** How many registers are in locals at a time. */
const MAX_LOCALS = 4;
/** How far the accesses of a group may lie apart. */
const MAX_GROUP_SPAN = 2048;

/** How an access is checked. */
export const CHECK = {
  /** By itself. */
  own: 0,
  /** By itself, and where the tag does not match it takes the slow path. */
  careful: 1,
  /** By the first access of its group. */
  grouped: 2,
  /** It is the first of a group, and checks all of it. */
  first: 3,
} as const;
/** One of {@link CHECK}. */
export type Check = (typeof CHECK)[keyof typeof CHECK];

/** A number for each instruction of a block. */
const bytes = (): Uint8Array => new Uint8Array(MAX_BLOCK_SIZE);
const words = (): Int32Array => new Int32Array(MAX_BLOCK_SIZE);

/** A register that the instruction does not have, or that is x0. */
const NONE = 0;

/** The number of an integer register by its offset in the state block; `NONE` for others. */
const numberOf = (offset: number): number =>
  offset < STATE.discard ? (offset - STATE.registers) >> 3 : NONE;

/** In place of the first access of a group: what follows is not grouped, as such a check has failed. */
const ALONE = -2;

/** The plan of one block. */
export class BlockPlan {
  /** How many instructions the block has. */
  length = 0;
  readonly records = words();
  readonly handlers = words();
  readonly addresses = new Float64Array(MAX_BLOCK_SIZE);
  /** How many instructions retire. */
  retired = 0;
  /** The locals, numbered from 1, that hold rs1 and rs2; 0 if they are read from the state block. */
  readonly local1 = bytes();
  readonly local2 = bytes();
  /** 1 where that local has to be loaded first. */
  readonly load1 = bytes();
  readonly load2 = bytes();
  /** The local that rd is also written to, or 0. */
  readonly localD = bytes();
  /** 1 where rd need not be written to the state block. */
  readonly overwritten = bytes();
  /** By {@link CHECK}. */
  readonly checks = bytes();
  /** For the first access of a group: its lowest and highest byte, relative to the register, */
  readonly lows = words();
  readonly highs = words();
  /** and the largest access: its size, and where it is. If that is aligned, so are the others. */
  readonly sizes = bytes();
  readonly anchors = words();
  /** How many locals a block needed since the writer last set this to 0. */
  mostLocals = 0;
  readonly #found: FunctionFinder;
  readonly #words16: Uint16Array;
  readonly #words32: Uint32Array;
  readonly #checkOf: (address: number) => Check;
  readonly #isPlain: boolean;
  readonly #table = handlerTable();
  readonly #rd = bytes();
  readonly #rs1 = bytes();
  readonly #rs2 = bytes();
  /** Bits: whether what rs1, rs2 and rd hold is read again in the block. */
  readonly #again = bytes();
  /** The indexes of the first accesses of open groups, by register: loads, then stores. */
  readonly #open = new Int16Array(64);
  readonly #members = words();
  /** The locals of registers, or 0. */
  readonly #locals = new Uint8Array(32);

  /**
   * `checkOf` says how the access at an address is checked: grouped where it can be, or not. With
   * `isPlain`, nothing is shared or kept in locals, as other code is put between the instructions.
   */
  constructor(
    arena: Arena,
    found: FunctionFinder,
    checkOf: (address: number) => Check,
    isPlain: boolean,
  ) {
    this.#found = found;
    this.#words16 = arena.words16;
    this.#words32 = arena.words32;
    this.#checkOf = checkOf;
    this.#isPlain = isPlain;
  }

  /** Plans the block at an address. */
  plan(start: number): void {
    this.#read(start);
    if (this.#isPlain) return this.#keepPlain();
    this.#group();
    this.#lookBack();
    this.#allocate();
  }

  /** Reads the records of the block. */
  #read(start: number): void {
    const found = this.#found;
    const words16 = this.#words16;
    const { kinds, lengths, traits } = this.#table;
    let index = 0;
    for (let address = start;; index++) {
      const record = found.recordAt(address);
      const handler = found.handlerOf(record);
      const kind = kinds[handler] ?? 0;
      const trait = traits[handler] ?? 0;
      const at = record >> 1;
      this.records[index] = record;
      this.handlers[index] = handler;
      this.addresses[index] = address;
      this.#rs1[index] = (trait & TRAIT.readsRs1) === 0
        ? NONE
        : numberOf(words16[at + RECORD.rs1 / 2] ?? 0);
      this.#rs2[index] = (trait & TRAIT.readsRs2) === 0
        ? NONE
        : numberOf(words16[at + RECORD.rs2 / 2] ?? 0);
      this.#rd[index] = (trait & TRAIT.writesRd) === 0
        ? NONE
        : numberOf(words16[at + RECORD.rd / 2] ?? 0);
      if (kind !== KIND.next) {
        this.length = index + 1;
        const retires = kind !== KIND.environmentCall && kind !== KIND.stepper;
        this.retired = retires ? index + 1 : index;
        return;
      }
      address += lengths[handler] ?? 4;
      if (!found.isInside(address) || found.blockAt(address) >= 0) {
        this.retired = this.length = index + 1;
        return;
      }
    }
  }

  /** Plans nothing: what an instruction reads and writes is in the state block. */
  #keepPlain(): void {
    for (let index = 0; index < this.length; index++) {
      this.local1[index] = this.local2[index] = this.localD[index] = 0;
      this.load1[index] = this.load2[index] = this.overwritten[index] = 0;
      const isCareful = this.#checkOf(this.addresses[index] ?? 0) === CHECK.careful;
      this.checks[index] = isCareful ? CHECK.careful : CHECK.own;
    }
  }

  /** Finds which accesses share a check. */
  #group(): void {
    const open = this.#open.fill(-1);
    for (let index = 0; index < this.length; index++) {
      const trait = this.#table.traits[this.handlers[index] ?? 0] ?? 0;
      const rd = this.#rd[index] ?? 0;
      if ((trait & TRAIT.accesses) !== 0) this.#groupAccess(index, trait);
      if (rd !== NONE) open[rd] = open[rd + 32] = -1;
    }
    for (let index = 0; index < this.length; index++) {
      if (this.checks[index] === CHECK.first && this.#members[index] === 1) {
        this.checks[index] = CHECK.own;
      }
    }
  }

  #groupAccess(index: number, trait: number): void {
    const base = this.#rs1[index] ?? 0;
    const check = this.#checkOf(this.addresses[index] ?? 0);
    if (check !== CHECK.grouped || base === NONE || (trait & TRAIT.isPlain) === 0) {
      this.checks[index] = check === CHECK.careful ? CHECK.careful : CHECK.own;
      if (check === CHECK.own) this.#open[base] = this.#open[base + 32] = ALONE;
      return;
    }
    const key = (trait & TRAIT.stores) === 0 ? base : base + 32;
    if (this.#open[key] === ALONE) {
      this.checks[index] = CHECK.own;
      return;
    }
    const size = this.#table.sizes[this.handlers[index] ?? 0] ?? 0;
    const low = (this.#words32[((this.records[index] ?? 0) + RECORD.imm) >> 2] ?? 0) | 0;
    const first = this.#open[key] ?? -1;
    if (first >= 0 && this.#join(first, low, size)) {
      this.checks[index] = CHECK.grouped;
      return;
    }
    this.#open[key] = index;
    this.checks[index] = CHECK.first;
    this.#members[index] = 1;
    this.lows[index] = this.anchors[index] = low;
    this.highs[index] = low + size - 1;
    this.sizes[index] = size;
  }

  /** Adds an access to a group, if it fits. */
  #join(first: number, low: number, size: number): boolean {
    const anchor = this.anchors[first] ?? 0;
    const lowest = Math.min(low, this.lows[first] ?? 0);
    const highest = Math.max(low + size - 1, this.highs[first] ?? 0);
    const largest = this.sizes[first] ?? 0;
    if (highest - lowest >= MAX_GROUP_SPAN) return false;
    if (((low - anchor) & (Math.min(size, largest) - 1)) !== 0) return false;
    this.lows[first] = lowest;
    this.highs[first] = highest;
    if (size > largest) {
      this.sizes[first] = size;
      this.anchors[first] = low;
    }
    this.#members[first]!++;
    return true;
  }

  /** From the end: which values are read again, and which are overwritten before control may leave. */
  #lookBack(): void {
    let read = 0;
    let written = 0;
    for (let index = this.length - 1; index >= 0; index--) {
      const trait = this.#table.traits[this.handlers[index] ?? 0] ?? 0;
      const isSimple = (trait & TRAIT.onlyWritesRd) !== 0;
      const rd = this.#rd[index] ?? 0;
      const rs1 = this.#rs1[index] ?? 0;
      const rs2 = this.#rs2[index] ?? 0;
      const check = this.checks[index];
      this.overwritten[index] = 0;
      let again = 0;
      if (rd !== NONE) {
        const bit = 1 << rd;
        if ((read & bit) !== 0) again = AGAIN_RD;
        if (isSimple && (written & bit) !== 0) this.overwritten[index] = 1;
        read &= ~bit;
        if (isSimple) written |= bit;
      }
      const staysInside = isSimple || (trait & TRAIT.accesses) !== 0 && check === CHECK.grouped;
      if (!staysInside) written = 0;
      if ((read & (1 << rs1)) !== 0) again |= AGAIN_RS1;
      if ((read & (1 << rs2)) !== 0) again |= AGAIN_RS2;
      this.#again[index] = again;
      read |= (1 << rs1) | (1 << rs2);
      read &= ~1;
    }
  }

  /** Gives locals to the values that are read again. */
  #allocate(): void {
    const locals = this.#locals.fill(0);
    let free = 2 ** MAX_LOCALS - 1;
    const take = (): number => {
      if (free === 0) return 0;
      const local = 32 - Math.clz32(free & -free);
      free &= free - 1;
      if (local > this.mostLocals) this.mostLocals = local;
      return local;
    };
    for (let index = 0; index < this.length; index++) {
      const again = this.#again[index] ?? 0;
      const rs1 = this.#rs1[index] ?? 0;
      const rs2 = this.#rs2[index] ?? 0;
      const rd = this.#rd[index] ?? 0;
      this.load1[index] = this.load2[index] = this.localD[index] = 0;
      if (rs1 !== NONE && locals[rs1] === 0 && ((again & AGAIN_RS1) !== 0 || rs1 === rs2)) {
        locals[rs1] = take();
        if (locals[rs1] !== 0) this.load1[index] = 1;
      }
      if (rs2 !== NONE && locals[rs2] === 0 && (again & AGAIN_RS2) !== 0) {
        locals[rs2] = take();
        if (locals[rs2] !== 0) this.load2[index] = 1;
      }
      const local1 = locals[rs1] ?? 0;
      const local2 = locals[rs2] ?? 0;
      this.local1[index] = local1;
      this.local2[index] = local2;
      const trait = this.#table.traits[this.handlers[index] ?? 0] ?? 0;
      let localD = 0;
      if (rd !== NONE && (again & AGAIN_RD) !== 0 && (trait & TRAIT.setsRd) !== 0) localD = take();
      this.localD[index] = localD;
      // What is read again must be somewhere.
      if ((again & AGAIN_RD) !== 0 && localD === 0) this.overwritten[index] = 0;
      if (local1 !== 0 && (again & AGAIN_RS1) === 0) {
        locals[rs1] = 0;
        free |= 1 << (local1 - 1);
      }
      if (local2 !== 0 && (again & AGAIN_RS2) === 0) {
        locals[rs2] = 0;
        free |= 1 << (local2 - 1);
      }
      if (rd !== NONE) locals[rd] = localD;
    }
  }
}

/** Bits of what is read again in the block. */
const AGAIN_RS1 = 1;
const AGAIN_RS2 = 2;
const AGAIN_RD = 4;
