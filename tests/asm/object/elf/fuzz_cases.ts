// SPDX-License-Identifier: MPL-2.0
// ELF files, objects and archives with random damage, for the fuzz test: truncated, with changed bytes, with
// absurd sizes, counts and offsets in headers and tables, with parts copied elsewhere. A case depends only
// on its seed and number, so that a failure can be reproduced.

import { Draw } from "../../fuzzing.ts";

/** The kinds of files. */
export type ElfFuzzKind = "executable" | "object" | "archive";

/** Values that break code that trusts them. */
const ABSURD = [
  0n,
  1n,
  7n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xff00n,
  0xffffn,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_fff0n,
  0xffff_ffffn,
  1n << 33n,
  1n << 47n,
  (1n << 53n) + 1n,
  (1n << 63n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
];

/** The most changes made to a file. */
const MAX_DAMAGE = 8;
const EHDR_SIZE = 64;
const SHDR_SIZE = 64;

/** The headers and tables of an ELF file: most of what can break. */
function places(bytes: Uint8Array): { at: number; length: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < EHDR_SIZE || bytes[0] !== 0x7f) return [{ at: 0, length: 68 }];
  const offset = Number(view.getBigUint64(40, true));
  const count = view.getUint16(60, true);
  const list = [{ at: 0, length: EHDR_SIZE }, {
    at: EHDR_SIZE,
    length: 56 * view.getUint16(56, true),
  }];
  if (offset + count * SHDR_SIZE > bytes.length) return list;
  list.push({ at: offset, length: count * SHDR_SIZE });
  for (let index = 1; index < count; index++) {
    const at = offset + index * SHDR_SIZE;
    const type = view.getUint32(at + 4, true);
    const section = {
      at: Number(view.getBigUint64(at + 24, true)),
      length: Number(view.getBigUint64(at + 32, true)),
    };
    // Symbols, relocations, groups; the others less often.
    if (type === 2 || type === 4 || type === 17) list.push(section, section);
    else if (type !== 8) list.push(section);
  }
  return list;
}

type Damage = (bytes: Uint8Array, draw: Draw, places: readonly { at: number; length: number }[]) =>
  | Uint8Array
  | void;

/** A random offset, mostly in a header or table. */
function pick(
  bytes: Uint8Array,
  draw: Draw,
  list: readonly { at: number; length: number }[],
): number {
  if (draw.below(5) === 0) return draw.below(bytes.length);
  const place = list[draw.below(list.length)] ?? { at: 0, length: bytes.length };
  return Math.min(bytes.length - 1, place.at + draw.below(place.length));
}

const DAMAGES: readonly Damage[] = [
  (bytes, draw) => bytes.slice(0, draw.below(bytes.length + 1)),
  (bytes, draw, list) => {
    bytes[pick(bytes, draw, list)] = draw.below(256);
  },
  (bytes, draw, list) => {
    const at = pick(bytes, draw, list);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << draw.below(8));
  },
  (bytes, draw, list) => {
    // A whole, aligned field.
    const size = [1, 2, 4, 8, 8][draw.below(5)] ?? 8;
    const at = pick(bytes, draw, list) & -size;
    let value = ABSURD[draw.below(ABSURD.length)] ?? 0n;
    for (let index = 0; index < size && at + index < bytes.length; index++, value >>= 8n) {
      bytes[at + index] = Number(value & 0xffn);
    }
  },
  (bytes, draw, list) => {
    const [from, to] = [pick(bytes, draw, list) & -8, pick(bytes, draw, list) & -8];
    bytes.copyWithin(to, from, from + 8 + draw.below(64));
  },
  (bytes, draw, list) => {
    const at = pick(bytes, draw, list);
    bytes.fill(draw.below(2) * 255, at, at + draw.below(32));
  },
];

/** The bytes of a case. @param files The files to damage. */
export function elfFuzzCase(seed: bigint, index: number, files: readonly Uint8Array[]): Uint8Array {
  const draw = new Draw(BigInt.asUintN(64, (seed + BigInt(index)) * 0x9e3779b97f4a7c15n) | 1n);
  let bytes: Uint8Array = (files[draw.below(files.length)] ?? new Uint8Array()).slice();
  const list = places(bytes);
  for (let count = 1 + draw.below(MAX_DAMAGE); count > 0; count--) {
    const damage = DAMAGES[draw.below(DAMAGES.length)];
    bytes = damage?.(bytes, draw, list) ?? bytes;
  }
  return bytes;
}
