// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { symbolRange } from "../../../host/symbols/symbol_range.ts";
import { TraceFilter, UnknownSymbolError } from "../../../host/trace/filter.ts";
import { fakeProgram } from "../fake_program.ts";

const PROGRAM = fakeProgram([
  { name: "main", value: 0x1000n, size: 0x20, kind: "function" },
  { name: "helper", value: 0x1020n },
  { name: "loop", value: 0x1028n, binding: "local" },
  { name: "last", value: 0x1100n },
  { name: "table", value: 0x2000n, size: 16, kind: "object", section: ".data" },
]);
const HIGH = 0x3f;

Deno.test("TraceFilter without options shows everything", () => {
  const filter = new TraceFilter({}, PROGRAM);
  assert(filter.instruction(0, 0x1234));
  assert(filter.access(0, 0x1234, HIGH, 0, 8));
  assert(filter.event([0n], []));
  assertFalse(filter.done);
});

Deno.test("TraceFilter with a function shows its instructions and accesses", () => {
  const filter = new TraceFilter({ symbols: ["main"] }, PROGRAM);
  assert(filter.instruction(0, 0x1000));
  assert(filter.instruction(0, 0x101c));
  assertFalse(filter.instruction(0, 0x1020));
  assertFalse(filter.instruction(1, 0x1000));
  assert(filter.access(0, 0x1004, HIGH, 0, 8));
  assertFalse(filter.access(0, 0x1024, HIGH, 0, 8));
});

Deno.test("TraceFilter with an object shows the accesses that touch it", () => {
  const filter = new TraceFilter({ symbols: ["table"] }, PROGRAM);
  assert(filter.access(0, 0x1004, 0, 0x2000, 8));
  assert(filter.access(0, 0x1004, 0, 0x1ffc, 8));
  assertFalse(filter.access(0, 0x1004, 0, 0x1ff8, 8));
  assertFalse(filter.access(0, 0x1004, 0, 0x2010, 8));
  assertFalse(filter.instruction(0, 0x1004));
});

Deno.test("TraceFilter with a range looks at the pc of instructions and the data of accesses", () => {
  const filter = new TraceFilter(
    { addresses: [{ start: 0x3f_ffff_fff8n, end: 0x40_0000_0008n }] },
    PROGRAM,
  );
  assert(filter.access(0, 0x1000, 0x3f, 0xffff_fff8, 8));
  assert(filter.access(0, 0x1000, 0x40, 0, 8));
  assert(filter.access(0, 0x1000, 0x3f, 0xffff_fff4, 8), "a misaligned access that reaches in");
  assertFalse(filter.access(0, 0x1000, 0x3f, 0xffff_fff0, 8));
  assertFalse(filter.access(0, 0x1000, 0x40, 8, 8));
  assertFalse(filter.instruction(0, 0x1000));
  assert(filter.instruction(0x3f, 0xffff_fff8));
});

Deno.test("TraceFilter with a symbol and a range shows what matches both", () => {
  const filter = new TraceFilter(
    { symbols: ["main"], addresses: [{ start: 0x1008n, end: 0x1030n }] },
    PROGRAM,
  );
  assert(filter.instruction(0, 0x1008));
  assertFalse(filter.instruction(0, 0x1004));
  assertFalse(filter.instruction(0, 0x1020));
});

Deno.test("TraceFilter shows the first N events of any kind, and is then done", () => {
  const filter = new TraceFilter({ symbols: ["main"], first: 2 }, PROGRAM);
  assertFalse(filter.instruction(0, 0x2000));
  assert(filter.instruction(0, 0x1000));
  assert(filter.event([0x1004n], [0x1004n]));
  assert(filter.done);
  assertFalse(filter.instruction(0, 0x1000));
});

Deno.test("TraceFilter shows an event if one of its addresses is in a range", () => {
  const filter = new TraceFilter({ addresses: [{ start: 0x100n, end: 0x200n }] }, PROGRAM);
  assert(filter.event([0x1000n], [0x50n, 0x150n]));
  assertFalse(filter.event([0x1000n], []));
});

Deno.test("TraceFilter refuses a symbol that the program does not have", () => {
  assertThrows(() => new TraceFilter({ symbols: ["mian"] }, PROGRAM), UnknownSymbolError, "mian");
  assertThrows(() => new TraceFilter({ symbols: ["main"] }, undefined), UnknownSymbolError);
});

Deno.test("symbolRange() of a symbol without size ends at the next function or global label", () => {
  const range = (name: string) => {
    const symbol = PROGRAM.symbol(name);
    assert(symbol !== undefined);
    return symbolRange(PROGRAM, symbol);
  };
  assertEquals(range("main"), { start: 0x1000n, end: 0x1020n });
  assertEquals(range("helper"), { start: 0x1020n, end: 0x1100n });
  assertEquals(range("last"), { start: 0x1100n, end: 0x2000n });
});
