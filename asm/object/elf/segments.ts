// SPDX-License-Identifier: MPL-2.0
// The segments of an executable, for the machine to load. Permissions are per page, so segments that share a
// page become one, with the permissions of both. All sizes are checked before memory is allocated.

import type { Segment } from "../../../cpu/memory/image.ts";
import { MAX_MEMORY } from "../limits.ts";
import { hex, showCount } from "../value.ts";
import type { ElfFile, ElfSegment } from "./elf_file.ts";
import { PF, PT } from "./format.ts";

const PAGE = 4096n;
/**
 * The end of the largest address space of Linux (Sv57, 56 bits). Decides only which error is reported: the
 * machine maps fewer addresses, see cpu/memory/address_space.ts.
 */
const USER_END = 1n << 56n;

/** The segments of a file. Their addresses are `bias` bytes above those in the file. */
export function loadSegments(file: ElfFile, bias: bigint): Segment[] {
  const loads = file.segments.filter(({ type, memorySize }) => type === PT.load && memorySize > 0);
  if (loads.length === 0) throw file.error("it has nothing to load: no PT_LOAD program header");
  let total = 0;
  for (const load of loads) {
    check(file, load, bias);
    total += load.memorySize;
  }
  if (total > MAX_MEMORY) {
    throw file.error(
      `it needs ${showCount(total)} bytes of memory; the limit is ${showCount(MAX_MEMORY)}`,
    );
  }
  loads.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  const groups: ElfSegment[][] = [];
  for (const load of loads) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (last !== undefined && load.address < endOf(last)) {
      throw file.error("two of its segments overlap");
    }
    const shares = last !== undefined && load.address / PAGE <= (endOf(last) - 1n) / PAGE;
    if (shares) group?.push(load);
    else groups.push([load]);
  }
  return groups.map((group) => makeSegment(file, group, bias));
}

function endOf({ address, memorySize }: ElfSegment): bigint {
  return address + BigInt(memorySize);
}

function check(file: ElfFile, load: ElfSegment, bias: bigint): void {
  const { offset, fileSize, memorySize, address } = load;
  const at = `its segment at ${hex(address)}`;
  file.reader.need(offset, fileSize, at);
  if (fileSize > memorySize) {
    throw file.error(`${at} has ${fileSize} bytes in the file but only ${memorySize} in memory`);
  }
  if (memorySize > MAX_MEMORY) {
    const needed = showCount(memorySize);
    throw file.error(
      `${at} needs ${needed} bytes of memory; the limit is ${showCount(MAX_MEMORY)}`,
    );
  }
  if (endOf(load) + bias > USER_END) throw file.error(`${at} is outside the address space`);
}

function makeSegment(file: ElfFile, group: readonly ElfSegment[], bias: bigint): Segment {
  const [first, ...rest] = group;
  if (first === undefined) throw new TypeError("Cannot load a segment: there is none");
  const last = rest.at(-1) ?? first;
  const flags = group.reduce((all, { flags }) => all | flags, 0);
  const contents = (load: ElfSegment) => file.reader.slice(load.offset, load.fileSize, "a segment");
  let data = contents(first);
  if (rest.length > 0) {
    const size = Number(last.address - first.address) + last.fileSize;
    data = new Uint8Array(size);
    for (const load of group) data.set(contents(load), Number(load.address - first.address));
  }
  return {
    address: first.address + bias,
    data,
    size: Number(endOf(last) - first.address),
    read: (flags & PF.read) !== 0,
    write: (flags & PF.write) !== 0,
    execute: (flags & PF.execute) !== 0,
  };
}
