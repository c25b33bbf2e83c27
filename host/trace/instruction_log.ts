// SPDX-License-Identifier: MPL-2.0
// The instruction log: one line per retired instruction, in the format of the commit log of Spike, the
// RISC-V reference simulator, so that tools for those logs work on ours:
//
//     core   0: 0 0x0000000000010000 (0x00012503) x10 0x0000000000000001 mem 0x0000003fffffff00
//     core   0: 0 0x0000000000010004 (0x00a13023) mem 0x0000003fffffff00 0x0000000000000001
//     core   0: 0 0x0000000000010008 (0x00a1252f) x10 0x0000000000000001 mem 0x0000003fffffff00 mem 0x0000003fffffff00 0x00000002
//
// That is: hart, privilege (0 is user mode), pc, the instruction's bits, the register written and its value,
// the address of a load, and the address and value of a store (two digits per byte). An atomic instruction
// has both. An annotation follows as a comment: symbol, source location and source line.

import { disassemble } from "../../asm/disassembly/disassembler.ts";
import { printable, printableLines } from "../../asm/object/printable.ts";
import { type AccessDirection, FIRST_FLOAT } from "../../cpu/trace_buffer.ts";
import type { ByteWriter } from "../text/byte_writer.ts";
import { type Fields, join } from "./fields.ts";
import {
  type CodeLocation,
  type CodeLocations,
  formatSourceLocation,
} from "../symbols/locations.ts";

const HART_AND_PRIVILEGE = "core   0: 0 0x";
const HEX_HIGH = 2 ** 32;

/** Writes the `size` bytes of a value in hexadecimal, two digits per byte. */
export function writeSized(writer: ByteWriter, high: number, low: number, size: number): void {
  switch (size) {
    case 1:
    case 2:
    case 4:
      writer.hexBytes(low, size);
      break;
    default:
      writer.hex64(high, low);
  }
}

/** Writes the line of an instruction, without its end. */
export function writeInstruction(writer: ByteWriter, fields: Fields): void {
  writer.text(HART_AND_PRIVILEGE);
  writer.hex64(fields.pcHigh, fields.pcLow);
  writer.text(" (0x");
  writer.hexBytes(fields.word, fields.length);
  writer.text(")");
  if (fields.rd !== 0) {
    writer.text(REGISTER_COLUMNS[fields.rd] ?? "");
    writer.hex64(fields.valueHigh, fields.valueLow);
  }
  if (fields.access !== undefined) {
    writer.text(" mem 0x");
    writer.hex64(fields.addressHigh, fields.addressLow);
    if (fields.access === "store") {
      writer.text(" 0x");
      writeSized(writer, fields.valueHigh, fields.valueLow, fields.size);
    } else if (fields.access === "atomic") {
      writer.text(" mem 0x");
      writer.hex64(fields.addressHigh, fields.addressLow);
      writer.text(" 0x");
      writeSized(writer, fields.storedHigh, fields.storedLow, fields.size);
    }
  }
}

/** Spike pads the register number to two columns. */
const REGISTER_COLUMNS = ["x", "f"].flatMap((letter) =>
  Array.from({ length: FIRST_FLOAT }, (_, number) => ` ${letter}${String(number).padEnd(2)} 0x`)
);

/** The annotations of a program's instructions. Each is formatted and encoded once. */
export class Annotations {
  readonly #locations: CodeLocations;
  readonly #format: (location: CodeLocation, word: number) => string;
  readonly #cache = new Map<number, { readonly word: number; readonly text: Uint8Array }>();
  readonly #encoder = new TextEncoder();

  /** Annotations that `format` makes of the locations in `locations`, and of instruction words. */
  constructor(locations: CodeLocations, format: (location: CodeLocation, word: number) => string) {
    this.#locations = locations;
    this.#format = format;
  }

  /** The annotation of the instruction at an address, given as two halves. */
  at(high: number, low: number, word: number): Uint8Array {
    // Only exact below 2^53. Above, neighbouring addresses would have the same key.
    const key = high * HEX_HIGH + low;
    const known = this.#cache.get(key);
    if (known?.word === word) return known.text;
    const text = this.#encoder.encode(this.#format(this.#locations.at(join(high, low)), word));
    if (Number.isSafeInteger(key)) this.#cache.set(key, { word, text });
    return text;
  }
}

/**
 * `  # main+0x8  hello.s:12  li a0, 1`: the annotation at the end of a line. Where the source line is not
 * assembly, the instruction comes before it.
 */
export function formatAnnotation(
  { symbol, location, source }: CodeLocation,
  word?: number,
): string {
  const isAssembly = source !== undefined && ASSEMBLY.test(location?.file ?? "");
  const parts = [
    symbol && printable(symbol),
    location === undefined ? undefined : formatSourceLocation(location),
    isAssembly || word === undefined ? undefined : disassemble(word),
    source && printableLines(source),
  ]
    .filter((part) => part !== undefined);
  return parts.length === 0 ? "" : `  # ${parts.join("  ")}`;
}

/** The names of assembly sources. Standard input is one, too. */
const ASSEMBLY = /(?:\.(?:s|S|asm)|^<stdin>)$/;

/**
 * `,"mnemonic":"addi","operands":"a0, a0, 1","symbol":"main+0x8","file":"hello.s","line":12`: the annotation
 * in JSON.
 */
export function jsonAnnotation({ symbol, location }: CodeLocation, word?: number): string {
  const known = {
    ...word === undefined ? {} : instructionJson(word),
    symbol,
    file: location?.file,
    line: location?.line,
  };
  const text = printable(JSON.stringify(known)).slice(1, -1);
  return text === "" ? "" : `,${text}`;
}

function instructionJson(word: number) {
  const [mnemonic, ...operands] = disassemble(word).split(" ");
  return { mnemonic, operands: operands.join(" ") };
}

/** Writes `{"event":"memory","number":43,"pc":"0x…"`: the start of a record's JSON object. */
export function writeEventStart(
  writer: ByteWriter,
  event: "instruction" | "memory",
  fields: Fields,
): void {
  writer.text('{"event":"');
  writer.text(event);
  if (fields.number !== undefined) {
    writer.text('","number":');
    writer.decimal(fields.number);
    writer.text(',"pc":"0x');
  } else {
    writer.text('","pc":"0x');
  }
  writer.hex64(fields.pcHigh, fields.pcLow);
  writer.text('"');
}

/** Writes an instruction as a JSON object without its closing brace. */
export function writeInstructionJson(writer: ByteWriter, fields: Fields): void {
  writeEventStart(writer, "instruction", fields);
  writer.text(',"word":"0x');
  writer.hexBytes(fields.word, fields.length);
  writer.text('"');
  if (fields.rd !== 0) {
    const isFloat = fields.rd >= FIRST_FLOAT;
    writer.text(isFloat ? ',"frd":' : ',"rd":');
    writer.decimal(isFloat ? fields.rd - FIRST_FLOAT : fields.rd);
    writer.text(',"value":"0x');
    writer.hex64(fields.valueHigh, fields.valueLow);
    writer.text('"');
  }
  if (fields.access !== undefined) writeAccessJson(writer, fields);
  // The value of a load is that of `rd`.
  if (fields.access === "store") writeValueJson(writer, fields);
  if (fields.access === "atomic") writeStoredJson(writer, fields);
}

const ACCESS_JSON: Readonly<Record<AccessDirection, string>> = {
  load: ',"access":"load"',
  store: ',"access":"store"',
  atomic: ',"access":"atomic"',
};

/** Writes `,"access":"load","address":"0x…","size":8`. */
export function writeAccessJson(writer: ByteWriter, fields: Fields): void {
  writer.text(ACCESS_JSON[fields.access ?? "load"]);
  writer.text(',"address":"0x');
  writer.hex64(fields.addressHigh, fields.addressLow);
  writer.text('","size":');
  writer.decimal(fields.size);
}

/** Writes `,"value":"0x…"`: the value loaded or stored. */
export function writeValueJson(writer: ByteWriter, fields: Fields): void {
  writer.text(',"value":"0x');
  writeSized(writer, fields.valueHigh, fields.valueLow, fields.size);
  writer.text('"');
}

/** Writes `,"stored":"0x…"`: the value that an atomic access stored. */
export function writeStoredJson(writer: ByteWriter, fields: Fields): void {
  writer.text(',"stored":"0x');
  writeSized(writer, fields.storedHigh, fields.storedLow, fields.size);
  writer.text('"');
}
