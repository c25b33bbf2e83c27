// SPDX-License-Identifier: MPL-2.0
// The assembler, given random bytes, the examples and the runtime with random damage, and sources made
// to break it. It must return a program or diagnostics, quickly. A plain test run tries 2,000 of each;
// for 100,000 of each:
//
//     LEVERET_FUZZ=100000 deno test --allow-read --allow-env tests/asm/fuzz_test.ts
//
// LEVERET_FUZZ_SEED selects other cases (fuzz_settings.ts).

import { assertGreater, fail } from "@std/assert";
import { runtimeFiles } from "../../runtime/files.ts";
import { assertCosts } from "./costly.ts";
import { COSTLY } from "./costly_cases.ts";
import { FUZZ_SEED, fuzzCount } from "../fuzz_settings.ts";
import { fuzzCase, type FuzzKind } from "./fuzz_cases.ts";
import { HOSTILE } from "./hostile_cases.ts";
import type { FuzzRequest } from "./fuzz_worker.ts";
import { tryCases } from "./fuzzing.ts";

/** Time limit for a case, thousands of times what it should take. */
const LIMIT_MS = 5000;
const USUAL_COUNT = 2000;
/** How much of a source a failure shows. */
const MAX_SHOWN = 20_000;

async function exampleTexts(): Promise<string[]> {
  const directories = ["../../examples/", "../../examples/bugs/"];
  const texts: string[] = [];
  for (const directory of directories.map((path) => new URL(path, import.meta.url))) {
    const names = (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name).sort();
    for (const name of names.filter((name) => name.endsWith(".s"))) {
      texts.push(await Deno.readTextFile(new URL(name, directory)));
    }
  }
  return texts;
}

const count = fuzzCount(USUAL_COUNT);

async function run(kind: FuzzKind, count: number): Promise<number> {
  if (!Number.isSafeInteger(count)) fail("LEVERET_FUZZ is not a number of cases");
  const sources = [...await exampleTexts(), ...runtimeFiles.map(({ text }) => text)];
  const request: FuzzRequest = { kind, seed: FUZZ_SEED, count, sources };
  return await tryCases({
    script: new URL("fuzz_worker.ts", import.meta.url),
    request,
    limitMs: LIMIT_MS,
    ...{ subject: "assembler", noun: "source" },
    show: (index) => fuzzCase(kind, FUZZ_SEED, index, sources).slice(0, MAX_SHOWN),
  });
}

Deno.test(`build() returns diagnostics for ${count} random texts, and never throws another error`, async () => {
  await run("bytes", count);
});

Deno.test(`build() returns diagnostics or a program for ${count} damaged programs`, async () => {
  // Some damage must be harmless, or the test would hardly reach the linker.
  assertGreater(await run("mutations", count), count / 100);
});

Deno.test("build() handles sources made to break it, quickly", async () => {
  await run("hostile", Object.keys(HOSTILE).length);
});

Deno.test("assemble() takes 5 s and 1 GB at most for sources that cost much", async () => {
  await assertCosts(new URL("costly_cases.ts", import.meta.url), COSTLY);
});
