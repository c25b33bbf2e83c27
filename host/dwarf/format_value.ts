// SPDX-License-Identifier: MPL-2.0
// Writes values as GDB does: `{a = 1, b = 0x3f…}`, `"text"`, `'\000' <repeats 12 times>`. Guarantees: what cannot
// be read is said in its place, and the text is short however large the value.

import { hex } from "../text/hex.ts";
import {
  formatEnumerator,
  formatFloat,
  formatText,
  MAX_ELEMENTS,
  MAX_EQUAL,
  quoteCharacter,
} from "./format_text.ts";
import { plain, sizeOf, type Type, typeName } from "./types.ts";
import { type TypedValue, ValueError } from "./value.ts";

/** How to write a value. */
export interface FormatOptions {
  /** The name of an address, as in `main+4`; undefined for one that has none. */
  readonly nameOf?: (address: bigint) => string | undefined;
  /** How many elements of arrays and characters of strings are shown. Default: 200. */
  readonly maxElements?: number;
}

/** How many levels of structs are written. */
const MAX_DEPTH = 12;

/** A value as text. */
export function formatValue(value: TypedValue, options: FormatOptions = {}): string {
  return new Formatter(options).format(value, 0);
}

class Formatter {
  readonly #nameOf: NonNullable<FormatOptions["nameOf"]>;
  /** How many more elements and characters may be written. */
  #left: number;
  readonly #maxElements: number;

  constructor({ nameOf = () => undefined, maxElements = MAX_ELEMENTS }: FormatOptions) {
    this.#nameOf = nameOf;
    this.#maxElements = maxElements;
    this.#left = maxElements;
  }

  format(value: TypedValue, depth: number): string {
    try {
      return this.#format(value, depth);
    } catch (error) {
      if (error instanceof ValueError) return `<error: ${error.message}>`;
      throw error;
    }
  }

  #format(value: TypedValue, depth: number): string {
    const type = plain(value.type);
    switch (type.kind) {
      case "void":
        return "void";
      case "function":
        return this.#function(value, type);
      case "base":
        return this.#base(value);
      case "enum":
        return formatEnumerator(value.number, type.values);
      case "pointer":
        return this.#pointer(value, depth);
      case "array":
        return isCharacter(type.element)
          ? formatText(value.bytes, { isArray: true, maxElements: this.#maxElements })
          : this.#array(value, type.count ?? 0, depth);
      case "struct": {
        if (type.isIncomplete) return "<incomplete type>";
        if (depth >= MAX_DEPTH) return "{...}";
        const members = type.members.map((member) => {
          const text = this.format(value.memberOf(member), depth + 1);
          if (member.isBase === true) return `<${typeName(member.type)}> = ${text}`;
          return member.name === undefined ? text : `${member.name} = ${text}`;
        });
        return `{${members.join(", ")}}`;
      }
    }
  }

  #base(value: TypedValue): string {
    const type = plain(value.type);
    if (type.kind !== "base") return "?";
    switch (type.encoding) {
      case "boolean":
        return value.number === 0n ? "false" : value.number === 1n ? "true" : `${value.number}`;
      case "character":
        return `${value.number} ${quoteCharacter(value.number)}`;
      case "float": {
        const float = value.float;
        return float === undefined ? "<unknown format>" : formatFloat(float, type.size);
      }
      default:
        return `${value.number}`;
    }
  }

  #pointer(value: TypedValue, depth: number): string {
    const type = plain(value.type);
    if (type.kind !== "pointer") return "?";
    const address = value.number;
    const target = plain(type.target);
    if (type.symbol !== "*") {
      return `@${hex(address)}: ${this.format(value.target, depth + 1)}`;
    }
    if (isCharacter(target)) {
      return address === 0n ? "0x0" : `${hex(address)} ${this.#stringAt(value)}`;
    }
    const name = this.#nameOf(address);
    const named = name === undefined ? hex(address) : `${hex(address)} <${name}>`;
    // GDB says of what type a pointer is, except inside of a struct or an array.
    return depth === 0 ? `(${typeName(value.type)}) ${named}` : named;
  }

  #function(value: TypedValue, type: Type): string {
    const address = value.address ?? 0n;
    return `{${typeName(type)}} ${hex(address)} <${this.#nameOf(address) ?? "?"}>`;
  }

  /** The string that a pointer points to, as far as it can be read. */
  #stringAt(pointer: TypedValue): string {
    const bytes: number[] = [];
    let isCut = true;
    try {
      while (bytes.length < this.#maxElements) {
        const byte = pointer.element(BigInt(bytes.length)).bytes[0] ?? 0;
        if (byte === 0) {
          isCut = false;
          break;
        }
        bytes.push(byte);
      }
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      const failure = `<error: ${error.message}>`;
      return bytes.length === 0 ? failure : formatText(Uint8Array.from(bytes)) + failure;
    }
    return formatText(Uint8Array.from(bytes)) + (isCut ? "..." : "");
  }

  #array(value: TypedValue, count: number, depth: number): string {
    if (depth >= MAX_DEPTH) return "{...}";
    const parts: string[] = [];
    let at = 0;
    while (at < count && this.#left > 0) {
      const text = this.format(value.element(BigInt(at)), depth + 1);
      let next = at + 1;
      while (next < count && isEqual(value, at, next)) next++;
      const isRepeated = next - at > MAX_EQUAL;
      if (!isRepeated) next = at + 1;
      parts.push(isRepeated ? `${text} <repeats ${next - at} times>` : text);
      const isSimple = !["array", "struct"].includes(plain(value.element(BigInt(at)).type).kind);
      if (isSimple) this.#left -= isRepeated ? MAX_EQUAL : 1;
      at = next;
    }
    return `{${parts.join(", ")}${at < count ? "..." : ""}}`;
  }
}

function isEqual(array: TypedValue, a: number, b: number): boolean {
  const { bytes } = array;
  const type = plain(array.type);
  const size = type.kind === "array" ? sizeOf(type.element) ?? 0 : 0;
  for (let index = 0; index < size; index++) {
    if (bytes[a * size + index] !== bytes[b * size + index]) return false;
  }
  return true;
}

function isCharacter(type: Type): boolean {
  const { kind, ...base } = plain(type);
  return kind === "base" && "encoding" in base && base.encoding === "character" && base.size === 1;
}
