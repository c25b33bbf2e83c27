// SPDX-License-Identifier: MPL-2.0
// The assembler given what nobody would write: random bytes, the examples and the runtime with random
// damage, and sources made to break it. Whatever comes, it answers with a program or with diagnostics, and soon. A plain
// test run tries 2,000 of each; for 100,000 of each:
//
//     LEVERET_FUZZ=100000 deno test --allow-read --allow-env=LEVERET_FUZZ tests/asm/fuzz_test.ts
//
// LEVERET_FUZZ_SEED (an integer) makes other cases. Both need permission to read them.

import { assertGreater, fail } from "@std/assert";
import { runtimeFiles } from "../../runtime/files.ts";
import { fuzzCase, type FuzzKind } from "./fuzz_cases.ts";
import { HOSTILE } from "./hostile_cases.ts";
import type { FuzzReport, FuzzRequest } from "./fuzz_worker.ts";

/** How long a case may take: thousands of times what it should. */
const LIMIT_MS = 5000;
/** How often the test looks. */
const WATCH_MS = 250;
const USUAL_COUNT = 2000;
/** How much of a source a failure shows. */
const MOST_SHOWN = 20_000;
const USUAL_SEED = 1n;

async function setting(name: string): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

async function exampleTexts(): Promise<string[]> {
  const folders = ["../../examples/", "../../examples/bugs/"];
  const texts: string[] = [];
  for (const folder of folders.map((path) => new URL(path, import.meta.url))) {
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    for (const name of names.filter((name) => name.endsWith(".s"))) {
      texts.push(await Deno.readTextFile(new URL(name, folder)));
    }
  }
  return texts;
}

/** Runs the cases in a worker: how many became programs. Fails with the case that goes wrong. */
function fuzz(request: FuzzRequest): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const worker = new Worker(new URL("fuzz_worker.ts", import.meta.url), { type: "module" });
  let at = 0;
  let started = performance.now();
  const wrong = (what: string) => {
    const { kind, seed, sources } = request;
    const source = fuzzCase(kind, seed, at, sources).slice(0, MOST_SHOWN);
    reject(new Error(`case ${at} of ${kind}, seed ${seed}, ${what}; its source:\n${source}`));
  };
  const watchdog = setInterval(() => {
    if (performance.now() - started > LIMIT_MS) wrong(`takes more than ${LIMIT_MS} ms`);
  }, WATCH_MS);
  worker.onmessage = ({ data }: MessageEvent<FuzzReport>) => {
    if (data.state === "done") return resolve(data.programs);
    at = data.index;
    started = performance.now();
    if (data.state === "threw") wrong(`made the assembler throw ${data.error}`);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    wrong(`ended the worker: ${event.message}`);
  };
  worker.postMessage(request);
  return promise.finally(() => {
    clearInterval(watchdog);
    worker.terminate();
  });
}

const count = Number(await setting("LEVERET_FUZZ") ?? USUAL_COUNT);
const seed = BigInt(await setting("LEVERET_FUZZ_SEED") ?? USUAL_SEED);

async function run(kind: FuzzKind, count: number): Promise<number> {
  if (!Number.isSafeInteger(count)) fail("LEVERET_FUZZ is not a number of cases");
  const sources = [...await exampleTexts(), ...runtimeFiles.map(({ text }) => text)];
  return await fuzz({ kind, seed, count, sources });
}

Deno.test(`build() answers ${count} random texts with diagnostics, never with an exception`, async () => {
  await run("bytes", count);
});

Deno.test(`build() answers ${count} damaged programs with diagnostics or a program`, async () => {
  // Some damage does no harm: if none did, the test would hardly reach the linker.
  assertGreater(await run("mutations", count), count / 100);
});

Deno.test("build() answers sources made to break it, and soon", async () => {
  await run("hostile", Object.keys(HOSTILE).length);
});
