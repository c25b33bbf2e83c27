// SPDX-License-Identifier: MPL-2.0
// The program headers of an executable: its segments, the TLS block, the table of call frames, and the stack. They are
// planned once, for the file and, if the program has its headers in memory, for there too.

import type { Segment } from "../../../cpu/memory/image.ts";
import type { FrameIndex, ThreadLocalBlock } from "../program.ts";
import type { Target } from "../target.ts";
import { setWord, writeFileHeader } from "./file_header.ts";
import { EF, EHDR_SIZE, ET, FLOAT_ABIS, PF, PHDR_SIZE, PT } from "./format.ts";

const PAGE_SIZE = 4096;
const STACK_ALIGNMENT = 16;
const FRAME_INDEX_ALIGNMENT = 4;

/** A program header. */
export interface ProgramHeader {
  /** One of `PT`. */
  readonly type: number;
  /** Bits of `PF`. */
  readonly flags: number;
  readonly offset: number;
  readonly address: bigint;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly align: number;
}

/** Size of the file header and program headers of a program. */
export function headersSize(segments: number, hasThreads: boolean, hasFrameIndex = false): number {
  // One more is for the stack (PT_GNU_STACK).
  return EHDR_SIZE + (segments + Number(hasThreads) + Number(hasFrameIndex) + 1) * PHDR_SIZE;
}

/** What the program headers tell besides segments. */
export interface HeaderContents {
  readonly threadLocal?: ThreadLocalBlock;
  readonly frameIndex?: FrameIndex;
  readonly executableStack?: boolean;
}

/**
 * The program headers: one for each segment, which are sorted by address, then the others.
 * `areInMemory`: the first segment begins with the headers themselves.
 */
export function planHeaders(
  segments: readonly Segment[],
  { threadLocal, frameIndex, executableStack = false }: HeaderContents,
  areInMemory: boolean,
): ProgramHeader[] {
  const size = headersSize(segments.length, threadLocal !== undefined, frameIndex !== undefined);
  let end = areInMemory ? 0 : size;
  const headers = segments.map((segment): ProgramHeader => {
    const { address, data, size } = segment;
    // Systems map whole pages: a byte must have the same offset in its page in file and memory.
    const offset = end + Number((address - BigInt(end)) & BigInt(PAGE_SIZE - 1));
    end = offset + data.length;
    return {
      ...{ type: PT.load, offset, address, fileSize: data.length, memorySize: size },
      flags: (segment.read ? PF.read : 0) | (segment.write ? PF.write : 0) |
        (segment.execute ? PF.execute : 0),
      align: PAGE_SIZE,
    };
  });
  if (threadLocal !== undefined) headers.push(threadHeader(threadLocal, headers));
  if (frameIndex !== undefined) {
    const { address, size } = frameIndex;
    const offset = offsetOf(address, headers);
    const sizes = { fileSize: size, memorySize: size, align: FRAME_INDEX_ALIGNMENT };
    headers.push({ type: PT.gnuEhFrame, flags: PF.read, offset, address, ...sizes });
  }
  headers.push({
    ...{ type: PT.gnuStack, offset: 0, address: 0n },
    flags: PF.read | PF.write | (executableStack ? PF.execute : 0),
    ...{ fileSize: 0, memorySize: 0, align: STACK_ALIGNMENT },
  });
  return headers;
}

function threadHeader(
  { address, fileSize, memorySize, alignment }: ThreadLocalBlock,
  loads: readonly ProgramHeader[],
): ProgramHeader {
  const offset = offsetOf(address, loads);
  return {
    ...{ type: PT.tls, flags: PF.read, offset, address, fileSize, memorySize, align: alignment },
  };
}

/** The offset in the file of an address in memory. */
function offsetOf(address: bigint, loads: readonly ProgramHeader[]): number {
  const holder = loads.find((load) =>
    load.address <= address && address <= load.address + BigInt(load.memorySize)
  );
  return holder === undefined ? 0 : holder.offset + Number(address - holder.address);
}

/** The e_flags of a target. */
export function targetFlags({ isCompressed, floatAbi }: Target): number {
  const abi = floatAbi === undefined ? 0 : FLOAT_ABIS.indexOf(floatAbi) << 1;
  return (isCompressed ? EF.rvc : 0) | abi;
}

/** Where the section headers of a file are. */
export interface SectionTable {
  readonly offset: number;
  readonly count: number;
}

/** What the file header of an executable says of the program. */
export interface HeaderProgram {
  readonly entry: bigint;
  readonly target: Target;
  /** Whether it has GNU's extensions of ELF: indirect functions. */
  readonly isGnu: boolean;
}

/** Writes the file header and the program headers at the start of `bytes`. */
export function writeHeaders(
  bytes: Uint8Array,
  headers: readonly ProgramHeader[],
  { entry, target, isGnu }: HeaderProgram,
  sections: SectionTable = { offset: 0, count: 0 },
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  writeFileHeader(view, {
    type: ET.exec,
    flags: targetFlags(target),
    isGnu,
    entry,
    programHeaders: headers.length,
    sectionOffset: sections.offset,
    sectionHeaders: sections.count,
  });
  headers.forEach((header, index) => {
    const at = EHDR_SIZE + index * PHDR_SIZE;
    view.setUint32(at, header.type, true);
    view.setUint32(at + 4, header.flags, true);
    setWord(view, at + 8, header.offset);
    setWord(view, at + 16, header.address);
    setWord(view, at + 24, header.address);
    setWord(view, at + 32, header.fileSize);
    setWord(view, at + 40, header.memorySize);
    setWord(view, at + 48, header.align);
  });
}
