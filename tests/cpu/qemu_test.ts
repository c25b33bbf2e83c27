// SPDX-License-Identifier: MPL-2.0
// QEMU as an independent witness: one program that computes with every instruction of one or two
// operands at their extremes, and then runs hundreds of random instruction sequences, writes all results to
// its output; assembled and linked by the GNU tools, it must write the same here and there.

import { assertEquals, assertGreater } from "@std/assert";
import { encodingOf } from "../../cpu/isa/encoding.ts";
import { DATA, ENGINES } from "./harness.ts";
import { COMPUTE, COMPUTE_ONE } from "./model.ts";
import { randomProgram } from "./programs.ts";
import { outputOf, runWithQemu, skippedWithoutQemu, START } from "./qemu.ts";
import { EXTREMES, Random } from "./values.ts";

const SEQUENCES = 400;

/** Where its data are: the page after its first. */
const GUEST_DATA = START + 4096n;

const REGISTERS = Array.from({ length: 32 }, (_, register) => register);
const words = (list: readonly number[]) => `  .word ${list.join(", ")}`;
const dwords = (list: readonly bigint[]) =>
  `  .dword ${list.map((v) => BigInt.asUintN(64, v)).join(", ")}`;

/** The instructions of two operands that QEMU 7.2 has. */
const TWO = Object.keys(COMPUTE).filter((name) => encodingOf(name)?.row.extension !== "Zicond");
/** QEMU 7.2 counts 63 zeros in a word of zeros. */
const ONE = Object.keys(COMPUTE_ONE).filter((name) => name !== "ctzw");

/** Computes with all extremes and stores the results one after the other at s1. */
function tableOfOne(): string {
  return ONE.map((name) => `
  lla s2, extremes
1: ld t0, 0(s2)
  ${name} t2, t0
  sd t2, 0(s1)
  addi s1, s1, 8
  addi s2, s2, 8
  lla t3, extremes_end
  bne s2, t3, 1b`).join("\n");
}

/** Computes with all pairs of extremes and stores the results one after the other at s1. */
function table(): string {
  return TWO.map((name) => `
  lla s2, extremes
1: lla s3, extremes
2: ld t0, 0(s2)
  ld t1, 0(s3)
  ${name} t2, t0, t1
  sd t2, 0(s1)
  addi s1, s1, 8
  addi s3, s3, 8
  lla t3, extremes_end
  bne s3, t3, 2b
  addi s2, s2, 8
  bne s2, t3, 1b`).join("\n");
}

/** Sets all registers, executes a sequence, and saves the registers that it may have changed. */
function sequence(index: number, body: readonly number[], registers: readonly bigint[]): string {
  const load = REGISTERS.slice(1, 31).map((register) => `  ld x${register}, ${8 * register}(x31)`);
  // Sequences do not change x15, so it can point to where the others are saved.
  const save = REGISTERS.map((register) => `  sd x${register}, ${8 * register}(x15)`);
  return `
  lla x31, set_${index}
${load.join("\n")}
  ld x31, 248(x31)
  j 1f
  .balign 8
set_${index}:
${dwords(registers)}
1:
${words(body)}
  lla x15, saved + ${index * 256}
${save.join("\n")}
  # On by a jump whose target only memory knows: sequences stay apart, also where code is translated.
  ld x31, 1f
  jr x31
  .balign 8
1:
  .dword 2f
2:`;
}

/** Random sequences without backward branches: at the other address a loop might never end. */
function sequences(): string {
  const random = new Random(51);
  return Array.from({ length: SEQUENCES }, (_, index) => {
    const options = { counters: false, rounds: 3, loops: false };
    const { words, registers } = randomProgram(random, random.between(5, 60), options);
    const rebased = registers.map((value, register) =>
      register >= 10 && register <= 15 ? value - DATA + GUEST_DATA : value
    );
    return sequence(index, words.slice(0, -1), rebased);
  }).join("\n");
}

/** The program, in assembly. */
function source(): string {
  const bytes = new Random(52);
  const data = Array.from({ length: 12288 / 4 }, () => bytes.bits());
  const results = TWO.length * EXTREMES.length ** 2 + ONE.length * EXTREMES.length;
  return `
  .option norelax
  .globl _start
_start:
  lla t0, begin
  jr t0
  .balign 4096
data:
${words(data)}
extremes:
${dwords(EXTREMES)}
extremes_end:
computed:
  .zero ${8 * results}
saved:
  .zero ${SEQUENCES * 256}
end:
begin:
  lla s1, computed
${table()}
${tableOfOne()}
${sequences()}
  lla s1, data
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
`;
}

Deno.test({
  name: `extremes and ${SEQUENCES} random sequences give what QEMU gives${skippedWithoutQemu}`,
  ignore: skippedWithoutQemu !== "",
  fn: async () => {
    const { image, expected } = await runWithQemu(source(), "rv64ima_zba_zbb_zbc_zbkb_zbs", "lp64");
    assertGreater(expected.length, 500_000);
    for (const engine of ENGINES) {
      using machine = engine.machine();
      const got = outputOf(machine, image);
      assertEquals(got.length, expected.length);
      const different = got.findIndex((byte, index) => byte !== expected[index]);
      assertEquals(different, -1, `${engine.name}: the output differs at byte ${different}`);
    }
  },
});
