// SPDX-License-Identifier: MPL-2.0
// The control and status registers that an unprivileged program may name (manual, "Control and
// Status Registers", allocation of unprivileged addresses). The machine has the three counters;
// reading another, or writing any, is an illegal instruction.

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
