// SPDX-License-Identifier: MPL-2.0
// Records what a process does with its heap: every block of any allocator whose calls are heap events, with the
// calls that allocated it. Takes a process before it runs; says at any moment what has happened so far.

import { AllocationFrames } from "../leaks/allocation_frames.ts";
import { type LiveBlock, LiveBlocks } from "../leaks/live_blocks.ts";
import type { Process } from "../process.ts";
import { CallStacks } from "../symbols/call_stacks.ts";
import { BlockAccesses } from "./block_accesses.ts";
import type { AllocationSite, HeapUse } from "./heap_use.ts";
import { HeapSamples } from "./samples.ts";
import { type SiteCounts, Sites } from "./sites.ts";

/** How to record. */
export interface HeapRecorderOptions {
  /** How many frames of a call stack tell it from others. Default: 16. */
  readonly maxFrames?: number;
  /** Whether to count what the program reads from its blocks and writes to them, which is slow. */
  readonly accesses?: boolean;
}

/** A block in use. */
export interface OwnedBlock {
  /** Address of its first byte. */
  readonly address: number;
  /** The bytes that were asked for. */
  readonly size: number;
  /** The `id` of the {@link AllocationSite} that allocated it. */
  readonly site: number;
  /** How many instructions had retired when it was allocated. */
  readonly born: number;
}

const MAX_FRAMES = 16;
/** Moments for which the owners of the bytes in use are kept. */
const MAX_DETAILS = 20;

/** The owners of the bytes in use at one moment. */
interface Detail {
  readonly instruction: number;
  readonly blocks: number;
  readonly bytes: number;
  readonly owners: readonly (readonly [SiteCounts, number])[];
}

/**
 * Records from its construction on.
 *
 * @example Who had the bytes when the heap was largest?
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { HeapRecorder } from "@leveret/leveret/heap";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl main
 *   main: addi sp, sp, -16
 *         sd   ra, 8(sp)
 *         li   a0, 24
 *         call malloc
 *         call free
 *         li   a0, 100
 *         call malloc
 *         li   a0, 0
 *         ld   ra, 8(sp)
 *         addi sp, sp, 16
 *         ret
 * `;
 * const program = build([{ name: "peak.s", text }], { archive: runtimeFiles });
 * using process = new Process(program);
 * using recorder = new HeapRecorder(process);
 * process.run();
 * const { peak, totals, sites: [owner] } = recorder.use();
 * assertEquals([peak.bytes, peak.blocks, totals.bytes], [100, 1, 124]);
 * assertEquals(owner?.frames[1]?.location?.line, 9);
 * ```
 */
export class HeapRecorder {
  readonly #process: Process;
  readonly #stacks: CallStacks;
  readonly #blocks: LiveBlocks;
  readonly #frames: AllocationFrames;
  readonly #sites = new Sites();
  readonly #samples = new HeapSamples();
  readonly #accesses: BlockAccesses | undefined;
  readonly #observer: Disposable;
  #details: Detail[] = [];
  #detailInterval = 1;
  #nextDetail = 0;

  /** Starts to record. Blocks that were allocated before are not known. */
  constructor(process: Process, options: HeapRecorderOptions = {}) {
    const { maxFrames = MAX_FRAMES, accesses = false } = options;
    const { machine, program } = process;
    this.#process = process;
    this.#stacks = new CallStacks(machine, program, maxFrames);
    this.#blocks = new LiveBlocks(this.#stacks, {
      allocated: (block) => this.#allocated(block),
      freed: (block) => this.#freed(block),
    });
    this.#frames = new AllocationFrames(this.#stacks, this.#blocks, program);
    const counted = accesses ? new BlockAccesses() : undefined;
    this.#accesses = counted;
    this.#observer = process.observe({
      ...this.#blocks.observer,
      ...(counted !== undefined && {
        accesses: "all",
        onRecords: (batch) => {
          if (!this.#blocks.isAllocating) counted.count(batch);
        },
      }),
    });
  }

  /** Ends recording; `use` still works. */
  [Symbol.dispose](): void {
    this.#observer[Symbol.dispose]();
  }

  /** The blocks in use, by rising address. */
  get blocks(): OwnedBlock[] {
    const blocks = Array.from(
      this.#sites.blocks,
      ({ address, size, born, site }) => ({ address, size, born, site: site.stack }),
    );
    return blocks.sort((a, b) => a.address - b.address);
  }

  /** What has happened so far. */
  use(): HeapUse {
    const { instructions } = this.#process.machine;
    const lifetimes = new Map<SiteCounts, number>();
    for (const { site, born } of this.#sites.blocks) {
      lifetimes.set(site, (lifetimes.get(site) ?? 0) + instructions - born);
    }
    const sites = new Map<SiteCounts, AllocationSite>();
    for (const counts of this.#sites.all) {
      const { stack, total, live, most, read, written } = counts;
      sites.set(counts, {
        id: stack,
        frames: this.#frames.of(stack),
        total: { ...total },
        live: { ...live },
        most: { ...most },
        atPeak: { ...this.#sites.atPeak(counts) },
        lifetimes: counts.lifetimes + (lifetimes.get(counts) ?? 0),
        read,
        written,
      });
    }
    const details = [...this.#details];
    const now = this.#detail();
    if (now.bytes > 0 && now.instruction !== details.at(-1)?.instruction) details.push(now);
    return {
      instruction: instructions,
      totals: this.#blocks.totals,
      live: { ...this.#sites.live },
      mappedBytes: this.#mappedBytes,
      peak: { ...this.#sites.peak },
      sites: [...sites.values()].sort((a, b) =>
        b.atPeak.bytes - a.atPeak.bytes || b.total.bytes - a.total.bytes
      ),
      samples: [...this.#samples.all],
      details: details.map(({ instruction, blocks, bytes, owners }) => ({
        instruction,
        live: { blocks, bytes },
        owners: owners.flatMap(([counts, owned]) => {
          const site = sites.get(counts);
          return site === undefined ? [] : [{ site, bytes: owned }];
        }),
      })),
      hasAccesses: this.#accesses !== undefined,
    };
  }

  get #mappedBytes(): number {
    return this.#blocks.mappings.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  #allocated(block: LiveBlock): void {
    const added = this.#sites.add(block, this.#process.machine.instructions);
    this.#accesses?.add(added);
    this.#sample();
  }

  #freed({ address }: LiveBlock): void {
    const removed = this.#sites.remove(address, this.#process.machine.instructions);
    if (removed !== undefined) this.#accesses?.remove(removed);
    this.#sample();
  }

  #sample(): void {
    const { instructions: instruction } = this.#process.machine;
    const { blocks, bytes } = this.#sites.live;
    this.#samples.add({ instruction, blocks, bytes, mappedBytes: this.#mappedBytes });
    if (instruction < this.#nextDetail || bytes === 0) return;
    this.#details.push(this.#detail());
    if (this.#details.length > MAX_DETAILS) {
      this.#details = this.#details.filter((_, index) => index % 2 === 0);
      this.#detailInterval *= 2;
    }
    this.#nextDetail = instruction + this.#detailInterval;
  }

  #detail(): Detail {
    const owners: (readonly [SiteCounts, number])[] = [];
    for (const site of this.#sites.all) {
      if (site.live.bytes > 0) owners.push([site, site.live.bytes]);
    }
    return {
      instruction: this.#process.machine.instructions,
      ...this.#sites.live,
      owners,
    };
  }
}
