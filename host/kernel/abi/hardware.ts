// SPDX-License-Identifier: MPL-2.0
// The extensions of the processor, in the two forms in which Linux reports them: the bits of AT_HWCAP, one
// for each single-letter extension, and the bits of riscv_hwprobe (asm/hwcap.h, asm/hwprobe.h). The instruction
// table says which extensions there are; a new one that riscv_hwprobe knows needs its bit in HWPROBE_BITS.

import { PRIVILEGED_ROWS } from "../../../cpu/isa/privileged.ts";
import { type InstructionRow, INSTRUCTIONS } from "../../../cpu/isa/table.ts";
import { COMPRESSED_ROWS } from "../../../cpu/isa/compressed.ts";

const PRIVILEGED: ReadonlySet<InstructionRow> = new Set(PRIVILEGED_ROWS);
/** Extensions whose instructions are fences and `ori`, which they have no rows for. */
const HINTS = ["Zicbop", "Zihintpause"];
const EXTENSIONS: ReadonlySet<string> = new Set(
  [...INSTRUCTIONS, ...COMPRESSED_ROWS]
    .filter((row) => !PRIVILEGED.has(row))
    .flatMap((row: InstructionRow): string[] => [row.extension, row.also ?? row.extension])
    .concat(HINTS),
);

/** AT_HWCAP: bit 0 is A, bit 25 is Z. */
export const HARDWARE_CAPABILITIES: number = [...EXTENSIONS]
  .filter((name) => name.length === 1)
  .reduce((all, letter) => all | 1 << (letter.charCodeAt(0) - 65), 0);

/** The bits of RISCV_HWPROBE_KEY_IMA_EXT_0, and the extensions that each stands for. */
const HWPROBE_BITS: readonly (readonly [bit: number, names: readonly string[]])[] = [
  [0, ["F", "D"]],
  [1, ["C"]],
  [3, ["Zba"]],
  [4, ["Zbb"]],
  [5, ["Zbs"]],
  [6, ["Zicboz"]],
  [7, ["Zbc"]],
  [8, ["Zbkb"]],
  [9, ["Zbkc"]],
  [35, ["Zicond"]],
  [36, ["Zihintpause"]],
  [43, ["C"]],
  [44, ["Zcb"]],
  [45, ["C", "D"]],
  [55, ["Zicbom"]],
  // Zaamo and Zalrsc, which are the two halves of A.
  [56, ["A"]],
  [57, ["A"]],
  [60, ["Zicbop"]],
];

/** RISCV_HWPROBE_KEY_IMA_EXT_0. */
export const HWPROBE_EXTENSIONS: bigint = HWPROBE_BITS
  .filter(([, names]) => names.every((name) => EXTENSIONS.has(name)))
  .reduce((all, [bit]) => all | 1n << BigInt(bit), 0n);

/** RISCV_HWPROBE_KEY_BASE_BEHAVIOR: whether I, M and A behave as the manual says. */
export const HWPROBE_BASE_BEHAVIOR: bigint = ["I", "M", "A"].every((name) => EXTENSIONS.has(name))
  ? 1n
  : 0n;
