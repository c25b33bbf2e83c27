// SPDX-License-Identifier: MPL-2.0
// System calls and signals as JSON. Their text, the line of `qemu-riscv64 -strace`, is an event's `text()`:
// kernel.ts makes it from the row of the call, with kernel/strace/.

import type { SignalEvent, SyscallEvent } from "../kernel/calls/syscall.ts";
import { hex } from "../text/hex.ts";

/** A system call in JSON: the arguments as hexadecimal strings, the result as a decimal string. */
export function syscallJson(event: SyscallEvent): string {
  return JSON.stringify({
    event: "syscall",
    call: event.name,
    callNumber: event.number,
    args: event.args.map(hex),
    result: event.result?.toString(),
    error: event.errorName,
    text: event.text(),
    pc: hex(event.pc),
    number: event.instruction,
  });
}

/** A signal in JSON. */
export function signalJson(event: SignalEvent): string {
  return JSON.stringify({
    event: "signal",
    signal: event.name,
    text: event.text(),
    pc: hex(event.pc),
    number: event.instruction,
  });
}
