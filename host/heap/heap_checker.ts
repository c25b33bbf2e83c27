// SPDX-License-Identifier: MPL-2.0
// Checks the heap of Hare's allocator before every call of it, and at the end: free lists, headers, footers,
// poison, and the allocator's own count. Takes a process that has that allocator; reports the first state
// that the allocator would never leave. What the program stored between two calls is found at the second one.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { AddressRange } from "../symbols/address_ranges.ts";
import { readWord } from "../symbols/readable_memory.ts";
import { hex } from "../text/hex.ts";
import type { HeapEntry } from "../watch/heap_probes.ts";
import type { Observable } from "../watch/observer.ts";
import { inspectHeap } from "./inspector.ts";
import { headerOffset, type HeapProblem, type HeapView } from "./view.ts";

/** A heap that is corrupted. */
export interface HeapCorruption {
  /** What is wrong; never empty. */
  readonly problems: readonly HeapProblem[];
  /** How many instructions had retired when it was found. */
  readonly instruction: number;
  /** The call before which it was found; undefined at the end of the program. */
  readonly before: HeapEntry | undefined;
}

/** What is checked. */
export interface CheckedProcess extends Observable {
  /** The machine that it runs on. */
  readonly machine: Machine;
}

/** Watches the heap of one process until it is corrupted. */
export class HeapChecker {
  readonly #process: CheckedProcess;
  readonly #program: Program;
  readonly #segments: () => readonly AddressRange[];
  readonly #observer: Disposable;
  #corruption: HeapCorruption | undefined;
  #checks = 0;
  /** Whether a call did not return: the allocator may have left the heap as it was halfway. */
  #isCutShort = false;

  /** Starts watching; `segments` are the mappings that the allocator has made and still has. */
  constructor(process: CheckedProcess, program: Program, segments: () => readonly AddressRange[]) {
    this.#process = process;
    this.#program = program;
    this.#segments = segments;
    this.#observer = process.observe({
      onHeapEntry: (entry) => {
        if (entry.depth === 0) this.#check(entry);
      },
      onHeap: ({ returned }) => {
        if (!returned) this.#isCutShort = true;
      },
    });
  }

  /** The corruption that was found first; undefined so far. */
  get corruption(): HeapCorruption | undefined {
    return this.#corruption;
  }

  /** How often the heap was checked. */
  get checks(): number {
    return this.#checks;
  }

  /** Checks the heap for the last time, unless a call of the allocator did not return. */
  finish(): void {
    if (!this.#isCutShort) this.#check(undefined);
    this.#observer[Symbol.dispose]();
  }

  #check(before: HeapEntry | undefined): void {
    if (this.#corruption !== undefined) return;
    const { machine } = this.#process;
    const view = inspectHeap(machine.memory, this.#program, this.#segments());
    if (view === undefined) return;
    this.#checks++;
    const problems = [...view.problems, ...this.#newestFooter(view)];
    if (problems.length === 0) return;
    this.#corruption = { problems, instruction: machine.instructions, before };
  }

  /** The footer of the block that was carved last: the next one will write its header there. */
  #newestFooter({ chunks, layout }: HeapView): HeapProblem[] {
    const chunk = chunks.find(({ current }) => current);
    const block = chunk?.blocks.at(-1);
    const size = chunk?.sizes.at(-1);
    if (chunk === undefined || block === undefined || size === undefined) return [];
    const payload = headerOffset(block) + Number(layout.meta);
    if (payload + size !== chunk.carved) return [];
    const address = chunk.address + BigInt(chunk.carved);
    const footer = readWord(this.#process.machine.memory, address);
    if (footer === undefined || footer === BigInt(size)) return [];
    const at = hex(chunk.address + BigInt(payload));
    return [{
      address,
      message: `the footer of the newest block, at ${at}, of ${size} bytes holds ${hex(footer)}: ` +
        `written past its end?`,
    }];
  }
}
