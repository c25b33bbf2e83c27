// SPDX-License-Identifier: MPL-2.0
// Hostile executables: headers that claim huge segments, point nowhere or at the host's files, and random
// damage.

import { build } from "../../../asm/build.ts";
import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { Draw } from "../../asm/fuzzing.ts";
import { endless, type Hostile } from "./assembly.ts";

const SEGMENTS = 64;
const SEGMENT_SIZE = 56;
const TOO_MUCH = 2n ** 60n;

function executable(): Uint8Array<ArrayBuffer> {
  const source = endless("la s0, word", "ld t0, (s0)\nsd t0, (s0)", "word: .dword 1");
  return writeElf(build([{ name: "base.s", text: source }]));
}

/** The executable with a change to its header, or to each segment's. */
function changed(change: (view: DataView, segment: number) => void): Uint8Array {
  const bytes = executable();
  const view = new DataView(bytes.buffer);
  const count = view.getUint16(56, true);
  for (let index = 0; index < count; index++) change(view, SEGMENTS + index * SEGMENT_SIZE);
  return bytes;
}

/** The executable whose segments have this value in a field. */
const withField = (offset: number, value: bigint) =>
  changed((view, segment) => view.setBigUint64(segment + offset, value, true));

/** The executable whose first segment names its interpreter. */
function interpretedBy(path: string): Uint8Array {
  const bytes = executable();
  const text = new TextEncoder().encode(`${path}\0`);
  const result = new Uint8Array(bytes.length + text.length);
  result.set(bytes);
  result.set(text, bytes.length);
  const view = new DataView(result.buffer);
  view.setUint32(SEGMENTS, 3, true);
  view.setBigUint64(SEGMENTS + 8, BigInt(bytes.length), true);
  view.setBigUint64(SEGMENTS + 32, BigInt(text.length), true);
  return result;
}

function damaged(draw: Draw): Uint8Array {
  const bytes = executable();
  for (let count = 1 + draw.below(12); count > 0; count--) {
    bytes[draw.below(draw.below(2) === 0 ? 256 : bytes.length)] = draw.below(256);
  }
  return bytes;
}

/** The executables; `top` is the host's directory above the guest's. */
export function elfPrograms(top: string, seed: bigint): Hostile[] {
  const draw = new Draw(seed);
  const named: Readonly<Record<string, Uint8Array>> = {
    "segments of 2^60 bytes": withField(40, TOO_MUCH),
    "segments of 3 GB": withField(40, 3n << 30n),
    "segments with more in the file than the file has": withField(32, TOO_MUCH),
    "segments beyond the file": withField(8, TOO_MUCH),
    "segments at the end of the address space": withField(16, 2n ** 64n - 4096n),
    "65,535 segments": changed((view) => view.setUint16(56, 65535, true)),
    "an entry in the kernel": changed((view) => view.setBigUint64(24, 2n ** 63n, true)),
    "segments that are not aligned": withField(48, 3n),
    "everything may be written and executed": changed((view, segment) =>
      view.setUint32(segment + 4, 7, true)
    ),
    "the secret as interpreter": interpretedBy(`${top}/outside/secret`),
    "/dev/zero as interpreter": interpretedBy("/dev/zero"),
    "a FIFO as interpreter": interpretedBy("/w/fifo"),
    "half of a file": executable().subarray(0, 100),
  };
  const random = Array.from({ length: 6 }, (_, index) => ({
    name: `random damage, ${index}`,
    content: damaged(draw),
  }));
  return [...Object.entries(named).map(([name, content]) => ({ name, content })), ...random];
}
