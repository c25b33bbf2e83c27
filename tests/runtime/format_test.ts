// SPDX-License-Identifier: MPL-2.0
// Numbers as text: rt.fmtdec, rt.fmtudec and rt.fmthex into a buffer, and the routines that print, against
// what BigInt's own toString() says.

import { assertEquals } from "@std/assert";
import { fc } from "../properties.ts";
import { GuestCaller, runtimeProgram } from "./guest_caller.ts";

const BUFFER_SIZE = 32;
/** What the buffer holds before: no digit. */
const UNTOUCHED = 0xee;

const FORMATS = [
  { into: "rt.fmtdec", print: "rt.putdec", text: (v: bigint) => String(BigInt.asIntN(64, v)) },
  { into: "rt.fmtudec", print: "rt.putudec", text: (v: bigint) => String(v) },
  { into: "rt.fmthex", print: "rt.puthex", text: (v: bigint) => `0x${v.toString(16)}` },
];

/** Every number of digits in either base, its first and its last number, and the extremes. */
const EDGES = [
  0n,
  1n << 63n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
  ...Array.from({ length: 20 }, (_, power) => 10n ** BigInt(power)),
  ...Array.from({ length: 16 }, (_, power) => 16n ** BigInt(power)),
].flatMap((edge) => [edge - 1n, edge, edge + 1n, -edge]).map((edge) => BigInt.asUintN(64, edge));

const program = runtimeProgram(
  FORMATS.flatMap(({ into, print }) => [into, print]),
  `
        .bss
        .globl  buffer
buffer: .zero ${BUFFER_SIZE}
`,
);

for (const { into, print, text } of FORMATS) {
  Deno.test(`${into} writes the digits, nothing after them, and gives their number`, () => {
    using guest = new GuestCaller(program);
    const { memory } = guest.process.machine;
    const buffer = guest.address("buffer");
    const check = (value: bigint) => {
      memory.write(buffer, new Uint8Array(BUFFER_SIZE).fill(UNTOUCHED));
      const length = Number(guest.call(into, buffer, value));
      const bytes = memory.read(buffer, BUFFER_SIZE);
      assertEquals(new TextDecoder().decode(bytes.subarray(0, length)), text(value));
      assertEquals(bytes.subarray(length), new Uint8Array(BUFFER_SIZE - length).fill(UNTOUCHED));
    };
    EDGES.forEach(check);
    fc.assert(fc.property(fc.bigInt(0n, (1n << 64n) - 1n), check));
  });

  Deno.test(`${print} prints what ${into} forms`, () => {
    using guest = new GuestCaller(program);
    for (const value of EDGES) assertEquals(guest.call(print, 1, value), 0n);
    assertEquals(guest.stdout, EDGES.map(text).join(""));
  });
}
