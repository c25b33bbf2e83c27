// SPDX-License-Identifier: MPL-2.0
// Finds the sections of a program that describe call frames: .eh_frame in its image, by its name or by the
// program headers, and .debug_frame in its file.

import { PHDR_SIZE, PT } from "../../asm/object/elf/format.ts";
import type { Program } from "../../asm/object/program.ts";
import type { Image, ProgramHeaders } from "../../cpu/memory/image.ts";
import type { FrameSection } from "./frame_entries.ts";
import { hasNames } from "./locations.ts";

/** The sections of a program that describe call frames. */
export function frameSections(image: Image | Program): FrameSection[] {
  const sections: FrameSection[] = [];
  const program = hasNames(image) ? image : undefined;
  const section = program?.sections.find(({ name }) => name === ".eh_frame");
  const address = section?.address ?? addressInHeaders(image);
  const data = address === undefined ? undefined : bytesAt(image, address, section?.size);
  if (address !== undefined && data !== undefined) {
    sections.push({ data, address, isEhFrame: true, bias: 0n });
  }
  const debug = program?.debugSection?.(".debug_frame");
  if (debug !== undefined) sections.push({ ...debug, address: 0n, isEhFrame: false });
  return sections;
}

/** What was loaded at an address, up to a size or to the end of the segment. */
function bytesAt({ segments }: Image, address: bigint, size?: number): Uint8Array | undefined {
  for (const { address: start, data } of segments) {
    const at = address - start;
    if (at < 0n || at >= BigInt(data.length)) continue;
    return data.subarray(Number(at), size === undefined ? undefined : Number(at) + size);
  }
  return undefined;
}

/** Offset in a program header. */
const P_VADDR = 16;
const PAGE_MASK = 0xfffn;
/** How .eh_frame_hdr begins: version 1, and at byte 4 the distance from there to .eh_frame, 32 bits. */
const VERSION = 1;
const DISTANCE_32 = 0x1b;
const DISTANCE_AT = 4;

/** The address of .eh_frame in a program without section headers: .eh_frame_hdr (PT_GNU_EH_FRAME) has it. */
function addressInHeaders(image: Image): bigint | undefined {
  const { programHeaders } = image;
  const header = programHeaders && headerAddress(image, programHeaders);
  const bytes = header === undefined ? undefined : bytesAt(image, header, DISTANCE_AT + 4);
  if (header === undefined || bytes?.length !== DISTANCE_AT + 4) return undefined;
  if (bytes[0] !== VERSION || bytes[1] !== DISTANCE_32) return undefined;
  const distance = new DataView(bytes.buffer, bytes.byteOffset).getInt32(DISTANCE_AT, true);
  return header + BigInt(DISTANCE_AT + distance);
}

/** The address of .eh_frame_hdr. */
function headerAddress(
  image: Image,
  { address, entrySize, count }: ProgramHeaders,
): bigint | undefined {
  const bytes = bytesAt(image, address, count * entrySize);
  if (bytes === undefined || entrySize !== PHDR_SIZE) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<number, bigint>();
  for (let at = 0; at + PHDR_SIZE <= bytes.length; at += PHDR_SIZE) {
    const type = view.getUint32(at, true);
    // The headers are by rising address, so the first segment is the lowest.
    if (!found.has(type)) found.set(type, view.getBigUint64(at + P_VADDR, true));
  }
  const [header, first] = [found.get(PT.gnuEhFrame), found.get(PT.load)];
  if (header === undefined || first === undefined) return undefined;
  const lowest = image.segments.reduce(
    (least, segment) => segment.address < least ? segment.address : least,
    address,
  );
  // A position-independent executable is not where its headers say.
  return header + (lowest & ~PAGE_MASK) - (first & ~PAGE_MASK);
}
