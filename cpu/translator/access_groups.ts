// SPDX-License-Identifier: MPL-2.0
// Finds the memory accesses of a block that one check can answer for: those with the same, unchanged
// base register, such as the stores of a prologue or the fields of a record. The check says whether
// all of the bytes lie in one page that may be accessed, at aligned addresses. Nothing can change
// that before the block ends: permissions change only on the outside.

import type { Instruction } from "../encoding.ts";
import { writes } from "./register_flow.ts";

/** The size in bytes and the direction of a load or store. */
export interface AccessKind {
  readonly size: 1 | 2 | 4 | 8;
  readonly store: boolean;
}

/** Accesses that share a check. */
export interface AccessGroup {
  /** Positions in the block, rising; the check belongs before the first. */
  readonly members: readonly number[];
  readonly base: number;
  /** The lowest offset from the base, and one more than the highest. */
  readonly low: number;
  readonly high: number;
  /** The largest size accessed: the base must be a multiple of it. */
  readonly alignment: number;
  readonly loads: boolean;
  readonly stores: boolean;
}

/** What the loads and stores of the base set are, by mnemonic. */
const ACCESSES: ReadonlyMap<string, AccessKind> = new Map([
  ["lb", { size: 1, store: false }],
  ["lbu", { size: 1, store: false }],
  ["lh", { size: 2, store: false }],
  ["lhu", { size: 2, store: false }],
  ["lw", { size: 4, store: false }],
  ["lwu", { size: 4, store: false }],
  ["ld", { size: 8, store: false }],
  ["sb", { size: 1, store: true }],
  ["sh", { size: 2, store: true }],
  ["sw", { size: 4, store: true }],
  ["sd", { size: 8, store: true }],
]);

/** How an instruction accesses memory, if it does. */
export function accessOf({ mnemonic }: Instruction): AccessKind | undefined {
  return ACCESSES.get(mnemonic);
}

/** The fewest accesses for which a shared check is less work than one for each. */
const WORTH_SHARING = 3;

/** Offsets further apart rarely lie in one page. */
const WIDEST = 1024;

/** The groups of a block's instructions; accesses that are in none check for themselves. */
export function accessGroups(instructions: readonly Instruction[]): AccessGroup[] {
  const open = new Map<number, { index: number; offset: number; kind: AccessKind }[]>();
  const groups: AccessGroup[] = [];
  const close = (base: number) => {
    const accesses = open.get(base) ?? [];
    open.delete(base);
    if (accesses.length < WORTH_SHARING) return;
    groups.push({
      members: accesses.map(({ index }) => index),
      base,
      low: Math.min(...accesses.map(({ offset }) => offset)),
      high: Math.max(...accesses.map(({ offset, kind }) => offset + kind.size)),
      alignment: Math.max(...accesses.map(({ kind }) => kind.size)),
      loads: accesses.some(({ kind }) => !kind.store),
      stores: accesses.some(({ kind }) => kind.store),
    });
  };
  for (const [index, instruction] of instructions.entries()) {
    const kind = accessOf(instruction);
    const { rs1: base, imm: offset } = instruction;
    if (kind !== undefined && base !== 0 && offset % kind.size === 0) {
      const accesses = open.get(base) ?? [];
      const apart = accesses.some((other) => Math.abs(other.offset - offset) > WIDEST);
      if (apart) close(base);
      open.set(base, [...open.get(base) ?? [], { index, offset, kind }]);
    }
    const written = writes(instruction);
    for (const register of [...open.keys()]) {
      if ((written >>> register) & 1) close(register);
    }
  }
  for (const base of [...open.keys()]) close(base);
  return groups;
}
