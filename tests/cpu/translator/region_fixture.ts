// SPDX-License-Identifier: MPL-2.0
// Regions for tests of the translator's parts, made from a list of instructions at address 0x1000. A control
// transfer names the position of its target in the list.

import { decode, type FieldValues } from "../../../cpu/isa/encoding.ts";
import type { Mnemonic } from "../../../cpu/isa/table.ts";
import { type Fetch, findRegion, type Region } from "../../../cpu/translator/regions/region.ts";
import { ins } from "../harness.ts";
import type { Random } from "../values.ts";

/** The address of the first instruction. */
export const START = 0x1000;

/** An instruction; `to` is the position of its target. `undefined` cannot be fetched. */
export type Line =
  | readonly [mnemonic: Mnemonic, values?: FieldValues & { readonly to?: number }]
  | "illegal"
  | undefined;

/** The address of a position. */
export const at = (position: number): number => START + 4 * position;
/** The position of an address. */
export const positionOf = (address: number): number => (address - START) / 4;

/** A fetcher for the instructions of a list. */
export function fetcher(lines: readonly Line[]): Fetch {
  return (address) => {
    const line = lines[positionOf(address)];
    if (line === undefined || line === "illegal") return line;
    const [mnemonic, { to, ...values } = {}] = line;
    const imm = to === undefined ? {} : { imm: at(to) - address };
    return decode(ins(mnemonic, { ...values, ...imm }));
  };
}

/** The region of the first instruction, or of another one. */
export function regionOf(lines: readonly Line[], entry = 0): Region {
  return findRegion(at(entry), fetcher(lines));
}

/** Blocks that branch to two others each, or end: `[[1, 2], [2], []]` by their numbers. */
export function regionOfGraph(successors: readonly (readonly number[])[]): Region {
  const lines: Line[] = [];
  for (const [first, second] of successors) {
    // Two lines for each block, whatever it does.
    if (first === undefined) lines.push(["addi"], ["jalr", { rs1: 1 }]);
    else if (second === undefined) lines.push(["addi"], ["jal", { to: 2 * first }]);
    else lines.push(["beq", { rs1: 5, to: 2 * first }], ["jal", { to: 2 * second }]);
  }
  return regionOf(lines);
}

/** The successors of random blocks, mostly two for each: see {@link regionOfGraph}. */
export function randomGraph(random: Random): readonly (readonly number[])[] {
  const count = random.between(1, 14);
  return Array.from({ length: count }, () => {
    const targets = random.oneIn(8) ? 0 : random.oneIn(4) ? 1 : 2;
    return [...new Set(Array.from({ length: targets }, () => random.below(count)))];
  });
}
