// SPDX-License-Identifier: MPL-2.0
// The signal that Linux sends for a trap, with what siginfo says about it (arch/riscv/kernel/traps.c and
// mm/fault.c; codes of asm-generic/siginfo.h).

import type { Memory } from "../../cpu/memory.ts";
import type { Cause, Trap } from "../../cpu/trap.ts";
import { SIGNAL, signalName } from "./signals.ts";

/** A signal caused by an instruction. */
export interface FaultSignal {
  /** Which one. */
  readonly number: number;
  /** si_code: what kind of fault it is. */
  readonly code: number;
  /** si_addr: the address accessed, or that of the instruction. */
  readonly address: bigint;
}

const SEGV_MAPERR = 1;
const SEGV_ACCERR = 2;
const ILL_ILLOPC = 1;
const TRAP_BRKPT = 1;

type Rule = (trap: Trap, memory: Memory) => FaultSignal;

const accessFault: Rule = ({ address }, memory) => ({
  number: SIGNAL.SIGSEGV,
  code: memory.isMapped(address, 1) ? SEGV_ACCERR : SEGV_MAPERR,
  address,
});

const RULES: Readonly<Record<Cause, Rule>> = {
  "illegal-instruction": ({ pc }) => ({ number: SIGNAL.SIGILL, code: ILL_ILLOPC, address: pc }),
  "breakpoint": ({ pc }) => ({ number: SIGNAL.SIGTRAP, code: TRAP_BRKPT, address: pc }),
  "environment-call": ({ pc }) => ({ number: SIGNAL.SIGSYS, code: 0, address: pc }),
  "instruction-page-fault": accessFault,
  "load-page-fault": accessFault,
  "store-page-fault": accessFault,
};

/** The signal for a trap. */
export function faultSignal(trap: Trap, memory: Memory): FaultSignal {
  return RULES[trap.cause](trap, memory);
}

/** The line that `qemu-riscv64 -strace` prints when the signal arrives. */
export function formatFault({ number, code, address }: FaultSignal): string {
  const name = signalName(number);
  const place = address === 0n ? "NULL" : `0x${address.toString(16).padStart(16, "0")}`;
  return `--- ${name} {si_signo=${name}, si_code=${code}, si_addr=${place}} ---`;
}
