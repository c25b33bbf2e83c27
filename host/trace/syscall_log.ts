// SPDX-License-Identifier: MPL-2.0
// The system call log: the line that `qemu-riscv64 -strace` prints, which the kernel makes from the call's
// row, and its JSON form.

import type { SignalEvent, SyscallEvent } from "../kernel/calls/syscall.ts";
import { hex } from "../text/hex.ts";

/** The JSON form of a system call: arguments as hexadecimal strings, the result in decimal. */
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

/** The JSON form of a signal. */
export function signalJson(event: SignalEvent): string {
  return JSON.stringify({
    event: "signal",
    signal: event.name,
    text: event.text(),
    pc: hex(event.pc),
    number: event.instruction,
  });
}
