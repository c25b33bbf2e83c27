// SPDX-License-Identifier: MPL-2.0
// The relocations of data: a value is stored, added or subtracted (psABI, "Relocations"). An addition and a
// subtraction at one offset store the difference of two symbols. None depends on the address of the bytes,
// so the linker and the reader of an object's line table share them.

import { R } from "./relocation.ts";
import type { Int64 } from "./value.ts";

type Operation = "set" | "add" | "subtract";

/** The bits that each type changes, and how. */
const TYPES: ReadonlyMap<number, readonly [bits: number, operation: Operation]> = new Map([
  [R.ABS64, [64, "set"]],
  [R.ADD8, [8, "add"]],
  [R.ADD16, [16, "add"]],
  [R.ADD32, [32, "add"]],
  [R.ADD64, [64, "add"]],
  [R.SUB6, [6, "subtract"]],
  [R.SUB8, [8, "subtract"]],
  [R.SUB16, [16, "subtract"]],
  [R.SUB32, [32, "subtract"]],
  [R.SUB64, [64, "subtract"]],
  [R.SET6, [6, "set"]],
  [R.SET8, [8, "set"]],
  [R.SET16, [16, "set"]],
  [R.SET32, [32, "set"]],
]);

/** Set in every byte of a LEB128 number but the last. */
const LEB_MORE = 0x80;
const LEB_BITS = 7n;

function lowBits(value: Int64): number {
  return typeof value === "number" ? value | 0 : Number(BigInt.asIntN(32, value));
}

/** Applies a relocation. False when it is not one of data. */
export function relocateData(view: DataView, at: number, type: number, value: Int64): boolean {
  if (type === R.SET_ULEB128 || type === R.SUB_ULEB128) {
    relocateLeb(view, at, BigInt(value), type === R.SUB_ULEB128);
    return true;
  }
  const known = TYPES.get(type);
  if (known === undefined) return false;
  const [bits, operation] = known;
  if (bits === 64) {
    const old = operation === "set" ? 0n : view.getBigUint64(at, true);
    const change = BigInt(value);
    view.setBigUint64(
      at,
      BigInt.asUintN(64, operation === "subtract" ? old - change : old + change),
      true,
    );
    return true;
  }
  const low = lowBits(value);
  const combine = (old: number) =>
    operation === "set" ? low : operation === "add" ? old + low : old - low;
  if (bits === 32) view.setInt32(at, combine(view.getInt32(at, true)), true);
  else if (bits === 16) view.setInt16(at, combine(view.getInt16(at, true)), true);
  else if (bits === 8) view.setInt8(at, combine(view.getInt8(at)));
  else {
    // The upper two bits of the byte are an opcode of DWARF call frame information.
    const old = view.getUint8(at);
    view.setUint8(at, (old & 0xc0) | (combine(old & 0x3f) & 0x3f));
  }
  return true;
}

/** Stores a LEB128 number, or subtracts from it, without changing its length. */
function relocateLeb(view: DataView, at: number, value: bigint, isSubtraction: boolean): void {
  let end = at;
  let old = 0n;
  for (let shift = 0n;; shift += LEB_BITS, end++) {
    const byte = view.getUint8(end);
    if (shift < 64n) old |= BigInt(byte & 0x7f) << shift;
    if (byte < LEB_MORE) break;
  }
  let rest = BigInt.asUintN(64, isSubtraction ? old - value : value);
  for (let index = at; index <= end; index++, rest >>= LEB_BITS) {
    view.setUint8(index, Number(rest & 0x7fn) | (index < end ? LEB_MORE : 0));
  }
}
