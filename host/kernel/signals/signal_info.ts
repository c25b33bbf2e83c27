// SPDX-License-Identifier: MPL-2.0
// What a process learns about a signal, such as its sender or the address of a fault, as struct siginfo
// (asm-generic/siginfo.h) and as text for a trace.

import { PROCESS_ID, USER_ID } from "../abi/process_id.ts";
import { signalName } from "../abi/signals.ts";

/** si_code of a signal that is not a fault: its origin. */
export const SI = {
  /** kill. */
  USER: 0,
  /** The kernel. */
  KERNEL: 0x80,
  /** rt_sigqueueinfo. */
  QUEUE: -1,
  /** A timer of timer_create. */
  TIMER: -2,
  /** tkill and tgkill. */
  TKILL: -6,
} as const;

/** A signal that was sent to the process. */
export interface SignalInfo {
  /** Which one: 1 to 64. */
  readonly number: number;
  /** si_code: one of {@link SI}, or the kind of a fault. */
  readonly code: number;
  /** si_errno; 0 by default. */
  readonly error?: number;
  /** The fields that depend on the kind of signal, from offset 16 of struct siginfo. */
  readonly fields: SignalFields;
}

/** The fields of a siginfo that depend on the kind of signal. */
export type SignalFields =
  /** Its sender. */
  | { readonly kind: "sender"; readonly process: number; readonly user: number }
  /** Its sender, and the value of sigqueue. */
  | {
    readonly kind: "value";
    readonly process: number;
    readonly user: number;
    readonly value: bigint;
  }
  /** The address of a fault. */
  | { readonly kind: "fault"; readonly address: bigint };

/** Bytes of struct siginfo. */
export const SIGINFO_SIZE = 128;

/** A signal that the process sends to itself. */
export function sentSignal(number: number, code: number): SignalInfo {
  return { number, code, fields: { kind: "sender", process: PROCESS_ID, user: USER_ID } };
}

/** A signal that the kernel sends. */
export function kernelSignal(number: number): SignalInfo {
  return { number, code: SI.KERNEL, fields: { kind: "sender", process: 0, user: 0 } };
}

/** The signal as struct siginfo. */
export function encodeSignalInfo(info: SignalInfo): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(SIGINFO_SIZE));
  view.setInt32(0, info.number, true);
  view.setInt32(4, info.error ?? 0, true);
  view.setInt32(8, info.code, true);
  const { fields } = info;
  if (fields.kind === "fault") {
    view.setBigUint64(16, fields.address, true);
  } else {
    view.setInt32(16, fields.process, true);
    view.setUint32(20, fields.user, true);
    if (fields.kind === "value") view.setBigUint64(24, fields.value, true);
  }
  return new Uint8Array(view.buffer);
}

/** The signal of a struct siginfo that the process wants to send. */
export function decodeSignalInfo(number: number, bytes: Uint8Array<ArrayBuffer>): SignalInfo {
  const view = new DataView(bytes.buffer);
  return {
    number,
    error: view.getInt32(4, true),
    code: view.getInt32(8, true),
    fields: {
      kind: "value",
      process: view.getInt32(16, true),
      user: view.getUint32(20, true),
      value: view.getBigUint64(24, true),
    },
  };
}

const CODE_NAMES: ReadonlyMap<number, string> = new Map([
  [SI.USER, "SI_USER"],
  [SI.KERNEL, "SI_KERNEL"],
  [SI.QUEUE, "SI_QUEUE"],
  [SI.TIMER, "SI_TIMER"],
  [SI.TKILL, "SI_TKILL"],
]);

/** The line that `qemu-riscv64 -strace` prints when the signal arrives. */
export function formatSignal({ number, code, fields }: SignalInfo): string {
  const name = signalName(number);
  if (fields.kind === "fault") {
    const address = fields.address === 0n
      ? "NULL"
      : `0x${fields.address.toString(16).padStart(16, "0")}`;
    return `--- ${name} {si_signo=${name}, si_code=${code}, si_addr=${address}} ---`;
  }
  const value = fields.kind === "value" ? `, si_sigval=${BigInt.asIntN(64, fields.value)}` : "";
  return `--- ${name} {si_signo=${name}, si_code=${CODE_NAMES.get(code) ?? code}, ` +
    `si_pid=${fields.process}, si_uid=${fields.user}${value}} ---`;
}
