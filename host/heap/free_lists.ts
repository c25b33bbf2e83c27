// SPDX-License-Identifier: MPL-2.0
// Reads the free lists. A corrupted list may have cycles, wild pointers, or blocks that are in use. A walk
// ends at the first link that cannot be right, and reports it as a problem.

import { hex } from "../text/hex.ts";
import { type ReadableMemory, readBytes, readWord } from "../symbols/readable_memory.ts";
import type { HeapLayout } from "./layout.ts";
import type { HeapProblem } from "./view.ts";

/** The blocks on the free lists: the bin of each, by the address of its header. */
export type FreeBlocks = ReadonlyMap<bigint, number>;

/** Walks the list of every bin and adds problems to `problems`. */
export function readFreeLists(
  memory: ReadableMemory,
  layout: HeapLayout,
  problems: HeapProblem[],
): FreeBlocks {
  const found = new Map<bigint, number>();
  layout.binSizes.forEach((size, bin) => {
    const head = readWord(memory, layout.bins + layout.meta * BigInt(bin));
    if (head === undefined) {
      problems.push({
        address: layout.bins,
        message: "the heads of the free lists cannot be read",
      });
      return;
    }
    walk(memory, layout, { bin, size: Number(size), head }, found, problems);
  });
  return found;
}

function walk(
  memory: ReadableMemory,
  layout: HeapLayout,
  { bin, size, head }: { bin: number; size: number; head: bigint },
  found: Map<bigint, number>,
  problems: HeapProblem[],
): void {
  const list = `the free list of ${size}-byte blocks`;
  let from = `the head of ${list}`;
  for (let header = head; header !== 0n;) {
    const wrong = (what: string) => {
      problems.push({ address: header, message: `${from} points to ${hex(header)}, ${what}` });
    };
    if ((header + layout.meta) % 16n !== 0n) return wrong("where no header can be");
    const earlier = found.get(header);
    if (earlier === bin) return wrong("which is on that list already: it is a cycle");
    if (earlier !== undefined) return wrong("which is on the list of another size too");
    const word = readWord(memory, header);
    if (word === undefined) return wrong("which is not readable memory");
    if ((word & 1n) === 0n) return wrong(`a block that is not marked free: it holds ${hex(word)}`);
    found.set(header, bin);
    checkPoison(memory, layout, header + layout.meta, size, problems);
    from = `${list}, in the block at ${hex(header + layout.meta)},`;
    header = word - 1n;
  }
}

function checkPoison(
  memory: ReadableMemory,
  layout: HeapLayout,
  payload: bigint,
  size: number,
  problems: HeapProblem[],
): void {
  const bytes = readBytes(memory, payload, size);
  if (bytes === undefined) {
    problems.push({
      address: payload,
      message: `the free block at ${hex(payload)} cannot be read`,
    });
    return;
  }
  const at = bytes.findIndex((byte) => byte !== layout.poison);
  if (at < 0) return;
  problems.push({
    address: payload + BigInt(at),
    message: `the free block at ${hex(payload)} of ${size} bytes was written after it was freed: ` +
      `byte ${at} is ${hex(BigInt(bytes[at] ?? 0))}, not ${hex(BigInt(layout.poison))}`,
  });
}
