// SPDX-License-Identifier: MPL-2.0
// Values as text, as GDB writes them: `{x = 1, y = 2}`, `0x11000 "text"`, `65 'A'`; and in the formats of
// `print/x` and its kin.

import {
  formatEnumerator,
  formatFloat,
  formatText,
  MAX_ELEMENTS,
  MAX_EQUAL,
  quoteCharacter,
} from "../../dwarf/format_text.ts";
import { floatOf, numberOf, part, type Value } from "./evaluator.ts";
import { ExpressionError } from "./parser.ts";
import { type IntegerType, sizeOf, type Type, typeName } from "./types.ts";

/**
 * The letter of a format: hexadecimal, with leading zeros, decimal, unsigned, octal, binary, address, character,
 * floating-point, string.
 */
export type Format = "x" | "z" | "d" | "u" | "o" | "t" | "a" | "c" | "f" | "s";
/** All of them. */
export const FORMATS: readonly Format[] = ["x", "z", "d", "u", "o", "t", "a", "c", "f", "s"];

/** What formatting needs to know of the program. */
export interface FormatContext {
  /** The symbol of an address with an offset, as `main+4`; undefined if there is none. */
  symbolic(address: bigint): string | undefined;
  /** The bytes at an address up to a zero or a limit; undefined if it is not mapped. */
  text(
    address: bigint,
    limit: number,
  ): { readonly bytes: Uint8Array; readonly ends: boolean } | undefined;
}

/** A value as text. */
export function formatValue(value: Value, context: FormatContext, format?: Format): string {
  return new Formatter(context, format).value(value, true);
}

/** An address as text: `0x10124 <main+4>`. */
export function formatAddress(address: bigint, { symbolic }: FormatContext): string {
  const name = symbolic(address);
  return `${hexOf(address)}${name === undefined ? "" : ` <${name}>`}`;
}

const hexOf = (value: bigint) => `0x${value.toString(16)}`;

class Formatter {
  readonly #context: FormatContext;
  readonly #format: Format | undefined;

  constructor(context: FormatContext, format: Format | undefined) {
    this.#context = context;
    this.#format = format;
  }

  value(value: Value, isOutermost = false): string {
    const { type } = value;
    switch (type.kind) {
      case "struct": {
        const members = type.members.map((member) => {
          const text = this.value(part(value, member.offset, member.type, member.bits));
          return member.name === undefined ? text : `${member.name} = ${text}`;
        });
        return `{${members.join(", ")}}`;
      }
      case "array":
        return this.#array(value, type.of, type.count ?? 0);
      case "void":
        return "void";
      case "function":
        return `{code} ${formatAddress(numberOf(value), this.#context)}`;
      default:
        return this.#format === undefined
          ? this.#natural(value, isOutermost)
          : formatScalar(value, this.#format, this.#context);
    }
  }

  #natural(value: Value, isOutermost: boolean): string {
    const { type } = value;
    switch (type.kind) {
      case "integer":
        return formatInteger(numberOf(value), type);
      case "float":
        return formatFloat(floatOf(value), type.size);
      case "enumeration": {
        return formatEnumerator(numberOf(value), type.values);
      }
      case "pointer":
        return this.#pointer(numberOf(value), type, isOutermost);
      default:
        return "";
    }
  }

  #pointer(address: bigint, type: Type & { kind: "pointer" }, isOutermost: boolean): string {
    const { to } = type;
    if (to.kind === "integer" && to.shows === "character" && to.size === 1) {
      const text = this.#context.text(address, MAX_ELEMENTS);
      if (address === 0n) return "0x0";
      if (text === undefined) {
        return `${hexOf(address)} <error: Cannot access memory at address ${hexOf(address)}>`;
      }
      return `${hexOf(address)} ${formatText(text.bytes)}${text.ends ? "" : "..."}`;
    }
    const isCode = to.kind === "function";
    const prefix = isOutermost ? `(${typeName(type)}) ` : "";
    return isCode || to.kind !== "struct"
      ? `${prefix}${formatAddress(address, this.#context)}`
      : `${prefix}${hexOf(address)}${this.#dataName(address)}`;
  }

  #dataName(address: bigint): string {
    const name = this.#context.symbolic(address);
    return name === undefined ? "" : ` <${name}>`;
  }

  #array(value: Value, of: Type, count: number): string {
    const isText = of.kind === "integer" && of.shows === "character" && of.size === 1;
    if (isText && (this.#format === undefined || this.#format === "s")) {
      return formatText(value.bytes, { isArray: true });
    }
    const size = sizeOf(of);
    const texts: string[] = [];
    let shown = 0;
    for (let index = 0; index < count;) {
      if (shown++ === MAX_ELEMENTS) {
        texts.push("...");
        break;
      }
      const text = this.value(part(value, index * size, of));
      let next = index + 1;
      while (next < count && isSame(value.bytes, index * size, next * size, size)) next++;
      const isRepeated = next - index > MAX_EQUAL;
      texts.push(isRepeated ? `${text} <repeats ${next - index} times>` : text);
      index = isRepeated ? next : index + 1;
    }
    return `{${texts.join(", ").replace(/, \.\.\.$/, "...")}}`;
  }
}

function isSame(bytes: Uint8Array, a: number, b: number, size: number): boolean {
  for (let index = 0; index < size; index++) {
    if (bytes[a + index] !== bytes[b + index]) return false;
  }
  return true;
}

function formatInteger(value: bigint, { shows }: IntegerType): string {
  if (shows === "truth") return value === 0n ? "false" : value === 1n ? "true" : `${value}`;
  return shows === "character" ? `${value} ${quoteCharacter(value)}` : `${value}`;
}

/**
 * A number in the format of a letter.
 *
 * @throws {ExpressionError} for a value that the format is not for
 */
export function formatScalar(value: Value, format: Format, context: FormatContext): string {
  const size = sizeOf(value.type);
  const isFloat = value.type.kind === "float";
  const number = numberOf(value);
  const unsigned = BigInt.asUintN(8 * size, number);
  switch (format) {
    case "x":
      return hexOf(unsigned);
    case "z":
      return `0x${unsigned.toString(16).padStart(2 * size, "0")}`;
    case "d":
      return `${BigInt.asIntN(8 * size, number)}`;
    case "u":
      return `${unsigned}`;
    case "o":
      return unsigned === 0n ? "0" : `0${unsigned.toString(8)}`;
    case "t":
      return unsigned.toString(2);
    case "a":
      return formatAddress(unsigned, context);
    case "c": {
      const character = BigInt.asIntN(8, number);
      return `${character} ${quoteCharacter(character)}`;
    }
    case "f": {
      if (isFloat) return formatFloat(floatOf(value), value.type.size);
      if (size < 4) return `${number}`;
      const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, size);
      return size === 4
        ? formatFloat(view.getFloat32(0, true), 4)
        : formatFloat(view.getFloat64(0, true), 8);
    }
    case "s": {
      if (value.type.kind !== "pointer") return formatValue(value, context);
      const text = context.text(number, MAX_ELEMENTS);
      if (text === undefined) throw new ExpressionError(`no memory is mapped at ${hexOf(number)}`);
      return `${formatText(text.bytes)}${text.ends ? "" : "..."}`;
    }
  }
}
