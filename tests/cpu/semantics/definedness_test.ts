// SPDX-License-Identifier: MPL-2.0
// The undefined bits of results against the results themselves: an instruction runs once for each
// value of its undefined operand bits. A bit of the result that changes must be marked undefined; for
// integer instructions other than products and the like, no other bit may be.

import { assertEquals } from "@std/assert";
import { MEMORY_CHECKS } from "../../../cpu/checks/memory_checks.ts";
import { encode, type Encoding, ENCODINGS } from "../../../cpu/isa/encoding.ts";
import { Machine } from "../../../cpu/machine.ts";
import { SHADOW_STATE } from "../../../cpu/memory/shadow.ts";
import { type Effects, effectsOf } from "../../../cpu/semantics/effects.ts";
import { CODE, rwx } from "../harness.ts";
import { EXTREMES, Random } from "../values.ts";

const [RD, RS1, RS2] = [12, 10, 11];
const MAX_UNDEFINED = 4;
const TRIALS = 12;

/** Instructions for which every bit that is marked must be able to change. */
const EXACT = new Set(
  ("lui auipc addi slti sltiu xori ori andi slli srli srai add sub slt sltu xor or and addiw slliw " +
    "srliw sraiw addw subw add.uw sh1add sh2add sh3add slli.uw andn orn xnor sext.b sext.h zext.h " +
    "rev8 rori roriw pack packh packw brev8 beq bne blt bge bltu bgeu").split(" "),
);

/** Rows that only compute: from integer registers, to one or to a branch. */
const isComputation = ({ access, control, accessesCsr, readsFrs1, writes }: Effects): boolean =>
  access === undefined && !accessesCsr && !readsFrs1 &&
  (control.kind === "branch" || control.kind === "next" && writes === "integer");

const ROWS = ENCODINGS.filter((encoding) => isComputation(effectsOf(encoding)));

/** A few bits of the two operands. */
function undefinedBits(random: Random, readsRs2: boolean): [bigint, bigint] {
  const masks: [bigint, bigint] = [0n, 0n];
  for (let count = 1 + random.below(MAX_UNDEFINED); count > 0; count--) {
    const operand = readsRs2 ? random.below(2) : 0;
    masks[operand as 0 | 1] |= 1n << BigInt(random.below(64));
  }
  return masks;
}

/** All values that agree with one where its bits are defined. */
function variants(value: bigint, undefinedBits: bigint): bigint[] {
  let found = [value & ~undefinedBits];
  for (let bit = 1n; bit <= undefinedBits; bit <<= 1n) {
    if ((undefinedBits & bit) !== 0n) found = found.flatMap((other) => [other, other | bit]);
  }
  return found;
}

/** Runs one instruction; returns rd, or where a branch goes, and the undefined bits of that. */
function runOne(
  machine: Machine,
  word: number,
  operands: readonly [bigint, bigint],
  masks: readonly [bigint, bigint],
): { result: bigint; undefinedBits: bigint } {
  const { shadow } = machine;
  if (shadow === undefined) throw new Error("no shadow");
  machine.memory.writeUint(CODE, 4, BigInt(word >>> 0), "any");
  machine.registers.set(RS1, operands[0]);
  machine.registers.set(RS2, operands[1]);
  machine.registers.set(RD, 0n);
  shadow.defineRegisters();
  shadow.setRegister(RS1, masks[0]);
  shadow.setRegister(RS2, masks[1]);
  machine.pc = CODE;
  let mistakes = 0n;
  machine.onMistake = () => {
    mistakes++;
    shadow.defineRegisters();
  };
  machine.step();
  const isBranch = effectsOf(ENCODINGS.find(({ mask, match }) => (word & mask) === match)!)
    .control.kind === "branch";
  return isBranch
    ? { result: machine.pc === CODE + 4n ? 0n : 1n, undefinedBits: mistakes }
    : { result: machine.registers.get(RD), undefinedBits: shadow.register(RD) };
}

function wordOf({ fields, mnemonic, match }: Encoding, random: Random): number {
  const values: Record<string, number> = { rd: RD, rs1: RS1, rs2: RS2, rm: 0 };
  for (const { name } of fields) {
    if (name === "imm") values["imm"] = mnemonic.startsWith("b") ? 16 : random.below(32);
    if (name === "shamt") values["shamt"] = random.below(32);
  }
  return encode({ match, fields } as Encoding, values as Parameters<typeof encode>[1]);
}

Deno.test("the undefined bits of a result are those that undefined operand bits can change", () => {
  const random = new Random(7);
  using machine = new Machine({ engine: "stepper", checks: MEMORY_CHECKS });
  machine.memory.map(CODE, 4096, rwx("rwx"));
  const wrong: string[] = [];
  for (const encoding of ROWS) {
    const { mnemonic } = encoding;
    const effects = effectsOf(encoding);
    for (let trial = 0; trial < TRIALS; trial++) {
      const word = wordOf(encoding, random);
      const pick = () => EXTREMES[random.below(EXTREMES.length)] ?? 0n;
      const operands: [bigint, bigint] = [pick(), random.below(3) === 0 ? pick() : pick() >> 1n];
      const masks = undefinedBits(random, effects.readsRs2);
      const { undefinedBits: marked } = runOne(machine, word, operands, masks);
      const results = variants(operands[0], masks[0]).flatMap((a) =>
        variants(operands[1], masks[1]).map((b) => runOne(machine, word, [a, b], [0n, 0n]).result)
      );
      const changing = results.reduce((bits, other) => bits | (other ^ (results[0] ?? 0n)), 0n);
      const isWrong = EXACT.has(mnemonic) ? changing !== marked : (changing & ~marked) !== 0n;
      if (isWrong) {
        const hex = [...operands, ...masks, changing, marked].map((value) => value.toString(16));
        wrong.push(`${mnemonic} ${(word >>> 0).toString(16)}: ${hex.join(" ")}`);
      }
    }
  }
  assertEquals(wrong, []);
});

Deno.test("defined operands have defined results", () => {
  const random = new Random(8);
  using machine = new Machine({ engine: "stepper", checks: MEMORY_CHECKS });
  machine.memory.map(CODE, 4096, rwx("rwx"));
  for (const encoding of ROWS) {
    const { undefinedBits } = runOne(machine, wordOf(encoding, random), [5n, 7n], [0n, 0n]);
    assertEquals(undefinedBits, 0n, encoding.mnemonic);
  }
  assertEquals(machine.shadow?.get(SHADOW_STATE.tainted), 0n);
});
