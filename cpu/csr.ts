// SPDX-License-Identifier: MPL-2.0
// The control and status registers that an unprivileged program may name (manual, "Control and
// Status Registers", allocation of unprivileged addresses). The machine has the three counters;
// reading another, or writing any, is an illegal instruction.

import type { Instruction } from "./encoding.ts";

/** CSR numbers by name. */
export const CSR_NUMBERS: Readonly<Record<string, number>> = {
  fflags: 0x001,
  frm: 0x002,
  fcsr: 0x003,
  cycle: 0xc00,
  time: 0xc01,
  instret: 0xc02,
};

/** The counters the machine has: each reads as the number of instructions retired so far. */
export const COUNTER_CSRS: ReadonlySet<number> = new Set([0xc00, 0xc01, 0xc02]);

/**
 * Whether the machine executes this instruction of Zicsr: one that names a counter and writes
 * nothing. csrrs and csrrc write nothing when their source is x0 or 0 (manual, "Zicsr").
 */
export function isCounterRead({ mnemonic, csr, rs1, uimm }: Instruction): boolean {
  if (!COUNTER_CSRS.has(csr)) return false;
  switch (mnemonic) {
    case "csrrs":
    case "csrrc":
      return rs1 === 0;
    case "csrrsi":
    case "csrrci":
      return uimm === 0;
    default:
      return false;
  }
}
