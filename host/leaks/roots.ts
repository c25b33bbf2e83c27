// SPDX-License-Identifier: MPL-2.0
// Where a program's pointers are at one moment: its registers, its stack from sp on, and all other memory that it
// can write, without what belongs to its allocators. Takes a process that has stopped. In a program that
// is exiting, what the functions that end it left on the stack and in registers does not count.

import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import type { Program } from "../../asm/object/program.ts";
import { sectionAt } from "../../asm/object/symbol_index.ts";
import type { Image } from "../../cpu/memory/image.ts";
import type { StackMachine } from "../symbols/call_stacks.ts";
import { FrameShapes } from "../symbols/frame_shapes.ts";
import { CodeLocations, hasNames, isRuntime, withoutOffset } from "../symbols/locations.ts";
import type { FrameRegisters } from "../symbols/unwinder.ts";
import type { AllocatorState } from "./allocator_state.ts";
import type { LiveBlocks, NumberRange } from "./live_blocks.ts";
import type { Roots } from "./leak_search.ts";

/** What roots depend on. */
export interface RootSource {
  readonly machine: StackMachine;
  readonly image: Image | Program;
  readonly blocks: LiveBlocks;
  /** The variables of the allocators, which take long to find. */
  readonly state: () => AllocatorState;
}

/** Functions that end a program. */
const ENDING = /^(?:rt\.)?(?:_*exit|_Exit|quick_exit|exit_group|__run_exit_handlers|abort)$/;
/** The registers that functions preserve: sp, gp, tp, s0 to s11. */
const PRESERVED: ReadonlySet<number> = new Set([
  2,
  3,
  4,
  8,
  9,
  ...Array(10).keys().map((n) => 18 + n),
]);
const MAX_FRAMES = 64;
/** A header is before the first block of a pool. */
const BEFORE_POOL = 16;

/** Finds the roots. */
export function findRoots({ machine, image, blocks, state }: RootSource): Roots {
  const names = hasNames(image) ? image : undefined;
  const { registers, isWhole } = liveRegisters(machine, image);
  const sp = Number(registers[REGISTER.sp] ?? 0n);
  const isIn = (mapping: Mapping, address: number) =>
    Number(mapping.start) <= address && address < Number(mapping.end);
  const ranges = machine.memory.mappings()
    // What is read-only now may have been written before, as addresses that a linker fills in.
    .filter(({ permissions }) => permissions.read && (permissions.write || !permissions.execute))
    .map((mapping): NumberRange => ({
      start: isIn(mapping, sp) ? sp : Number(mapping.start),
      end: Number(mapping.end),
    }));
  const excluded = [...blocks.mappings, ...pools(blocks, names, ranges)];
  return {
    ranges: without(ranges, excluded),
    values: registers.flatMap((value, number) =>
      value === undefined || number === 0 || !(isWhole || PRESERVED.has(number))
        ? []
        : [Number(value)]
    ),
    isExcluded(address) {
      const section = names && sectionAt(names.sections, BigInt(address));
      return section !== undefined && state().has(address);
    },
  };
}

/**
 * The registers that the program still uses: those of its innermost function that is not about to end it.
 * They are not whole if functions have been left.
 */
function liveRegisters(
  machine: StackMachine,
  image: Image | Program,
): { readonly registers: FrameRegisters; readonly isWhole: boolean } {
  const whole = { registers: machine.registers.toArray(), isWhole: true };
  if (!hasNames(image)) return whole;
  const { unwinder } = new FrameShapes(machine.memory, image);
  const locations = new CodeLocations(image);
  let live: FrameRegisters | undefined;
  let isEnding = false;
  let frames = 0;
  for (const frame of unwinder.walk(whole.registers, machine.pc)) {
    if (frame.origin === "scan" || frames++ === MAX_FRAMES) break;
    if (isEnding && frame.registers?.[REGISTER.sp] !== undefined) live = frame.registers;
    const location = locations.at(frame.origin === "pc" ? frame.address : frame.address - 1n);
    const name = withoutOffset(location.symbol ?? "");
    // The runtime's own start ends the program when main has returned.
    isEnding = ENDING.test(name) ||
      (frame.origin === "pc" && name === "_start" && isRuntime(location));
    if (isEnding && frame.origin === "pc") live = whole.registers;
  }
  return live === undefined ? whole : { registers: live, isWhole: false };
}

/**
 * The memory that blocks are taken from, where it is not a mapping of the allocator's own: an object of the
 * program, or the part of a range that blocks have ever been in.
 */
function pools(
  blocks: LiveBlocks,
  names: Program | undefined,
  ranges: readonly NumberRange[],
): NumberRange[] {
  const found: NumberRange[] = [];
  let last: { start: number; end: number; within: NumberRange } | undefined;
  for (const { start, end } of blocks.extents) {
    const within = objectAt(names, start) ??
      ranges.find((range) => range.start <= start && start < range.end);
    if (within === undefined) continue;
    if (last?.within.start === within.start) last.end = Math.max(last.end, end);
    else {
      last = { start: start - BEFORE_POOL, end, within };
      found.push(last);
    }
  }
  // All of an object with a size is the pool: what is not handed out yet belongs to it, too.
  return found.map((pool) => {
    const object = objectAt(names, pool.start + BEFORE_POOL);
    return object === undefined
      ? pool
      : { start: object.start, end: Math.max(object.end, pool.end) };
  });
}

function objectAt(names: Program | undefined, address: number): NumberRange | undefined {
  const symbol = names?.symbolAt(BigInt(address));
  if (symbol?.kind !== "object" || symbol.size === 0) return undefined;
  const start = Number(symbol.value);
  return address < start + symbol.size ? { start, end: start + symbol.size } : undefined;
}

/** Ranges without the parts that are in others. */
function without(
  ranges: readonly NumberRange[],
  excluded: readonly NumberRange[],
): NumberRange[] {
  const sorted = excluded.toSorted((a, b) => a.start - b.start);
  return ranges.flatMap(({ start, end }) => {
    const parts: NumberRange[] = [];
    let from = start;
    for (const gap of sorted) {
      if (gap.end <= from) continue;
      if (gap.start >= end) break;
      if (gap.start > from) parts.push({ start: from, end: gap.start });
      from = gap.end;
    }
    if (from < end) parts.push({ start: from, end });
    return parts;
  });
}
