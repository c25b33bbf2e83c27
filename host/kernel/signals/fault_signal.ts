// SPDX-License-Identifier: MPL-2.0
// The signal that Linux sends for a trap, with its siginfo (arch/riscv/kernel/traps.c, arch/riscv/mm/fault.c;
// codes of asm-generic/siginfo.h).

import type { Memory } from "../../../cpu/memory/memory.ts";
import type { Cause, Trap } from "../../../cpu/memory/trap.ts";
import { SIGNAL } from "../abi/signals.ts";
import type { SignalInfo } from "./signal_info.ts";

const SEGV_MAPERR = 1;
const SEGV_ACCERR = 2;
const ILL_ILLOPC = 1;
const TRAP_BRKPT = 1;
const BUS_ADRALN = 1;

type Rule = (trap: Trap, memory: Memory) => SignalInfo;

const fault = (number: number, code: number, address: bigint): SignalInfo => ({
  number,
  code,
  fields: { kind: "fault", address },
});

const accessFault: Rule = ({ address }, memory) =>
  fault(SIGNAL.SIGSEGV, memory.isMapped(address, 1) ? SEGV_ACCERR : SEGV_MAPERR, address);

const misaligned: Rule = ({ address }) => fault(SIGNAL.SIGBUS, BUS_ADRALN, address);

const RULES: Readonly<Record<Cause, Rule>> = {
  "illegal-instruction": ({ pc }) => fault(SIGNAL.SIGILL, ILL_ILLOPC, pc),
  "breakpoint": ({ pc }) => fault(SIGNAL.SIGTRAP, TRAP_BRKPT, pc),
  "environment-call": ({ pc }) => fault(SIGNAL.SIGSYS, 0, pc),
  "instruction-page-fault": accessFault,
  "load-address-misaligned": misaligned,
  "store-address-misaligned": misaligned,
  "load-page-fault": accessFault,
  "store-page-fault": accessFault,
};

/** The signal for a trap. */
export function faultSignal(trap: Trap, memory: Memory): SignalInfo {
  return RULES[trap.cause](trap, memory);
}
