// SPDX-License-Identifier: MPL-2.0
// Times in the guest's memory, struct timespec (seconds and nanoseconds) and struct timeval (seconds and
// microseconds), from and to nanoseconds.

import type { Memory } from "../../../cpu/memory/memory.ts";
import { SECOND } from "./clock.ts";

/** The two 64-bit words of a struct timespec or timeval, signed. */
export function readTwoWords(memory: Memory, address: bigint): readonly [bigint, bigint] {
  const view = new DataView(memory.read(address, 16).buffer);
  return [view.getBigInt64(0, true), view.getBigInt64(8, true)];
}

/** The bytes of a struct of two 64-bit words. */
export function twoWords(first: bigint, second: bigint): Uint8Array<ArrayBuffer> {
  return new Uint8Array(BigInt64Array.of(first, second).buffer);
}

/** The nanoseconds of a struct timespec; "invalid" when it is malformed. */
export function readTimespec(memory: Memory, address: bigint): bigint | "invalid" {
  const [seconds, rest] = readTwoWords(memory, address);
  return seconds < 0n || rest < 0n || rest >= SECOND ? "invalid" : seconds * SECOND + rest;
}

/** The nanoseconds of a struct timeval; "invalid" when it is malformed. */
export function readTimeval(memory: Memory, address: bigint): bigint | "invalid" {
  const [seconds, rest] = readTwoWords(memory, address);
  return seconds < 0n || rest < 0n || rest >= 1_000_000n
    ? "invalid"
    : seconds * SECOND + rest * 1000n;
}

/** Nanoseconds as a struct timespec. */
export function timespec(time: bigint): Uint8Array<ArrayBuffer> {
  return twoWords(time / SECOND, time % SECOND);
}

/** Nanoseconds as a struct timeval, rounded down to microseconds. */
export function timeval(time: bigint): Uint8Array<ArrayBuffer> {
  return twoWords(time / SECOND, time % SECOND / 1000n);
}
