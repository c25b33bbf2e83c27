// SPDX-License-Identifier: MPL-2.0
// QEMU as an independent witness of floating point: a program, assembled and linked by the GNU tools,
// executes every operation of F and D in every mode on a table of operands and writes results and
// flags, which must be the same here and there. With LEVERET_FLOAT_CASES=n, on n random operands each.

import { assertEquals, assertGreater } from "@std/assert";
import { variantsOf } from "./cases.ts";
import {
  type Operands,
  OPERATIONS,
  randomCase,
  requestedCases,
  specialCases,
  takesInteger,
  type Tried,
} from "./operands.ts";
import { ROUNDING_MODE_NAMES } from "../../../cpu/isa/registers.ts";
import { ENGINES } from "../harness.ts";
import { outputOf, runWithQemu, skippedWithoutQemu } from "../qemu.ts";
import { Random } from "../values.ts";

/** Random cases of each operation, and how many of the special ones. */
const FEW = 25;
const FEW_SPECIAL = 75;
/** The most random cases in one program. */
const BATCH = 1000;

/** The instruction of a variant: operands in f1 to f3 or t0, the result in f4 or t1. */
function instruction({ encoding }: Tried, rm: number): string {
  const texts: Readonly<Record<string, string>> = {
    rd: "t1",
    frd: "f4",
    rs1: "t0",
    frs1: "f1",
    frs2: "f2",
    frs3: "f3",
    rm: ROUNDING_MODE_NAMES.get(rm) ?? "",
  };
  const operands = encoding.row.operands.split(", ").map((operand) => texts[operand]);
  return `${encoding.mnemonic} ${operands.join(", ")}`;
}

/** Executes an operation in all variants on its table, and stores results and fcsr at s1. */
function loop(tried: Tried, index: number, operands: readonly Operands[]): string {
  const { encoding } = tried;
  const store = encoding.floats.has("rd") ? "fsd f4" : "sd t1";
  const variants = variantsOf(encoding).map(({ rm, fcsr }) => `
  li t2, ${fcsr}
  fscsr t2
  ${instruction(tried, rm)}
  frcsr t2
  ${store}, 0(s1)
  sd t2, 8(s1)
  addi s1, s1, 16`);
  return `
  lla s2, table_${index}
  lla s3, table_${index}_end
1: ${takesInteger(encoding) ? "ld t0" : "fld f1"}, 0(s2)
  fld f2, 8(s2)
  fld f3, 16(s2)
${variants.join("")}
  addi s2, s2, 24
  beq s2, s3, 2f
  j 1b
  .balign 8
table_${index}:
  .dword ${operands.flat().join(", ")}
table_${index}_end:
2:`;
}

function resultsOf({ encoding }: Tried, operands: readonly Operands[]): number {
  return 16 * variantsOf(encoding).length * operands.length;
}

/** A program, and how long its output is. */
function program(operandsOf: (tried: Tried) => readonly Operands[]) {
  const parts = OPERATIONS.map((tried) => ({ tried, operands: operandsOf(tried) }));
  const size = parts.reduce((sum, { tried, operands }) => sum + resultsOf(tried, operands), 0);
  const loops = parts.map(({ tried, operands }, index) => loop(tried, index, operands));
  const source = `
  .option norelax
  .globl _start
  .balign 4096
_start:
  lla s1, results
${loops.join("\n")}
  lla s1, results
1: li a0, 1
  mv a1, s1
  lla a2, end
  sub a2, a2, a1
  li a7, 64
  ecall
  add s1, s1, a0
  lla a2, end
  bltu s1, a2, 1b
  li a0, 0
  li a7, 93
  ecall
  .balign 8
results:
  .zero ${size}
end:
`;
  return { source, parts, size };
}

/** Which case a byte of the output belongs to. */
function caseAt({ parts }: ReturnType<typeof program>, at: number): string {
  let start = 0;
  for (const { tried, operands } of parts) {
    const size = resultsOf(tried, operands);
    if (at < start + size) {
      const variants = variantsOf(tried.encoding);
      const index = Math.floor((at - start) / 16);
      const variant = variants[index % variants.length];
      const values = operands[Math.floor(index / variants.length)];
      const hex = values?.map((value) => `0x${value.toString(16)}`).join(", ");
      const what = at % 16 < 8 ? "the result" : "fcsr";
      return `${what} of ${tried.mnemonic} ${variant?.label} of ${hex}, fcsr ${variant?.fcsr}`;
    }
    start += size;
  }
  return "nothing";
}

async function compare(operandsOf: (tried: Tried) => readonly Operands[]): Promise<number> {
  const made = program(operandsOf);
  const { image, expected } = await runWithQemu(made.source, "rv64imfd", "lp64d");
  assertEquals(expected.length, made.size);
  for (const engine of ENGINES) {
    using machine = engine.machine();
    const got = outputOf(machine, image);
    assertEquals(got.length, expected.length);
    const at = got.findIndex((byte, index) => byte !== expected[index]);
    assertEquals(at, -1, `${engine.name}: other than QEMU: ${caseAt(made, at)}`);
  }
  return made.size / 16;
}

/** Some of the items, evenly. */
function some<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items.slice(Math.floor(index * step))[0],
  ).filter((item) => item !== undefined);
}

Deno.test({
  name: `every operation of floating point gives what QEMU gives${skippedWithoutQemu}`,
  ignore: skippedWithoutQemu !== "",
  fn: async () => {
    const requested = requestedCases();
    const random = new Random(requested ?? 72);
    const draw = (tried: Tried, count: number) =>
      Array.from({ length: count }, () => randomCase(random, tried));
    const compared = await compare((tried) => [
      ...requested === undefined ? some(specialCases(tried), FEW_SPECIAL) : specialCases(tried),
      ...draw(tried, FEW),
    ]);
    assertGreater(compared, 50_000);
    let total = compared;
    for (let done = 0; done < (requested ?? 0); done += BATCH) {
      total += await compare((tried) => draw(tried, Math.min(BATCH, (requested ?? 0) - done)));
    }
    if (requested !== undefined) console.log(`${total} results were QEMU's`);
  },
});
