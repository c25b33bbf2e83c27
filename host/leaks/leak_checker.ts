// SPDX-License-Identifier: MPL-2.0
// The leak checker: watches the heap calls of a process, and says at any moment which blocks the program has
// lost, and which calls allocated them. Works with every allocator whose calls are heap events.

import type { Image } from "../../cpu/memory/image.ts";
import type { Process } from "../process.ts";
import { CallStacks } from "../symbols/call_stacks.ts";
import { hasNames } from "../symbols/locations.ts";
import type { AllocatorFunction } from "../watch/allocator_functions.ts";
import { AllocationFrames } from "./allocation_frames.ts";
import { AllocatorState } from "./allocator_state.ts";
import { type ClassifiedBlock, type LeakKind, searchLeaks } from "./leak_search.ts";
import { type Amount, LEAK_KINDS, type LeakRecord, type LeakReport } from "./leak_report.ts";
import { LiveBlocks } from "./live_blocks.ts";
import { findRoots } from "./roots.ts";

/** How to check. */
export interface LeakCheckerOptions {
  /** How many frames of a call stack tell it from others and are shown. Default: 12. */
  readonly maxFrames?: number;
}

const MAX_FRAMES = 12;
/** Addresses of blocks that a record keeps. */
const MAX_ADDRESSES = 8;

/**
 * Functions of C libraries that allocate once, for the library itself: buffers of streams, the dynamic linker's
 * paths, the memory that exceptions fall back on.
 */
const LIBRARY = /^(?:_IO_\w*doallocate|_dl_\w+|__gconv\w*|_nl_\w+|_GLOBAL__sub_I_eh_alloc\.cc)/;
/** How far from the allocator these are. */
const LIBRARY_FRAMES = 3;

/**
 * Watches a process from its creation on.
 *
 * @example What a program has lost
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { LeakChecker } from "@leveret/leveret/report";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl main
 *   main: addi sp, sp, -16
 *         sd   ra, 8(sp)
 *         li   a0, 24
 *         call malloc
 *         li   a0, 0
 *         ld   ra, 8(sp)
 *         addi sp, sp, 16
 *         ret
 * `;
 * const program = build([{ name: "lost.s", text }], { archive: runtimeFiles });
 * using process = new Process(program);
 * using checker = new LeakChecker(process);
 * process.run();
 * const { records } = checker.check();
 * assertEquals(records.map(({ kind, bytes, frames }) => [kind, bytes, frames[1]?.location?.line]), [
 *   ["definitely lost", 24, 6],
 * ]);
 * ```
 */
export class LeakChecker {
  readonly #process: Process;
  readonly #stacks: CallStacks;
  readonly #blocks: LiveBlocks;
  readonly #frames: AllocationFrames;
  readonly #observer: Disposable;
  #state:
    | { readonly functions: readonly AllocatorFunction[]; readonly state: AllocatorState }
    | undefined;

  /** Starts watching. Blocks that were allocated before are not known. */
  constructor(process: Process, { maxFrames = MAX_FRAMES }: LeakCheckerOptions = {}) {
    const { machine, program } = process;
    this.#process = process;
    this.#stacks = new CallStacks(machine, program, maxFrames);
    this.#blocks = new LiveBlocks(this.#stacks);
    this.#frames = new AllocationFrames(this.#stacks, this.#blocks, program);
    this.#observer = process.observe(this.#blocks.observer);
  }

  /** Ends watching; `check` still works. */
  [Symbol.dispose](): void {
    this.#observer[Symbol.dispose]();
  }

  /** Searches the memory for pointers to the blocks that are in use now. The process must not run. */
  check(): LeakReport {
    const { machine, program: image } = this.#process;
    const state = () => this.#stateOf(image);
    const roots = findRoots({ machine, image, blocks: this.#blocks, state });
    const blocks = searchLeaks(this.#blocks.blocks, machine.memory, roots);
    const records = this.#recordsOf(blocks);
    return {
      instruction: machine.instructions,
      inUse: sum(blocks.map(({ size }) => ({ blocks: 1, bytes: size }))),
      totals: this.#blocks.totals,
      records,
      summary: summarise(records),
    };
  }

  /** The allocators' variables; of a dynamically linked program, in the libraries that it has loaded so far. */
  #stateOf(image: Image): AllocatorState {
    const { machine, allocatorFunctions: functions } = this.#process;
    const known = this.#state;
    if (known?.functions === functions) return known.state;
    const names = hasNames(image) ? image : undefined;
    const state = new AllocatorState(names, machine.memory, functions);
    this.#state = { functions, state };
    return state;
  }

  #recordsOf(blocks: readonly ClassifiedBlock[]): LeakRecord[] {
    const groups = new Map<string, ClassifiedBlock[]>();
    for (const block of blocks) {
      const key = `${block.kind} ${block.stack}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [block]);
      else group.push(block);
    }
    const records = [...groups.values()].map((group) => this.#recordOf(group));
    const total = ({ bytes, indirectBytes }: LeakRecord) => bytes + indirectBytes;
    const rank = (kind: LeakKind) => LEAK_KINDS.indexOf(kind);
    return records.sort((a, b) => total(a) - total(b) || rank(a.kind) - rank(b.kind));
  }

  #recordOf(group: readonly ClassifiedBlock[]): LeakRecord {
    const [{ kind, stack } = { kind: "still reachable" as const, stack: 0 }] = group;
    const frames = this.#frames.of(stack);
    const add = (value: (block: ClassifiedBlock) => number) =>
      group.reduce((total, block) => total + value(block), 0);
    return {
      kind,
      blocks: group.length,
      bytes: add(({ size }) => size),
      indirectBytes: add(({ indirectBytes }) => indirectBytes),
      indirectBlocks: add(({ indirectBlocks }) => indirectBlocks),
      addresses: group.slice(0, MAX_ADDRESSES).map(({ address }) => BigInt(address)),
      frames,
      isSuppressed: kind === "still reachable" &&
        frames.slice(1, 1 + LIBRARY_FRAMES).some(({ function: name }) => LIBRARY.test(name ?? "")),
    };
  }
}

function sum(amounts: readonly Amount[]): Amount {
  return {
    blocks: amounts.reduce((total, { blocks }) => total + blocks, 0),
    bytes: amounts.reduce((total, { bytes }) => total + bytes, 0),
  };
}

function summarise(records: readonly LeakRecord[]): LeakReport["summary"] {
  const of = (kind: LeakKind) =>
    sum(records.filter((record) => record.kind === kind && !record.isSuppressed));
  return {
    "definitely lost": of("definitely lost"),
    "indirectly lost": of("indirectly lost"),
    "possibly lost": of("possibly lost"),
    "still reachable": of("still reachable"),
    suppressed: sum(records.filter(({ isSuppressed }) => isSuppressed)),
  };
}
