// SPDX-License-Identifier: MPL-2.0
// How instructions access memory, as far as code around their semantics must know.

import type { Instruction } from "../../isa/encoding.ts";

/** The size in bytes and the directions of an access. */
export interface AccessKind {
  readonly size: 1 | 2 | 4 | 8;
  readonly load: boolean;
  readonly store: boolean;
}

/** What the loads and stores are, by mnemonic. */
const ACCESSES: ReadonlyMap<string, AccessKind> = new Map([
  ["lb", { size: 1, load: true, store: false }],
  ["lbu", { size: 1, load: true, store: false }],
  ["lh", { size: 2, load: true, store: false }],
  ["lhu", { size: 2, load: true, store: false }],
  ["lw", { size: 4, load: true, store: false }],
  ["lwu", { size: 4, load: true, store: false }],
  ["ld", { size: 8, load: true, store: false }],
  ["sb", { size: 1, load: false, store: true }],
  ["sh", { size: 2, load: false, store: true }],
  ["sw", { size: 4, load: false, store: true }],
  ["sd", { size: 8, load: false, store: true }],
  ["flw", { size: 4, load: true, store: false }],
  ["fld", { size: 8, load: true, store: false }],
  ["fsw", { size: 4, load: false, store: true }],
  ["fsd", { size: 8, load: false, store: true }],
]);

/** How an instruction accesses memory, if it does. */
export function accessOf({ mnemonic, encoding }: Instruction): AccessKind | undefined {
  if (encoding.row.extension !== "A") return ACCESSES.get(mnemonic);
  const size = mnemonic.endsWith(".d") ? 8 : 4;
  return { size, load: true, store: !mnemonic.startsWith("lr.") };
}
