// SPDX-License-Identifier: MPL-2.0
// The lines are compared with what Spike prints for the same instructions (riscv/execute.cc,
// commit_log_print_insn: hart in four columns, privilege, pc, bits, " x%-2d ", " mem ").
import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../../host/text/byte_writer.ts";
import { emptyFields, type Fields } from "../../../host/trace/fields.ts";
import {
  formatAnnotation,
  jsonAnnotation,
  writeInstruction,
  writeInstructionJson,
} from "../../../host/trace/instruction_log.ts";
import { writeAccess, writeAccessEventJson } from "../../../host/trace/memory_log.ts";

function text(
  write: (writer: ByteWriter, fields: Fields) => void,
  fields: Partial<Fields>,
): string {
  let result = "";
  const writer = new ByteWriter((bytes) => result += new TextDecoder().decode(bytes));
  write(writer, { ...emptyFields(), ...fields });
  writer.flush();
  return result;
}

const AUIPC = { pcLow: 0x8000_0000, word: 0x297, rd: 5, valueLow: 0x8000_0000 };
const LD = {
  pcLow: 0x1000_0000,
  word: 0x0001_3503,
  rd: 10,
  valueHigh: 0xffff_ffff,
  valueLow: 0x8000_0001,
  access: "load",
  addressHigh: 0x3f,
  addressLow: 0xffff_ff00,
  size: 8,
} as const;
const SB = {
  pcLow: 0x1000_0004,
  word: 0x00a1_0023,
  valueLow: 0x1234_5641,
  access: "store",
  addressHigh: 0x3f,
  addressLow: 0x10,
  size: 1,
} as const;

Deno.test("writeInstruction() pads the register's number as Spike does", () => {
  assertEquals(
    text(writeInstruction, AUIPC),
    "core   0: 0 0x0000000080000000 (0x00000297) x5  0x0000000080000000",
  );
});

Deno.test("writeInstruction() shows a load's register and address", () => {
  assertEquals(
    text(writeInstruction, LD),
    "core   0: 0 0x0000000010000000 (0x00013503) x10 0xffffffff80000001 mem 0x0000003fffffff00",
  );
});

Deno.test("writeInstruction() shows a store's address, and its value in the digits of its size", () => {
  assertEquals(
    text(writeInstruction, SB),
    "core   0: 0 0x0000000010000004 (0x00a10023) mem 0x0000003f00000010 0x41",
  );
});

Deno.test("writeInstruction() ends with the bits of an instruction without a result", () => {
  assertEquals(
    text(writeInstruction, { pcLow: 0x10, word: 0x0000_0063 }),
    "core   0: 0 0x0000000000000010 (0x00000063)",
  );
});

Deno.test("writeInstruction() shows the four digits of a compressed instruction", () => {
  assertEquals(
    text(writeInstruction, { pcLow: 0x10, word: 0x4501, length: 2, rd: 10 }),
    "core   0: 0 0x0000000000000010 (0x4501) x10 0x0000000000000000",
  );
});

Deno.test("writeInstructionJson() writes an object without its closing brace", () => {
  assertEquals(JSON.parse(`${text(writeInstructionJson, { ...LD, number: 12 })}}`), {
    event: "instruction",
    number: 12,
    pc: "0x0000000010000000",
    word: "0x00013503",
    rd: 10,
    value: "0xffffffff80000001",
    access: "load",
    address: "0x0000003fffffff00",
    size: 8,
  });
  assertEquals(JSON.parse(`${text(writeInstructionJson, SB)}}`), {
    event: "instruction",
    pc: "0x0000000010000004",
    word: "0x00a10023",
    access: "store",
    address: "0x0000003f00000010",
    size: 1,
    value: "0x41",
  });
});

Deno.test("writeAccess() aligns the pc after values of every size", () => {
  const lines = [1, 2, 4, 8].map((size) => text(writeAccess, { ...SB, size }));
  assertEquals(lines, [
    "store 1 0x0000003f00000010 = 0x41                pc 0x0000000010000004",
    "store 2 0x0000003f00000010 = 0x5641              pc 0x0000000010000004",
    "store 4 0x0000003f00000010 = 0x12345641          pc 0x0000000010000004",
    "store 8 0x0000003f00000010 = 0x0000000012345641  pc 0x0000000010000004",
  ]);
});

Deno.test("writeAccess() shows the bytes of a load as they are in memory", () => {
  assertEquals(
    text(writeAccess, { ...LD, size: 4 }),
    "load  4 0x0000003fffffff00 = 0x80000001          pc 0x0000000010000000",
  );
});

Deno.test("writeAccessEventJson() writes an object without its closing brace", () => {
  assertEquals(JSON.parse(`${text(writeAccessEventJson, SB)}}`), {
    event: "memory",
    pc: "0x0000000010000004",
    access: "store",
    address: "0x0000003f00000010",
    size: 1,
    value: "0x41",
  });
});

Deno.test("formatAnnotation() leaves out what is unknown", () => {
  const location = { file: "a b.s", line: 3 };
  assertEquals(
    formatAnnotation({ symbol: "main+0x8", location, source: "li a0, 1" }),
    "  # main+0x8  a b.s:3  li a0, 1",
  );
  assertEquals(
    formatAnnotation({ symbol: "main", location: undefined, source: undefined }),
    "  # main",
  );
  assertEquals(formatAnnotation({ symbol: undefined, location: undefined, source: undefined }), "");
});

Deno.test("jsonAnnotation() continues an object, and escapes strings", () => {
  const location = { file: 'a"b.s', line: 3 };
  assertEquals(
    JSON.parse(`{"x":1${jsonAnnotation({ symbol: "main", location, source: undefined })}}`),
    { x: 1, symbol: "main", file: 'a"b.s', line: 3 },
  );
  assertEquals(jsonAnnotation({ symbol: undefined, location: undefined, source: undefined }), "");
});

Deno.test("floating-point registers have the letter f, and are `frd` in JSON", () => {
  // fadd.d fa1, fa0, fa0
  const fields = { pcLow: 0x1_0000, word: 0x02a5_75d3, rd: 32 + 11, valueHigh: 0x4008_0000 };
  assertEquals(
    text(writeInstruction, fields),
    "core   0: 0 0x0000000000010000 (0x02a575d3) f11 0x4008000000000000",
  );
  assertEquals(
    text(writeInstructionJson, fields),
    '{"event":"instruction","pc":"0x0000000000010000","word":"0x02a575d3",' +
      '"frd":11,"value":"0x4008000000000000"',
  );
});
