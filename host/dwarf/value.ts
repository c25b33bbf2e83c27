// SPDX-License-Identifier: MPL-2.0
// A value of a program with its type: read from where it is, taken apart, and followed. Takes what debug
// information says, which may be wrong, so every step can fail: a ValueError says why.

import { type ReadableMemory, readBytes } from "../symbols/readable_memory.ts";
import { hex } from "../text/hex.ts";
import { type Member, plain, sizeOf, type StructType, type Type, typeName } from "./types.ts";
import { bytesAt, type FrameState, type ValuePlace } from "./variable_location.ts";
import type { Variable } from "./debug_info.ts";
import { bytesOfNumber, numberOfBytes } from "../text/bytes.ts";

/** A value cannot be read, or has no such part. */
export class ValueError extends Error {
  /** The name of the class. */
  override name = "ValueError";
}

/** No value has more bytes than are read of it. */
const MAX_BYTES = 1 << 20;

/** A value. */
export class TypedValue {
  /** Bits of a bit field, within the bytes. */
  readonly #bits: Member["bits"] | undefined;
  readonly #memory: ReadableMemory;
  readonly #read: () => Uint8Array | undefined;
  #bytes: Uint8Array | undefined;

  private constructor(
    /** Its type. */
    readonly type: Type,
    /** Where it is in memory; undefined if it is elsewhere. */
    readonly address: bigint | undefined,
    /** DWARF's number of the register that holds it; undefined if none does. */
    readonly register: number | undefined,
    memory: ReadableMemory,
    read: () => Uint8Array | undefined,
    bits?: Member["bits"],
  ) {
    this.#memory = memory;
    this.#read = read;
    this.#bits = bits;
  }

  /** The value at an address. */
  static at(address: bigint, type: Type, memory: ReadableMemory): TypedValue {
    const start = BigInt.asUintN(64, address);
    const size = Math.min(sizeOf(type) ?? 0, MAX_BYTES);
    return new TypedValue(type, start, undefined, memory, () => readBytes(memory, start, size));
  }

  /** A value that is nowhere in the program. */
  static of(bytes: Uint8Array, type: Type, memory: ReadableMemory): TypedValue {
    return new TypedValue(type, undefined, undefined, memory, () => bytes);
  }

  /** A number as a value of a type. */
  static ofNumber(number: bigint, type: Type, memory: ReadableMemory): TypedValue {
    return TypedValue.of(
      bytesOfNumber(BigInt.asUintN(64, number), sizeOf(type) ?? 8),
      type,
      memory,
    );
  }

  /**
   * A variable's value in a frame.
   *
   * @throws {ValueError} when it is nowhere
   */
  static in(frame: FrameState, variable: Variable): TypedValue {
    const place = variable.placeIn(frame);
    if (place === undefined) throw new ValueError("optimized out");
    return valueAt(place, variable.type, frame);
  }

  /** A value at a place. */
  static place(place: ValuePlace, type: Type, frame: FrameState): TypedValue {
    if (place.kind === "memory") return TypedValue.at(place.address, type, frame.memory);
    const register = place.kind === "register" ? place.number : undefined;
    const size = Math.min(sizeOf(type) ?? 0, MAX_BYTES);
    const read = () => bytesAt(place, size, frame);
    return new TypedValue(type, undefined, register, frame.memory, read);
  }

  /** Its bytes, the lowest first. */
  get bytes(): Uint8Array {
    this.#bytes ??= this.#read();
    if (this.#bytes !== undefined) return this.#bytes;
    throw new ValueError(
      this.address === undefined
        ? "the value is not known here"
        : `Cannot access memory at address ${hex(this.address)}`,
    );
  }

  /** It as a number: an integer, a character, an address, or the bits of a floating-point number. */
  get number(): bigint {
    const type = plain(this.type);
    const isNumber = type.kind === "base" || type.kind === "enum" || type.kind === "pointer";
    if (!isNumber) {
      // In C, an array and a function stand for their address.
      if ((type.kind === "array" || type.kind === "function") && this.address !== undefined) {
        return this.address;
      }
      throw new ValueError(`a ${typeName(this.type)} is no number`);
    }
    let value = numberOfBytes(this.bytes);
    let width = 8 * this.bytes.length;
    if (this.#bits !== undefined) {
      value = BigInt.asUintN(this.#bits.count, value >> BigInt(this.#bits.start));
      width = this.#bits.count;
    }
    const isSigned = type.kind !== "pointer" && type.isSigned;
    return isSigned ? BigInt.asIntN(width, value) : value;
  }

  /** It as a floating-point number; undefined if it is none that JavaScript has. */
  get float(): number | undefined {
    const type = plain(this.type);
    if (type.kind !== "base" || type.encoding !== "float") return undefined;
    const { bytes } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (type.size === 4) return view.getFloat32(0, true);
    if (type.size === 8) return view.getFloat64(0, true);
    return type.size === 16 ? quadruple(view) : undefined;
  }

  /** What it points to; of an array, its first element. */
  get target(): TypedValue {
    const type = plain(this.type);
    if (type.kind === "array") return this.element(0n);
    if (type.kind !== "pointer") {
      throw new ValueError(`a ${typeName(this.type)} cannot be dereferenced: it is no pointer`);
    }
    return TypedValue.at(this.number, type.target, this.#memory);
  }

  /** The element of an array, or the one that many elements behind what it points to. */
  element(index: bigint): TypedValue {
    const type = plain(this.type);
    if (type.kind !== "array" && type.kind !== "pointer") {
      throw new ValueError(`a ${typeName(this.type)} has no elements`);
    }
    const element = type.kind === "array" ? type.element : type.target;
    const size = sizeOf(element) || 1;
    if (type.kind === "pointer") {
      return TypedValue.at(this.number + index * BigInt(size), element, this.#memory);
    }
    return this.#part(element, index * BigInt(size));
  }

  /**
   * A member of the struct that it is, or that it points to. The members of anonymous structs count as its own.
   *
   * @throws {ValueError} when there is none of that name
   */
  member(name: string): TypedValue {
    const type = plain(this.type);
    if (type.kind === "pointer") return this.target.member(name);
    if (type.kind !== "struct") throw new ValueError(`a ${typeName(this.type)} has no members`);
    const found = find(type, name, 0);
    if (found === undefined) {
      const names = type.members.map((member) => member.name).filter((each) => each !== undefined);
      throw new ValueError(
        type.isIncomplete
          ? `the members of ${typeName(type)} are not known here`
          : `${typeName(type)} has no member ${name}; it has ${names.join(", ")}`,
      );
    }
    return this.#part(found.member.type, BigInt(found.offset), found.member.bits);
  }

  /** A member of a struct, given the description that its type has. */
  memberOf({ type, offset, bits }: Member): TypedValue {
    return this.#part(type, BigInt(offset), bits);
  }

  /** The same bytes as another type. */
  as(type: Type): TypedValue {
    const size = sizeOf(type) ?? 0;
    if (this.address !== undefined && plain(this.type).kind !== "array") {
      if (size <= (sizeOf(this.type) ?? 0)) return TypedValue.at(this.address, type, this.#memory);
    }
    return TypedValue.ofNumber(this.number, type, this.#memory);
  }

  /** A part of it: in memory where it is in memory. */
  #part(type: Type, offset: bigint, bits?: Member["bits"]): TypedValue {
    const size = bits === undefined
      ? Math.min(sizeOf(type) ?? 0, MAX_BYTES)
      : Math.ceil((bits.start + bits.count) / 8);
    const { address } = this;
    if (address === undefined) {
      const start = Number(offset);
      const read = () => this.bytes.slice(start, start + size);
      return new TypedValue(type, undefined, undefined, this.#memory, read, bits);
    }
    const start = BigInt.asUintN(64, address + offset);
    const read = () => readBytes(this.#memory, start, size);
    return new TypedValue(type, start, undefined, this.#memory, read, bits);
  }
}

const valueAt = TypedValue.place;

/** Nesting of anonymous members deeper than this is damage. */
const MAX_NESTING = 20;

function find(
  type: StructType,
  name: string,
  depth: number,
): { readonly member: Member; readonly offset: number } | undefined {
  if (depth > MAX_NESTING) return undefined;
  for (const member of type.members) {
    if (member.name === name) return { member, offset: member.offset };
  }
  for (const member of type.members) {
    if (member.name !== undefined) continue;
    const inner = plain(member.type);
    const found = inner.kind === "struct" ? find(inner, name, depth + 1) : undefined;
    if (found !== undefined) return { ...found, offset: member.offset + found.offset };
  }
  return undefined;
}

/** A number of 128 bits, rounded. */
function quadruple(view: DataView): number {
  const high = view.getBigUint64(8, true);
  const low = view.getBigUint64(0, true);
  const sign = high >> 63n === 1n ? -1 : 1;
  const exponent = Number(high >> 48n & 0x7fffn);
  const fraction = (high & 0xffff_ffff_ffffn) << 64n | low;
  if (exponent === 0x7fff) return fraction === 0n ? sign * Infinity : NaN;
  if (exponent === 0) return sign * 0;
  return sign * (1 + Number(fraction) / 2 ** 112) * 2 ** (exponent - 16383);
}
