// SPDX-License-Identifier: MPL-2.0
// .riscv.attributes: the instruction set that a file is for, in the format of GNU object attributes (psABI,
// "Attributes"). Read and written; other attributes are skipped.

import { leb128 } from "../leb128.ts";

/** The section's name. */
export const ATTRIBUTES_SECTION = ".riscv.attributes";

const FORMAT_VERSION = 0x41;
const VENDOR = "riscv";
const WHOLE_FILE = 1;
const TAG = { stackAlign: 4, architecture: 5 } as const;
/** The alignment of sp that the psABI requires. */
const STACK_ALIGNMENT = 16;

/** The section's bytes. */
export function writeAttributes(architecture: string): Uint8Array<ArrayBuffer> {
  const text = (value: string) => [...new TextEncoder().encode(`${value}\0`)];
  const attributes = [
    ...[TAG.stackAlign, ...leb128(STACK_ALIGNMENT, false)],
    ...[TAG.architecture, ...text(architecture)],
  ];
  const file = [WHOLE_FILE, ...u32(attributes.length + 5), ...attributes];
  const vendor = [...text(VENDOR), ...file];
  return Uint8Array.from([FORMAT_VERSION, ...u32(vendor.length + 4), ...vendor]);
}

function u32(value: number): number[] {
  return [value, value >> 8, value >> 16, value >> 24].map((byte) => byte & 0xff);
}

/** The instruction set in a section's bytes; undefined when there is none. */
export function readArchitecture(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint8(0) !== FORMAT_VERSION) return undefined;
    const end = Math.min(bytes.length, 1 + view.getUint32(1, true));
    let at = 5;
    if (bytes.indexOf(0, at) !== at + VENDOR.length) return undefined;
    at += VENDOR.length + 1;
    if (view.getUint8(at) !== WHOLE_FILE) return undefined;
    at += 5;
    while (at < end) {
      const tag = view.getUint8(at++);
      // The values of odd tags are strings, those of even tags numbers.
      const isText = (tag & 1) !== 0;
      const start = at;
      if (!isText) {
        while (view.getUint8(at++) >= 0x80);
        continue;
      }
      at = bytes.indexOf(0, start) + 1;
      if (at <= 0) return undefined;
      if (tag === TAG.architecture) return new TextDecoder().decode(bytes.subarray(start, at - 1));
    }
  } catch (error) {
    // The section is truncated: its instruction set is unknown.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}
