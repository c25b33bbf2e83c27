// SPDX-License-Identifier: MPL-2.0
// The control and status registers of the machine: the unprivileged floating-point ones and the three
// counters (manual, "Control and Status Registers"). Any other CSR, and writing a counter, is an
// illegal instruction.

/** The control and status registers of the machine, by name. */
export const CSR = {
  fflags: 0x001,
  frm: 0x002,
  fcsr: 0x003,
  cycle: 0xc00,
  time: 0xc01,
  instret: 0xc02,
} as const;

/** The floating-point CSRs; fflags and frm are fields of fcsr. */
export const FLOAT_CSRS: ReadonlySet<number> = new Set([CSR.fflags, CSR.frm, CSR.fcsr]);

/** The counters. Each reads as the number of instructions retired so far. */
export const COUNTER_CSRS: ReadonlySet<number> = new Set([CSR.cycle, CSR.time, CSR.instret]);
