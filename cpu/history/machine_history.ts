// SPDX-License-Identifier: MPL-2.0
// The past of a machine: checkpoints, to each of which it can go back, and on from there again. A checkpoint
// copies the registers at once and each page only when it is first written afterwards. What happens between
// checkpoints is not kept: going on from one executes the same instructions again.
//
// While the machine is at its newest moment, pages that are about to change are copied. In the past nothing
// is copied: everything that will change there changed before, and the checkpoints have it.

import type { Machine, MachineParts } from "../machine.ts";
import type { SavedSpace } from "../memory/address_space.ts";
import { PAGE_SIZE, SLOT_COUNT, STATE, STATE_SIZE, STATE_START } from "../memory/layout.ts";
import { MachineStateError } from "../memory/usage.ts";
import type { PageJournal } from "../memory/page_table.ts";
import { type PageVersion, sizeOf, UNTOUCHED, versionOf } from "./page_versions.ts";

/** A moment that the machine can go back to. */
export interface Checkpoint {
  /** How many instructions had retired. */
  readonly instructions: number;
}

/** A checkpoint with what it keeps. */
interface Moment extends Checkpoint {
  readonly state: Uint8Array<ArrayBuffer>;
  readonly space: SavedSpace;
  readonly touchCount: number;
  /**
   * The pages that changed between this checkpoint and the next, as they were here. After the last one:
   * those that changed before it and since the earliest checkpoint that the machine went back to.
   */
  readonly versions: Map<number, PageVersion>;
}

/** Bytes that a checkpoint takes besides its pages. */
const CHECKPOINT_SIZE = 2048;
const PAGE_WORDS = PAGE_SIZE / 8;
const TRACE_NEXT = (STATE_START + STATE.traceNext) / 4;

/** The checkpoints of one machine. */
export class MachineHistory implements Disposable {
  readonly #machine: Machine;
  readonly #parts: MachineParts;
  readonly #moments: Moment[] = [];
  readonly #journal: PageJournal;
  /** Whether the machine is at its newest moment, or was and is running on. */
  #isLive = true;
  /** The pages that have not changed in the past since they were watched. */
  #watched: Set<number> | undefined;
  #bytes = 0;

  /**
   * Begins with a checkpoint of the machine as it is now. Only one history may watch it.
   *
   * @throws {MachineStateError} when the machine checks memory: what it knows of the bytes is not kept
   */
  constructor(machine: Machine) {
    this.#machine = machine;
    this.#parts = machine.withParts((parts) => parts);
    if (this.#parts.arena.shadow !== undefined) {
      throw new MachineStateError("Cannot keep the past of a machine that checks memory");
    }
    this.#journal = {
      pageChanges: (slot) => this.#pageChanges(slot),
      knows: (slot) =>
        this.#isLive ? this.#last.versions.has(slot) : this.#watched?.has(slot) !== true,
    };
    this.#parts.pages.journal = this.#journal;
    this.#moments.push(this.#moment());
    this.#withhold(this.#touchedSlots());
  }

  /** The checkpoints, oldest first. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#moments;
  }

  /** How much memory the checkpoints take, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether the machine is at its newest moment, so that it can go on to instructions never executed. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Makes a checkpoint of the newest moment, at which the machine must be. */
  add(): Checkpoint {
    if (!this.#isLive) throw new TypeError("Cannot add a checkpoint: the machine is in its past");
    const { versions } = this.#last;
    const moment = this.#moment();
    this.#moments.push(moment);
    this.#withhold(versions.keys());
    return moment;
  }

  /**
   * Makes a checkpoint of the moment in the past at which the machine is. It takes more memory than `add`: a
   * copy of every page that changes between its neighbours.
   */
  insert(): Checkpoint {
    const moment = this.#moment();
    const after = this.#moments.findIndex((other) => other.instructions > moment.instructions);
    if (this.#isLive || after <= 0) {
      throw new TypeError("Cannot insert a checkpoint: the machine is not in its past");
    }
    for (const slot of this.#moments[after - 1]!.versions.keys()) {
      this.#keep(moment, slot, this.#versionNow(slot));
    }
    this.#moments.splice(after, 0, moment);
    return moment;
  }

  /** Forgets a checkpoint, but the first or last. */
  remove(checkpoint: Checkpoint): void {
    const index = this.#moments.indexOf(checkpoint as Moment);
    const before = this.#moments[index - 1];
    const moment = this.#moments[index];
    if (before === undefined || moment === undefined || moment === this.#last) return;
    for (const [slot, version] of moment.versions) {
      if (before.versions.has(slot)) this.#bytes -= sizeOf(version);
      else before.versions.set(slot, version);
    }
    this.#bytes -= CHECKPOINT_SIZE;
    this.#moments.splice(index, 1);
  }

  /**
   * Whether a page may have changed between a checkpoint and the next one: whether it was written, mapped or
   * unmapped.
   */
  mayChange(checkpoint: Checkpoint, slot: number): boolean {
    return (checkpoint as Moment).versions.has(slot);
  }

  /** How many pages may have changed between a checkpoint and the next one. */
  changedPages(checkpoint: Checkpoint): number {
    return (checkpoint as Moment).versions.size;
  }

  /**
   * In the past: returns a function that says whether one of the pages has been written, mapped or unmapped
   * since. Watching ends when other pages are watched, and when the machine goes to a checkpoint.
   */
  watch(slots: readonly number[]): () => boolean {
    const watched = new Set(slots);
    this.#watched = watched;
    this.#withhold(slots);
    return () => watched.size < slots.length;
  }

  /** Brings the machine to a checkpoint. The first time, one of the newest moment is made. */
  restore(checkpoint: Checkpoint): void {
    if (this.#isLive) {
      if (!this.#isAtLast()) this.add();
      this.#isLive = false;
    }
    const target = this.#moments.indexOf(checkpoint as Moment);
    if (target < 0) throw new TypeError("Cannot go to a checkpoint that was removed");
    this.#watched = undefined;
    const { arena, pages, setInstructions } = this.#parts;
    const now = this.#machine.instructions;
    setInstructions(checkpoint.instructions);
    arena.forgetRanges(0, SLOT_COUNT);
    const versions = this.#versionsAt(target, now);
    for (const [slot, version] of versions) {
      if (target < this.#moments.length - 1) this.#keepNewest(slot);
      this.#put(slot, version);
    }
    const moment = this.#moments[target]!;
    pages.space.restore(moment.space);
    pages.touchCount = moment.touchCount;
    for (const [slot, { touched }] of versions) if (touched) pages.adopt(slot);
    pages.retagAll();
    // The trace is none of the machine's own state.
    const next = arena.words32[TRACE_NEXT] ?? 0;
    arena.bytes.set(moment.state, STATE_START);
    arena.words32[TRACE_NEXT] = next;
  }

  /** Brings the machine to its newest moment; what it does next is recorded. */
  resume(): void {
    if (this.#isLive) return;
    this.restore(this.#last);
    this.#isLive = true;
    const { versions } = this.#last;
    this.#withhold(this.#touchedSlots().filter((slot) => !versions.has(slot)));
  }

  /** Forgets all; the machine stays where it is. */
  [Symbol.dispose](): void {
    if (this.#parts.pages.journal !== this.#journal) return;
    this.#parts.pages.journal = undefined;
    this.#parts.pages.retagAll();
    this.#moments.length = 0;
    this.#bytes = 0;
  }

  get #last(): Moment {
    return this.#moments.at(-1)!;
  }

  /** Whether nothing has changed since the last checkpoint. */
  #isAtLast(): boolean {
    const { instructions, state, versions } = this.#last;
    if (instructions !== this.#machine.instructions || versions.size > 0) return false;
    const now = this.#parts.arena.bytes.subarray(STATE_START, STATE_START + STATE_SIZE);
    return state.every((byte, index) => byte === now[index]);
  }

  #moment(): Moment {
    const { arena, pages } = this.#parts;
    this.#bytes += CHECKPOINT_SIZE;
    return {
      instructions: this.#machine.instructions,
      state: arena.bytes.slice(STATE_START, STATE_START + STATE_SIZE),
      space: pages.space.save(),
      touchCount: pages.touchCount,
      versions: new Map(),
    };
  }

  #keep({ versions }: Moment, slot: number, version: PageVersion): void {
    versions.set(slot, version);
    this.#bytes += sizeOf(version);
  }

  #pageChanges(slot: number): void {
    if (!this.#isLive) this.#watched?.delete(slot);
    else if (!this.#last.versions.has(slot)) this.#keep(this.#last, slot, this.#versionNow(slot));
  }

  #versionNow(slot: number): PageVersion {
    return this.#parts.pages.isTouchedSlot(slot) ? versionOf(this.#words(slot)) : UNTOUCHED;
  }

  #words(slot: number): BigUint64Array<ArrayBuffer> {
    return this.#parts.arena.words64.subarray(slot * PAGE_WORDS, (slot + 1) * PAGE_WORDS);
  }

  /** What the pages were at a checkpoint that may differ from now, when `now` instructions have retired. */
  #versionsAt(target: number, now: number): Map<number, PageVersion> {
    const versions = new Map<number, PageVersion>();
    const { instructions } = this.#moments[target]!;
    let last = this.#moments.length - 1;
    if (instructions <= now) {
      // Several checkpoints may have the same number: too many pages do no harm.
      while (last > target && this.#moments[last]!.instructions > now) last--;
      for (; last >= target; last--) {
        for (const [slot, version] of this.#moments[last]!.versions) versions.set(slot, version);
      }
      return versions;
    }
    let first = target;
    while (first > 0 && this.#moments[first]!.instructions >= now) first--;
    const changed = new Set<number>();
    for (; first < target; first++) {
      for (const slot of this.#moments[first]!.versions.keys()) changed.add(slot);
    }
    for (let index = target; changed.size > 0 && index <= last; index++) {
      for (const slot of changed) {
        const version = this.#moments[index]!.versions.get(slot);
        if (version === undefined) continue;
        versions.set(slot, version);
        changed.delete(slot);
      }
    }
    return versions;
  }

  /** Keeps what a page is now, which is what it was last, unless that is known. */
  #keepNewest(slot: number): void {
    if (!this.#last.versions.has(slot)) this.#keep(this.#last, slot, this.#versionNow(slot));
  }

  #put(slot: number, { touched, words }: PageVersion): void {
    const { arena, pages } = this.#parts;
    pages.release(slot);
    if (!touched) return;
    arena.prepare(slot);
    if (words !== undefined) arena.words64.set(words, slot * PAGE_WORDS);
  }

  #touchedSlots(): number[] {
    const { pages } = this.#parts;
    const slots: number[] = [];
    for (const { start, end } of pages.space.regions) {
      for (let slot = start; slot < end; slot++) if (pages.isTouchedSlot(slot)) slots.push(slot);
    }
    return slots;
  }

  #withhold(slots: Iterable<number>): void {
    this.#parts.arena.forgetRanges(0, SLOT_COUNT);
    this.#parts.pages.withholdWrites(slots);
  }
}
