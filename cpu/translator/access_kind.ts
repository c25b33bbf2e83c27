// SPDX-License-Identifier: MPL-2.0
// How instructions access memory, as far as code around their semantics must know.

import type { Instruction } from "../encoding.ts";

/** The size in bytes and the direction of a load or store. */
export interface AccessKind {
  readonly size: 1 | 2 | 4 | 8;
  readonly store: boolean;
}

/** What the loads and stores are, by mnemonic. */
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
  ["flw", { size: 4, store: false }],
  ["fld", { size: 8, store: false }],
  ["fsw", { size: 4, store: true }],
  ["fsd", { size: 8, store: true }],
]);

/** How an instruction accesses memory, if it does. */
export function accessOf({ mnemonic }: Instruction): AccessKind | undefined {
  return ACCESSES.get(mnemonic);
}
