// SPDX-License-Identifier: MPL-2.0
// The readers of ELF files, given executables, objects and archives with random damage. They must return a
// program or throw an error that says what is wrong, quickly, and without allocating memory for what a file
// only claims to have. A plain test run tries some; for 100,000 of each:
//
//     LEVERET_FUZZ=100000 deno test --allow-read --allow-env tests/asm/object/elf/fuzz_test.ts
//
// LEVERET_FUZZ_SEED selects other cases (fuzz_settings.ts).

import { assertGreater, fail } from "@std/assert";
import { assemble } from "../../../../asm/assembler.ts";
import { writeElf } from "../../../../asm/object/elf/executable_writer.ts";
import { writeObject } from "../../../../asm/object/elf/relocatable_writer.ts";
import { build } from "../../../../asm/build.ts";
import { runtimeFiles } from "../../../../runtime/files.ts";
import { FUZZ_SEED, fuzzCount } from "../../../fuzz_settings.ts";
import { makeArchive } from "../../link/archives.ts";
import { objectOf } from "../../assembled.ts";
import { elfFuzzCase, type ElfFuzzKind } from "./fuzz_cases.ts";
import type { ElfFuzzRequest } from "./fuzz_worker.ts";
import { tryCases } from "../../fuzzing.ts";

/** Time limits for a case, and for starting the worker, on a busy host. */
const LIMIT_MS = 90_000;
const USUAL_COUNT = 400;

function golden(name: string): Uint8Array {
  return Deno.readFileSync(new URL(`../../goldens/elf/${name}`, import.meta.url));
}

const GROUPS = `
        .section .text.run, "axG", @progbits, run, comdat
        .globl  run
        .type   run, @function
run:    .cfi_startproc
        .cfi_personality 0x9b, words
        .cfi_lsda 0x1b, own_table
        la      t0, words
        ld      a0, 8(t0)
        call    helper
        lui     t1, %tprel_hi(own)
        add     t1, t1, tp, %tprel_add(own)
        lw      t1, %tprel_lo(own)(t1)
        ret
        .cfi_endproc
        .size   run, . - run
        .section .gcc_except_table, "a"
own_table: .word 1
        .data
words:  .dword  run, words, helper - words
        .comm   block, 64, 16
        .section .init_array, "aw"
        .dword  run
        .section .tdata, "awT"
own:    .word   5
`;

function filesOf(kind: ElfFuzzKind): Uint8Array[] {
  const runtime = runtimeFiles.slice(0, 4).flatMap((source) => {
    const { object } = assemble(source);
    return object === undefined ? [] : writeObject(object);
  });
  const own = writeObject(objectOf(GROUPS));
  const parts = golden("parts.o");
  switch (kind) {
    case "executable": {
      const text = ".globl main\nmain: li a0, 100\n call malloc\n li a0, 0\n ret\n";
      const program = build([{ name: "main.s", text }], {
        archive: runtimeFiles,
        hasHeaders: true,
      });
      return [golden("sum.elf"), golden("sum.elf"), writeElf(program)];
    }
    case "object":
      return [parts, parts, own, ...runtime];
    case "archive":
      return [
        makeArchive([["parts.o", parts], ["a_long_name_for_a_member.o", own]]),
        makeArchive([["own.o", own]], { hasIndex: false }),
      ];
  }
}

/** Runs the cases in a worker; returns how many files were accepted. Fails with the case that goes wrong. */
function fuzz(request: ElfFuzzRequest): Promise<number> {
  const { seed, files } = request;
  return tryCases({
    script: new URL("fuzz_worker.ts", import.meta.url),
    request,
    limitMs: LIMIT_MS,
    ...{ subject: "reader", noun: "bytes" },
    show: (index) => elfFuzzCase(seed, index, files).toBase64(),
  });
}

const count = fuzzCount(USUAL_COUNT);

for (const kind of ["executable", "object", "archive"] as const) {
  Deno.test(`${count} damaged files of kind ${kind} are accepted, or rejected with a reason`, async () => {
    if (!Number.isSafeInteger(count)) fail("LEVERET_FUZZ is not a number of cases");
    // Some damage must be harmless, or the test would hardly reach the code after the readers.
    assertGreater(await fuzz({ kind, seed: FUZZ_SEED, count, files: filesOf(kind) }), count / 100);
  });
}
