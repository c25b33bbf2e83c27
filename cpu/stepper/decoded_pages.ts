// SPDX-License-Identifier: MPL-2.0
// The stepper's cache of decoded instructions. Each page that was executed has a page of records in
// the arena, one for each halfword, which are filled in as execution first reaches them. A store to
// such a page is noticed (see PageTable.markDecoded) and drops its records.

import type { Arena } from "../memory/arena.ts";
import { COMPRESSED_ENCODINGS, type Encoding, ENCODINGS } from "../isa/encoding.ts";
import { instructionLength } from "../isa/table.ts";
import {
  DECODED_PAGE_COUNT,
  DECODED_PAGE_SIZE,
  DECODED_PAGES,
  DECODED_STARTS,
  EXECUTE_TAGS,
  OWNER,
  PAGE_SIZE,
  RECORD,
  slotOf,
  slotOfNumber,
} from "../memory/layout.ts";
import type { CodeListener, PageTable } from "../memory/page_table.ts";
import { decodeRecord, type RecordFields } from "./record_decoder.ts";

/** The stepper's handlers that belong to no row of the table; those of the rows follow them. */
export const HANDLER = {
  /** Not decoded yet. 0, like a fresh page. */
  undecoded: 0,
  /** The record after the last one of a page. */
  pageEnd: 1,
  illegal: 2,
  stop: 3,
  /** The translator has code for this address. */
  translated: 4,
  /** The handler of the row with index 0. */
  firstRow: 5,
} as const;

/** What a handler executes: a row of the table, as an instruction of that length. */
export interface Handled {
  readonly encoding: Encoding;
  readonly length: 2 | 4;
}

/**
 * The rows that compressed instructions expand to. Each has a second handler, for a length of 2.
 */
const EXPANDED: readonly Encoding[] = [
  ...new Set(COMPRESSED_ENCODINGS.map(({ encoding }) => encoding)),
];
/** What the handlers from {@link HANDLER}.firstRow on execute. */
export const HANDLED: readonly Handled[] = [
  ...ENCODINGS.map((encoding): Handled => ({ encoding, length: 4 })),
  ...EXPANDED.map((encoding): Handled => ({ encoding, length: 2 })),
];
/** The handlers of the rows, by their index; and for a length of 2, by the index from ENCODINGS.length on. */
const HANDLERS = new Uint16Array(2 * ENCODINGS.length).fill(HANDLER.illegal);
for (const [position, { encoding, length }] of HANDLED.entries()) {
  const shift = length === 2 ? ENCODINGS.length : 0;
  HANDLERS[encoding.index + shift] = HANDLER.firstRow + position;
}

const NEVER_DECODED = -1;

/** The extensions that the small stepper has: enough for what is assembled for rv64im. */
const SMALL_STEPPER_EXTENSIONS: ReadonlySet<string> = new Set(["I", "M", "Zicsr", "Zifencei"]);

/** Whether an instruction is compressed or belongs to an extension that the small stepper lacks. */
export const needsFullStepper = ({ encoding, length }: Handled): boolean =>
  length === 2 || !SMALL_STEPPER_EXTENSIONS.has(encoding.row.extension);

/** The decoded pages of one machine. */
export class DecodedPages implements CodeListener {
  readonly #arena: Arena;
  readonly #pages: PageTable;
  /** The slot of each decoded page, or -1. */
  readonly #slots = new Int32Array(DECODED_PAGE_COUNT).fill(NEVER_DECODED);
  readonly #free: number[] = [];
  #used = 0;
  readonly #stops = new Set<bigint>();
  readonly #translated = new Set<number>();
  #isRecorded: ((address: number) => boolean) | undefined;
  /** The first byte that the last failed fetch could not read. */
  fetchFault = 0n;
  /** Whether an instruction was decoded that the small stepper lacks. */
  needsFullStepper = false;

  constructor(arena: Arena, pages: PageTable) {
    this.#arena = arena;
    this.#pages = pages;
  }

  /**
   * Decodes the instruction at an address, and those after it up to a jump, a branch or the end of
   * the page. False if it cannot be fetched.
   */
  fetch(pc: bigint): boolean {
    if (!this.#executable(pc)) return false;
    const slot = slotOf(pc);
    const start = this.#decodedPage(pc, slot);
    const pageAddress = pc & ~0xfffn;
    const page = Number(pageAddress);
    for (let offset = Number(pc & 0xfffn); offset < PAGE_SIZE;) {
      const record = start + (offset / 2) * RECORD.size;
      if (this.#arena.words16[record / 2] !== HANDLER.undecoded) return true;
      const at = slot * PAGE_SIZE + offset;
      const low = this.#arena.words16[at / 2] ?? 0;
      const length = instructionLength(low);
      if (length === 4 && offset === PAGE_SIZE - 2) {
        // The second half is in the next page. Wait until execution gets here. Before that, a fault on
        // the next page would not belong to this instruction, and a store there need not drop it.
        if (pageAddress + BigInt(offset) !== pc) return true;
        if (!this.#executable(pageAddress + BigInt(PAGE_SIZE))) return false;
        this.#pages.markDecoded(slot + 1);
      }
      const word = length === 2 ? low : low | ((this.#arena.words16[at / 2 + 1] ?? 0) << 16);
      const fields = decodeRecord(word);
      this.#write(record, fields);
      const mayStop = this.#stops.size > 0 || this.#isRecorded !== undefined;
      if (mayStop || this.#translated.has(page + offset)) {
        this.#substitute(record, pageAddress + BigInt(offset));
      }
      if (fields.ends) return true;
      offset += length;
    }
    return true;
  }

  /** Makes execution stop before the instruction at an address. */
  addStop(address: bigint): void {
    this.#stops.add(address);
    this.restore(address);
  }

  /** Makes execution stop before all instructions that are recorded. */
  stopAtRecorded(isRecorded: ((address: number) => boolean) | undefined): void {
    this.#isRecorded = isRecorded;
    for (const slot of [...this.#slots]) this.#drop(slot);
  }

  /** Removes the stop at an address. */
  removeStop(address: bigint): void {
    this.#stops.delete(address);
    this.lift(address);
    this.restore(address);
  }

  /** Makes execution leave before the instruction at an address, because it has been translated. */
  addTranslated(address: number): void {
    this.#translated.add(address);
    const record = this.#recordAt(address);
    if (record !== undefined) this.#substitute(record, BigInt(address));
  }

  /** Removes the mark that {@link DecodedPages.addTranslated} sets. */
  removeTranslated(address: number): void {
    this.#translated.delete(address);
    const record = this.#recordAt(address);
    if (record !== undefined && this.#lift(record)) this.#substitute(record, BigInt(address));
  }

  /**
   * Temporarily restores the instruction's own handler, in place of a stop or translated code; undone
   * by {@link DecodedPages.restore}. Returns whether there was one to replace.
   */
  lift(address: bigint): boolean {
    const record = this.#recordOf(address);
    return record !== undefined && this.#lift(record);
  }

  #lift(record: number): boolean {
    const handler = this.#arena.words16[record / 2];
    if (handler !== HANDLER.stop && handler !== HANDLER.translated) return false;
    this.#arena.words16[record / 2] = this.#arena.words16[(record + RECORD.replaced) / 2] ?? 0;
    return true;
  }

  /** Undoes {@link DecodedPages.lift}. */
  restore(address: bigint): void {
    const record = this.#recordOf(address);
    if (record !== undefined) this.#substitute(record, address);
  }

  /** Sets the heat of the code at an address; if that is negative, it takes longer to get hot. */
  heat(address: number, heat: number): void {
    const record = this.#recordAt(address);
    if (record !== undefined) this.#arena.words16[(record + RECORD.heat) / 2] = heat;
  }

  /** The heat of the code at an address. */
  heatOf(address: number): number {
    const record = this.#recordAt(address);
    if (record === undefined) return 0;
    return (this.#arena.words16[(record + RECORD.heat) / 2] ?? 0) << 16 >> 16;
  }

  /** Whether the instruction at an address has been reached before. */
  isDecoded(address: number): boolean {
    const record = this.#recordAt(address);
    return record !== undefined && this.#arena.words16[record / 2] !== HANDLER.undecoded;
  }

  /** Drops the records of the page in a slot. */
  codeChanged(slot: number): void {
    this.#drop(slot);
    // The last instruction of the page before may extend into this one.
    this.#drop(slot - 1);
  }

  #executable(address: bigint): boolean {
    const ready = this.#pages.resolve(address, OWNER.execute);
    if (!ready) this.fetchFault = address;
    return ready;
  }

  /** The offset of the page's records. The page must have been touched. */
  #decodedPage(pc: bigint, slot: number): number {
    const { words32, bytes, words16 } = this.#arena;
    const tag = EXECUTE_TAGS / 4 + slot * 2;
    const low = slot * PAGE_SIZE;
    const upper = Number(pc >> 32n);
    if (words32[tag] === low && words32[tag + 1] === upper) {
      return words32[DECODED_STARTS / 4 + slot] ?? 0;
    }
    const index = this.#allocate();
    this.#slots[index] = slot;
    const start = DECODED_PAGES + index * DECODED_PAGE_SIZE;
    bytes.fill(0, start, start + DECODED_PAGE_SIZE);
    const end = start + (PAGE_SIZE / 2) * RECORD.size;
    words16[end / 2] = HANDLER.pageEnd;
    words16[(end + RECORD.size) / 2] = HANDLER.pageEnd;
    words32[DECODED_STARTS / 4 + slot] = start;
    words32[tag] = low;
    words32[tag + 1] = upper;
    this.#pages.markDecoded(slot);
    return start;
  }

  #allocate(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#used === DECODED_PAGE_COUNT) {
      // Too much code to fit is rare; starting over is simpler than choosing a victim.
      for (const slot of [...this.#slots]) this.#drop(slot);
      return this.#free.pop() ?? 0;
    }
    return this.#used++;
  }

  #drop(slot: number): void {
    const { words32 } = this.#arena;
    const start = words32[DECODED_STARTS / 4 + slot] ?? 0;
    if (slot < 0 || start === 0) return;
    const index = (start - DECODED_PAGES) / DECODED_PAGE_SIZE;
    this.#slots[index] = NEVER_DECODED;
    this.#free.push(index);
    words32[DECODED_STARTS / 4 + slot] = 0;
    words32[EXECUTE_TAGS / 4 + slot * 2] = 0;
    words32[EXECUTE_TAGS / 4 + slot * 2 + 1] = 0;
  }

  #write(record: number, { row, isCompressed, rd, rs1, rs2, imm }: RecordFields): void {
    const { words16, words32 } = this.#arena;
    const at = record / 2;
    if (row < 0) {
      words16[at] = HANDLER.illegal;
      return;
    }
    const handler = HANDLERS[isCompressed ? row + ENCODINGS.length : row] ?? HANDLER.illegal;
    if (!this.needsFullStepper) {
      const handled = HANDLED[handler - HANDLER.firstRow];
      this.needsFullStepper = handled !== undefined && needsFullStepper(handled);
    }
    words16[at] = handler;
    words16[at + RECORD.rd / 2] = rd;
    words16[at + RECORD.rs1 / 2] = rs1;
    words16[at + RECORD.rs2 / 2] = rs2;
    words32[(record + RECORD.imm) / 4] = imm;
  }

  /** Replaces the handler in a record, if there is a stop or translated code at its address. */
  #substitute(record: number, address: bigint): void {
    const isStop = this.#stops.size > 0 && this.#stops.has(address) ||
      this.#isRecorded?.(Number(address)) === true;
    const standIn = isStop
      ? HANDLER.stop
      : this.#translated.size > 0 && this.#translated.has(Number(address))
      ? HANDLER.translated
      : undefined;
    const { words16 } = this.#arena;
    const handler = words16[record / 2] ?? 0;
    if (standIn === undefined || handler === HANDLER.undecoded) return;
    // An illegal instruction must keep its handler: leaving for translated code would come straight
    // back here.
    if (standIn === HANDLER.translated && handler === HANDLER.illegal) return;
    if (handler !== HANDLER.stop && handler !== HANDLER.translated) {
      words16[(record + RECORD.replaced) / 2] = handler;
    }
    words16[record / 2] = standIn;
  }

  /** The offset of the records of the page of an address; 0 if the page is not decoded. */
  recordsOf(address: number): number {
    const { words32 } = this.#arena;
    const slot = slotOfNumber(address);
    const upper = words32[EXECUTE_TAGS / 4 + slot * 2 + 1];
    return upper === Math.floor(address / 2 ** 32) ? words32[DECODED_STARTS / 4 + slot] ?? 0 : 0;
  }

  /** The same for any address, which need not be exact as a number. */
  #recordOf(address: bigint): number | undefined {
    const start = this.recordsOf(Number(address & ~0xfffn));
    if (start === 0 || (address & 1n) !== 0n) return undefined;
    return start + Number(address & 0xfffn) * (RECORD.size / 2);
  }

  /** The offset of the record of an address; undefined if its page is not decoded. */
  #recordAt(address: number): number | undefined {
    const start = this.recordsOf(address);
    if (start === 0 || address % 2 !== 0) return undefined;
    return start + (address % PAGE_SIZE) * (RECORD.size / 2);
  }
}
