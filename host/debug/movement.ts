// SPDX-License-Identifier: MPL-2.0
// Moves along a timeline until something is met, forwards and backwards: an address, an access to watched
// memory, an act of the kernel, a moment. Takes a process with its timeline. Guarantees: movements are generators
// that yield every 50 ms or so, so that the world can be looked at; one that is ended early backwards stays
// where it was.

import { watchAccesses } from "../../cpu/checks/access_watch.ts";
import { TRACE } from "../../cpu/memory/layout.ts";
import { type TraceBatch, TraceBuffer, type TraceRecord } from "../../cpu/trace_buffer.ts";
import type { Outcome, Process } from "../process.ts";
import type { PastAct, Timeline } from "../timeline/timeline.ts";
import { AddressRanges } from "../symbols/address_ranges.ts";
import { PeekMemory } from "./peek_memory.ts";
import { type Watched, WatchedBytes } from "./watched_bytes.ts";

/** Why a movement yields: to let the world be looked at, or because the process waits for input. */
export type Rest = "paused" | "input";

/** What a movement met. */
export type Hit =
  /** The instruction at that address is next. */
  | { readonly kind: "address"; readonly instruction: number; readonly address: bigint }
  /** An access to watched memory, by that instruction or by the kernel: forwards it is done, backwards it is next. */
  | {
    readonly kind: "access";
    readonly instruction: number;
    readonly watched: Watched;
    readonly by: "program" | "kernel";
  }
  /** The kernel acts next: one of those that {@link Stops.wantsAct} wanted. */
  | { readonly kind: "act"; readonly instruction: number; readonly act: PastAct }
  /** One of {@link Stops.moments}. */
  | { readonly kind: "moment"; readonly instruction: number };

/** What to stop at. */
export interface Stops {
  /** Instructions. */
  readonly addresses?: readonly bigint[];
  /** Accesses to memory. */
  readonly watched?: readonly Watched[];
  /** Moments, in order. */
  readonly moments?: readonly number[];
  /** Whether to stop before an act of the kernel, which has just happened. */
  readonly wantsAct?: ((act: PastAct) => boolean) | undefined;
  /**
   * Whether a hit counts. The machine is as it is to stop. Asked at any time and in any order: the answer may
   * depend on nothing but the machine.
   */
  readonly accepts?: ((hit: Hit) => boolean) | undefined;
  /** Whether to stop at a hit that was accepted. Asked once for each, in the order in which they are met. */
  readonly counts?: ((hit: Hit) => boolean) | undefined;
}

/** How long a movement goes on before it yields, in milliseconds. */
const SLICE = 50;

/** How far a search looks back: first at the newest instructions, then at more and more. */
const FIRST_WINDOW = 2 ** 12;
const WINDOW_GROWTH = 2 ** 5;
const MAX_WINDOW = 2 ** 26;

/** From this size of a window on it pays to ask the timeline for the last write. */
const LARGE_WINDOW = 2 ** 17;

/** Moves one process along its timeline. */
export class Movement {
  readonly #process: Process;
  readonly #timeline: Timeline;
  readonly #memory: PeekMemory;
  #deadline = 0;
  readonly #pause = () => performance.now() >= this.#deadline;

  /** Movements of a process along its timeline. */
  constructor(process: Process, timeline: Timeline) {
    this.#process = process;
    this.#timeline = timeline;
    this.#memory = new PeekMemory(process.machine.memory);
  }

  /**
   * Goes on until one of the stops, or until the process stops by itself, at the latest when `maxInstructions`
   * have retired. Does not stop where it begins.
   */
  *forward(stops: Stops, maxInstructions = Infinity): Generator<Rest, Hit | Outcome> {
    const { accepts = always, counts = always } = stops;
    using _breakpoints = this.#setBreakpoints(stops.addresses);
    let due = performance.now() + SLICE;
    for (;;) {
      const met = yield* this.#goOn(stops, maxInstructions);
      if (!isHit(met)) return met;
      if (accepts(met) && counts(met)) return met;
      // There may be a million hits that do not count.
      if (performance.now() < due) continue;
      yield "paused";
      due = performance.now() + SLICE;
    }
  }

  /**
   * Goes back to the last moment before this one at which there is a stop: to before the instruction or the
   * access. Without one it goes to the start of the timeline.
   */
  *backward(stops: Stops): Generator<Rest, Hit | undefined> {
    const timeline = this.#timeline;
    const here = timeline.position;
    const { counts = always } = stops;
    let isDone = false;
    using _breakpoints = this.#setBreakpoints(stops.addresses);
    try {
      this.#deadline = performance.now() + SLICE;
      let to = here;
      for (let size = FIRST_WINDOW; to > timeline.start; size *= WINDOW_GROWTH) {
        size = Math.min(size, MAX_WINDOW);
        if (size >= LARGE_WINDOW) {
          const last = this.#lastCandidate(stops, to);
          if (last === undefined) break;
          if (last < to - size) [to, size] = [last + 1, FIRST_WINDOW];
        }
        const from = Math.max(timeline.start, to - size);
        const hits = yield* this.#scan(stops, from, to);
        for (const hit of hits.reverse()) {
          // Addresses have been asked about.
          if (hit.kind !== "address") {
            timeline.seek(hit.instruction);
            if (stops.accepts?.(hit) === false) continue;
          }
          if (!counts(hit)) continue;
          timeline.seek(hit.instruction);
          isDone = true;
          return hit;
        }
        to = from;
      }
      timeline.seek(timeline.start);
      isDone = true;
      return undefined;
    } finally {
      if (!isDone) timeline.seek(here);
    }
  }

  /** Goes on to the first hit, which is not asked about, or until the process stops. */
  *#goOn(stops: Stops, maxInstructions: number): Generator<Rest, Hit | Outcome> {
    const timeline = this.#timeline;
    const { machine } = this.#process;
    const { watched = [], moments = [], wantsAct } = stops;
    const from = timeline.position;
    const moment = moments.find((each) => each > from);
    const limit = Math.min(maxInstructions, moment ?? Infinity);
    const bytes = new WatchedBytes(this.#memory, watched);
    // An act of the kernel that was met; or a moment soon after an access that was.
    let met: Hit | undefined;
    let near: number | undefined;
    const isMet = () => met !== undefined || near !== undefined;
    using _acts = this.#followActs((act) => {
      if (isMet()) return false;
      const { instruction } = act;
      const touched = bytes.acted(act);
      if (touched !== undefined) {
        met = { kind: "access", instruction, watched: touched, by: "kernel" };
      } else if (instruction > from && wantsAct?.(act) === true) {
        met = { kind: "act", instruction, act };
      }
      return isMet();
    });
    const observer = watched.length === 0 ? undefined : this.#process.observe({
      accesses: watched,
      watch: watchAccesses(watched, {
        onlyStores: watched.every(({ access }) => access === "write"),
      }),
      onRecords: (batch) => {
        for (const record of batch) {
          if (isMet()) return;
          if (bytes.accessed(record) === undefined) continue;
          near = timeline.position;
          machine.interrupt();
        }
      },
    });
    let outcome: Outcome;
    try {
      outcome = yield* this.#run(limit, from, isMet);
    } finally {
      observer?.[Symbol.dispose]();
    }
    if (near !== undefined) return (yield* this.#firstAccess(watched, from, near)) ?? outcome;
    if (met !== undefined) {
      if (met.kind === "act") timeline.seek(met.instruction);
      return met;
    }
    const { position } = timeline;
    if (outcome.kind === "breakpoint") {
      return { kind: "address", instruction: position, address: outcome.address };
    }
    if (outcome.kind === "limit" && position === moment) {
      return { kind: "moment", instruction: position };
    }
    return outcome;
  }

  /** Goes on until the process stops, but not at a breakpoint at `from`; or soon after `isMet` has become true. */
  *#run(maxInstructions: number, from: number, isMet: () => boolean): Generator<Rest, Outcome> {
    const timeline = this.#timeline;
    for (;;) {
      this.#deadline = performance.now() + SLICE;
      const outcome = timeline.continue({ maxInstructions, pause: this.#pause });
      if (isMet()) return outcome;
      if (outcome.kind === "interrupted") yield "paused";
      else if (outcome.kind === "input") yield "input";
      else if (outcome.kind !== "breakpoint" || timeline.position !== from) return outcome;
    }
  }

  /** The first access that counts, of which `near` is a moment soon after; the machine is right after it. */
  *#firstAccess(
    watched: readonly Watched[],
    from: number,
    near: number,
  ): Generator<Rest, Hit | undefined> {
    const timeline = this.#timeline;
    const start = Math.max(from, near - TraceBuffer.span);
    const [hit] = yield* this.#scan({ watched }, start, near);
    if (hit !== undefined) timeline.seek(hit.instruction + 1);
    return hit;
  }

  /** All hits from one moment to before another, in order; addresses only where they are accepted. */
  *#scan(stops: Stops, from: number, to: number): Generator<Rest, Hit[]> {
    const timeline = this.#timeline;
    const { watched = [], moments = [], addresses = [], accepts = always, wantsAct } = stops;
    const hits: Hit[] = moments.filter((moment) => from <= moment && moment < to)
      .map((instruction) => ({ kind: "moment", instruction }));
    timeline.seek(from);
    const bytes = new WatchedBytes(this.#memory, watched);
    using _acts = this.#followActs((act) => {
      const { instruction } = act;
      const touched = bytes.acted(act);
      if (touched !== undefined) {
        hits.push({ kind: "access", instruction, watched: touched, by: "kernel" });
      }
      if (wantsAct?.(act) === true) hits.push({ kind: "act", instruction, act });
      return false;
    });
    const ranges = new AddressRanges(watched);
    const observer = watched.length === 0 ? undefined : this.#process.observe({
      instructions: "all",
      onRecords: (batch) => {
        for (const record of touching(batch, ranges)) {
          const touched = bytes.accessed(record);
          if (touched === undefined) continue;
          const { number: instruction = 0 } = record;
          hits.push({ kind: "access", instruction, watched: touched, by: "program" });
        }
      },
    });
    try {
      while (timeline.position < to) {
        const outcome = timeline.continue({ maxInstructions: to, pause: this.#pause });
        if (outcome.kind === "breakpoint") {
          const { address } = outcome;
          const hit: Hit = { kind: "address", instruction: timeline.position, address };
          // There may be breakpoints that this search is not for.
          if (addresses.includes(address) && accepts(hit)) hits.push(hit);
        }
        if (outcome.kind === "interrupted" || this.#pause()) {
          yield "paused";
          this.#deadline = performance.now() + SLICE;
        }
      }
    } finally {
      observer?.[Symbol.dispose]();
    }
    // Acts come at their moment, records after theirs.
    return hits.sort((a, b) => a.instruction - b.instruction);
  }

  /** The moment of the last hit before another, or of something that comes after that; undefined if there is none. */
  #lastCandidate({ watched = [], moments = [], addresses = [], wantsAct }: Stops, before: number) {
    const isAnywhere = addresses.length > 0 || wantsAct !== undefined ||
      watched.some(({ access }) => access !== "write");
    if (isAnywhere) return before - 1;
    const writes = watched.map(({ start, end }) =>
      this.#timeline.lastWrite(start, Number(end - start), before)?.instruction
    );
    const last = [...writes, moments.findLast((moment) => moment < before)]
      .filter((moment) => moment !== undefined);
    return last.length === 0 ? undefined : Math.max(...last);
  }

  /** Tells a function what the kernel does, until the handle is disposed of. */
  #followActs(follow: NonNullable<Timeline["onAct"]>): Disposable {
    const timeline = this.#timeline;
    const { onAct } = timeline;
    timeline.onAct = follow;
    return { [Symbol.dispose]: () => timeline.onAct = onAct };
  }

  /** Sets breakpoints, until the handle is disposed of. */
  #setBreakpoints(addresses: readonly bigint[] = []): Disposable {
    const { machine } = this.#process;
    const added = addresses.filter((address) => !machine.breakpoints.has(address));
    for (const address of added) machine.addBreakpoint(address);
    return {
      [Symbol.dispose]() {
        for (const address of added) machine.removeBreakpoint(address);
      },
    };
  }
}

/** The records of a batch whose accesses touch one of the ranges. */
function* touching(batch: TraceBatch, ranges: AddressRanges): Generator<TraceRecord> {
  const { view, length } = batch;
  for (let index = 0; index < length; index++) {
    const at = index * TRACE.size;
    const size = view.getUint8(at + TRACE.bytes);
    if (size === 0) continue;
    const low = view.getUint32(at + TRACE.address, true);
    if (ranges.touch(view.getUint32(at + TRACE.address + 4, true), low, size)) {
      yield batch.at(index);
    }
  }
}

/** Whether a movement ended at a stop, not because the process stopped. */
export function isHit(end: Hit | Outcome): end is Hit {
  return "instruction" in end;
}

const always = () => true;
