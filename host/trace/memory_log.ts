// SPDX-License-Identifier: MPL-2.0
// The memory log: one line per load, store and atomic access.
//
//     load  8 0x0000003fffffff00 = 0x0000000000000001  pc 0x0000000000010000
//     store 1 0x0000000000012000 = 0x41                pc 0x0000000000010004  # main+0x8  hello.s:12
//     amo   4 0x0000000000012004 = 0x00000002          pc 0x0000000000010008
//
// That is: the kind of access, its size in bytes, the address, the value in memory (two digits per byte),
// and the pc. The value of a load is what memory held, before any extension; that of an atomic access is
// what it stored.

import type { AccessDirection } from "../../cpu/trace_buffer.ts";
import type { ByteWriter } from "../text/byte_writer.ts";
import type { Fields } from "./fields.ts";
import {
  writeAccessJson,
  writeEventStart,
  writeSized,
  writeStoredJson,
  writeValueJson,
} from "./instruction_log.ts";

const VALUE_DIGITS = 16;
const PADDING = Array.from({ length: VALUE_DIGITS }, (_, spaces) => " ".repeat(spaces));

const NAMES: Readonly<Record<AccessDirection, string>> = {
  load: "load  ",
  store: "store ",
  atomic: "amo   ",
};

/** Writes the line of an access, without its end. The record must have an access. */
export function writeAccess(writer: ByteWriter, fields: Fields): void {
  writer.text(NAMES[fields.access ?? "load"]);
  writer.decimal(fields.size);
  writer.text(" 0x");
  writer.hex64(fields.addressHigh, fields.addressLow);
  writer.text(" = 0x");
  if (fields.access === "atomic") {
    writeSized(writer, fields.storedHigh, fields.storedLow, fields.size);
  } else {
    writeSized(writer, fields.valueHigh, fields.valueLow, fields.size);
  }
  writer.text(PADDING[VALUE_DIGITS - 2 * fields.size] ?? "");
  writer.text("  pc 0x");
  writer.hex64(fields.pcHigh, fields.pcLow);
}

/** Writes an access as a JSON object without its closing brace. */
export function writeAccessEventJson(writer: ByteWriter, fields: Fields): void {
  writeEventStart(writer, "memory", fields);
  writeAccessJson(writer, fields);
  if (fields.access === "atomic") writeStoredJson(writer, fields);
  else writeValueJson(writer, fields);
}
