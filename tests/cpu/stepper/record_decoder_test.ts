// SPDX-License-Identifier: MPL-2.0
// The stepper's decoder says the same as decode(): for every halfword, for words of every row with
// random fields, and for random words; with plans made as they are needed, and with those made before.

import { assert, assertEquals } from "@std/assert";
import { decode, ENCODINGS } from "../../../cpu/isa/encoding.ts";
import { STATE } from "../../../cpu/memory/layout.ts";
import { effectsOf, isCsrAllowed, isPrivileged } from "../../../cpu/semantics/effects.ts";
import { PREPARED } from "../../../cpu/stepper/prepared_full.ts";
import { decodeRecord } from "../../../cpu/stepper/record_decoder.ts";
import { addPrepared } from "../../../cpu/stepper/stepper.ts";
import { Random } from "../values.ts";

/** The offset of a register in the state block. */
const offset = (register: number, isFloat: boolean) =>
  (isFloat ? STATE.floats : STATE.registers) + 8 * register;

/** What the fields of a record must be. */
function expected(word: number) {
  const instruction = decode(word);
  const effects = instruction === undefined ? undefined : effectsOf(instruction.encoding);
  const ends = effects?.control.kind !== "next";
  if (
    instruction === undefined || effects === undefined || isPrivileged(instruction) ||
    !isCsrAllowed(instruction)
  ) return { row: -1, ends };
  const { rd, rs1, rs2, rs3, imm, shamt, csr, uimm, rm, encoding, length } = instruction;
  const isFloat = effects.writes === "float";
  const low = effects.readsFrs3 ? offset(rs3, true) : csr;
  return {
    row: encoding.index,
    isCompressed: length === 2,
    rd: rd === 0 && !isFloat ? STATE.discard : offset(rd, isFloat),
    rs1: offset(rs1, effects.readsFrs1),
    rs2: offset(rs2, effects.readsFrs2),
    imm: imm | shamt | low | ((uimm | rm) << 16),
    ends,
  };
}

function assertSame(word: number): void {
  const { row, ends, ...fields } = decodeRecord(word);
  const actual = row === -1 ? { row, ends } : { row, ends, ...fields };
  const wanted = expected(word);
  const names = Object.keys(wanted) as (keyof typeof wanted)[];
  const isSame = names.every((name) =>
    Object.is(actual[name as keyof typeof actual], wanted[name])
  );
  if (!isSame) assertEquals(actual, wanted, `0x${word.toString(16)}`);
}

/** The tests of the second round run with the plans that the first of them adds. */
for (const withPlans of ["", ", with the plans made before"]) {
  Deno.test(`decodeRecord() agrees with decode() about every halfword${withPlans}`, () => {
    if (withPlans !== "") addPrepared(PREPARED);
    for (let halfword = 0; halfword < 2 ** 16; halfword++) {
      if ((halfword & 3) !== 3) assertSame(halfword);
    }
  });

  Deno.test(`decodeRecord() agrees with decode() about words of every row${withPlans}`, () => {
    const random = new Random(81);
    for (const { match, mask, mnemonic } of ENCODINGS) {
      let legal = 0;
      for (let count = 0; count < 200; count++) {
        const word = (match | (random.bits() & ~mask)) >>> 0;
        assertSame(word);
        if (decode(word)?.mnemonic === mnemonic) legal++;
      }
      assert(legal > 0, mnemonic);
    }
  });

  Deno.test(`decodeRecord() agrees with decode() about random words${withPlans}`, () => {
    const random = new Random(82);
    for (let count = 0; count < 100_000; count++) assertSame((random.bits() | 3) >>> 0);
  });
}
