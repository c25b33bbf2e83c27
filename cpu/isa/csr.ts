// SPDX-License-Identifier: MPL-2.0
// The control and status registers that an unprivileged program may name (manual, "Control and
// Status Registers", allocation of unprivileged addresses). The machine has the floating-point ones
// and the three counters; reading another, or writing a counter, is an illegal instruction.

/** The control and status registers of the machine, by name. */
export const CSR = {
  fflags: 0x001,
  frm: 0x002,
  fcsr: 0x003,
  cycle: 0xc00,
  time: 0xc01,
  instret: 0xc02,
} as const;

/** CSR numbers by name. */
export const CSR_NUMBERS: Readonly<Record<string, number>> = CSR;

/** fflags, frm and fcsr, of which the first two are fields of the third. */
export const FLOAT_CSRS: ReadonlySet<number> = new Set([CSR.fflags, CSR.frm, CSR.fcsr]);

/** The counters the machine has: each reads as the number of instructions retired so far. */
export const COUNTER_CSRS: ReadonlySet<number> = new Set([CSR.cycle, CSR.time, CSR.instret]);
