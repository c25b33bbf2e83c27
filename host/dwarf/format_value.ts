// SPDX-License-Identifier: MPL-2.0
// Writes values as GDB does: `{a = 1, b = 0x3f…}`, `"text"`, `'\000' <repeats 12 times>`. Guarantees: what cannot
// be read is said in its place, and the text is short however large the value.

import { hex } from "../text/hex.ts";
import { type EnumType, plain, sizeOf, type Type, typeName } from "./types.ts";
import { type TypedValue, ValueError } from "./value.ts";

/** How to write a value. */
export interface FormatOptions {
  /** The name of an address, as in `main+4`; undefined for one that has none. */
  readonly nameOf?: (address: bigint) => string | undefined;
  /** How many elements of arrays and characters of strings are shown. Default: 200. */
  readonly maxElements?: number;
}

/** Elements that are equal this often, or less, are all written. */
const MAX_EQUAL = 10;
const MAX_ELEMENTS = 200;
/** Structs are written so many levels deep. */
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
      if (error instanceof ValueError) return `<${error.message}>`;
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
        return enumerator(type, value.number);
      case "pointer":
        return this.#pointer(value, depth);
      case "array":
        return isCharacter(type.element)
          ? this.#string(value.bytes, true)
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
      if (bytes.length === 0) return `<error: ${error.message}>`;
      return `${this.#string(Uint8Array.from(bytes), false)}<error: ${error.message}>`;
    }
    return this.#string(Uint8Array.from(bytes), false) + (isCut ? "..." : "");
  }

  /** Characters in quotes. Of an array that is not cut, one NUL at the end is left out. */
  #string(bytes: Uint8Array, isArray: boolean): string {
    const isCut = bytes.length > this.#maxElements;
    const shown = isCut ? bytes.subarray(0, this.#maxElements) : bytes;
    const end = isArray && !isCut && shown.at(-1) === 0 ? shown.length - 1 : shown.length;
    const parts: string[] = [];
    let text = "";
    const flush = () => {
      if (text !== "") parts.push(`"${text}"`);
      text = "";
    };
    for (let at = 0; at < end;) {
      const byte = shown[at]!;
      let next = at + 1;
      while (next < end && shown[next] === byte) next++;
      if (next - at > MAX_EQUAL) {
        flush();
        parts.push(`'${escape(byte, "'")}' <repeats ${next - at} times>`);
      } else text += escape(byte, '"').repeat(next - at);
      at = next;
    }
    flush();
    return (parts.length === 0 ? '""' : parts.join(", ")) + (isCut ? "..." : "");
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

/** The name of a value of an enumeration; of flags, their names. */
function enumerator({ values, isSigned }: EnumType, number: bigint): string {
  const exact = values.find(({ value }) => value === number);
  if (exact !== undefined) return exact.name;
  const flags = values.filter(({ value }) => value > 0n && (value & (value - 1n)) === 0n);
  const areFlags = !isSigned && flags.length === values.filter(({ value }) => value !== 0n).length;
  if (!areFlags || number < 0n) return `${number}`;
  const set = flags.filter(({ value }) => (number & value) !== 0n);
  const rest = set.reduce((bits, { value }) => bits & ~value, number);
  if (set.length === 0) return number === 0n ? "0" : `(unknown: ${hex(number)})`;
  const names = set.map(({ name }) => name);
  return `(${[...names, ...(rest === 0n ? [] : [`unknown: ${hex(rest)}`])].join(" | ")})`;
}

/** A floating-point number with the digits that tell it from all others: 9 of 32 bits, 17 of 64. */
export function formatFloat(value: number, size: number): string {
  if (Number.isNaN(value)) return "nan(0x8000000000000)";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Object.is(value, -0)) return "-0";
  const digits = size === 4 ? 9 : size === 8 ? 17 : 18;
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split("e")[1]);
  if (exponent >= -4 && exponent < digits) {
    const text = value.toFixed(Math.max(0, Math.min(100, digits - 1 - exponent)));
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  }
  const [mantissa = "", power = ""] = value.toExponential(digits - 1).split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${short}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  27: "\\033",
  92: "\\\\",
};

function escape(byte: number, quote: string): string {
  const known = ESCAPES[byte];
  if (known !== undefined) return known;
  const text = String.fromCharCode(byte);
  if (text === quote) return `\\${quote}`;
  const isPrintable = byte >= 0x20 && byte < 0x7f;
  return isPrintable ? text : `\\${byte.toString(8).padStart(3, "0")}`;
}

function quoteCharacter(number: bigint): string {
  return `'${escape(Number(BigInt.asUintN(8, number)), "'")}'`;
}
