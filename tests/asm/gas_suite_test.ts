// SPDX-License-Identifier: MPL-2.0
// gas' own sources for RISC-V and for all ELF targets: where both assemblers accept one, the loaded sections are
// equal after linking, and where only one does, the reason is on the page of differences. The suite is not
// part of this project: LEVERET_GAS_SUITE names its directory gas/testsuite/gas, of binutils 2.40, and
// without it nothing is run.

import { assertEquals, assertGreater } from "@std/assert";
import { compareCase, suiteCases, type SuiteResult } from "./gas_suite.ts";
import { gnuVersion, withDirectory } from "./goldens/gnu.ts";

const VARIABLE = "LEVERET_GAS_SUITE";
/** The part of the sources that both accept which must give equal bytes. */
const MIN_EQUAL = 0.97;

/** The sources on which we differ, and why, in the words of asm/DIFFERENCES.md. */
const KNOWN: Readonly<Record<string, string>> = {
  "all/assign.s": ".globl for an equate of another file's symbol",
  "all/eval.s": "an equate with the name of a register",
  "elf/equ-reloc.s": "a symbol with the name of a register",
  "elf/dwarf2-20.s": ".nop with an operand",
  "elf/dwarf2-21.s": ".nop with an operand",
  "elf/syms.s": "a section name that is not UTF-8",
  "elf/ehopt0.s": "a hand-written .eh_frame",
  "all/pr27384.s": "operands of .psize",
  "all/relax.s": ".uleb128 of a distance",
  "elf/groupauto.s": ".uleb128 of a distance",
  "all/sleb128-2.s": ".sleb128 of a distance",
  "all/sleb128-4.s": ".sleb128 of a distance",
  "all/sleb128-5.s": ".sleb128 of a distance",
  "all/sleb128-7.s": ".sleb128 of a distance",
  "elf/dwarf2-6.s": "a list after .uleb128",
  "elf/dwarf2-8.s": "the view of .loc",
  "elf/dwarf2-9.s": "the view of .loc",
  "elf/dwarf2-10.s": "the view of .loc",
  "riscv/attribute-14.s": "sfence.vm",
  "elf/pr21661.s": ".symver of a common symbol",
  "elf/redef.s": "a name that .set gives one address and later another",
};

const directory = await (async () => {
  const { state } = await Deno.permissions.query({ name: "env", variable: VARIABLE });
  return state === "granted" ? Deno.env.get(VARIABLE) : undefined;
})();

Deno.test({
  name: `gas' own tests give the bytes of GNU as${
    directory === undefined ? ` (skipped: ${VARIABLE} names no directory)` : ""
  }`,
  ignore: directory === undefined,
  fn: () =>
    withDirectory(async (scratch) => {
      if (directory === undefined) return;
      assertEquals((await gnuVersion()).includes("2.40"), true, "GNU as 2.40 is compared");
      const counts = new Map<string, number>();
      const unexplained: string[] = [];
      for (const each of await suiteCases(directory)) {
        const result: SuiteResult = await compareCase(directory, each, scratch);
        const kind = typeof result === "string" ? result : result.kind;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        if (typeof result === "string" || KNOWN[each.source] !== undefined) continue;
        unexplained.push(`${kind}: ${[each.source, ...each.options].join(" ")}: ${result.detail}`);
      }
      console.log(Object.fromEntries(counts));
      const equal = counts.get("equal") ?? 0;
      assertEquals(unexplained, []);
      assertGreater(equal / (equal + (counts.get("different") ?? 0)), MIN_EQUAL);
    }),
});
