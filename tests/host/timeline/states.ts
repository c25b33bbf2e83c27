// SPDX-License-Identifier: MPL-2.0
// What a process is at a moment, as text that can be compared: registers, mappings, and the contents of all
// pages that were touched. Looking changes nothing.

import type { Process } from "../../../host/process.ts";

const PAGE = 4096n;

/** FNV-1a over 32-bit words. */
function hash(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (const word of words) value = Math.imul(value ^ word, 0x01000193);
  return value >>> 0;
}

/** The state of the machine. */
export function stateOf({ machine }: Process): string {
  const { memory, registers, floatRegisters } = machine;
  const lines = [
    `${machine.instructions} at ${machine.pc.toString(16)}, fcsr ${floatRegisters.fcsr}`,
    registers.toArray().join(" "),
    floatRegisters.toArray().join(" "),
  ];
  for (const { start, end, permissions: { read, write, execute }, name } of memory.mappings()) {
    lines.push(`${start.toString(16)}-${end.toString(16)} ${+read}${+write}${+execute} ${name}`);
    for (let page = start; page < end; page += PAGE) {
      if (!memory.isTouched(page)) continue;
      lines.push(`${page.toString(16)} ${hash(memory.read(page, Number(PAGE), "any"))}`);
    }
  }
  return lines.join("\n");
}
