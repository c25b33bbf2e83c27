// SPDX-License-Identifier: MPL-2.0
// Damaged capsules: each is refused, or replays for a while, or is found to be another run. None makes anything
// else happen. LEVERET_FUZZ=100000 tries more of them.

import { assert, assertEquals } from "@std/assert";
import { Capsule, CapsuleError, Recording } from "../../../host/capsule/mod.ts";
import { type Parts, readParts, writeParts } from "../../../host/capsule/capsule_file.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { Draw } from "../../asm/fuzzing.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";
import { CASES, piecewise, type RecordedCase } from "./programs.ts";

const COUNT = fuzzCount(1000);
/** A replay that goes on longer than the recorded run is ended. */
const LIMIT = 2_000_000;

const PROGRAMS = ["moving", "files directories", "files statuses", "signals alarms", "wordcount"];

async function record({ program, args = ["p"], stdin = "", seed = 0 }: RecordedCase) {
  using recording = new Recording(program, {
    ...{ args, seed, stdin: piecewise(stdin), workingDirectory: "/d", env: { A: "b" } },
    mounts: [{ at: "/d", fileSystem: new MemoryFileSystem() }],
  });
  while (recording.run({ maxInstructions: LIMIT }).kind === "input");
  return await recording.capsule();
}

/** The bytes with a few of them changed, left out or doubled. */
function damaged(bytes: Uint8Array<ArrayBuffer>, draw: Draw): Uint8Array<ArrayBuffer> {
  let changed = bytes.slice();
  for (let left = 1 + draw.below(3); left > 0; left--) {
    const at = draw.below(changed.length + 1);
    switch (draw.below(5)) {
      case 0:
        changed = changed.slice(0, at);
        break;
      case 1:
        changed = new Uint8Array([
          ...changed.subarray(0, at),
          ...changed.subarray(at + 1 + draw.below(8)),
        ]);
        break;
      case 2:
        changed = new Uint8Array([
          ...changed.subarray(0, at),
          ...changed.subarray(draw.below(at), draw.below(at + 20)),
          ...changed.subarray(at),
        ]);
        break;
      case 3:
        if (at < changed.length) changed[at] = 0xff;
        break;
      case 4:
        if (at < changed.length) changed[at]! ^= 1 << draw.below(8);
        break;
    }
  }
  return changed;
}

/** A file with damage: of the whole, or in a part, as if that had been written so. */
async function mutated(file: Uint8Array<ArrayBuffer>, parts: Parts, draw: Draw) {
  const names = Object.keys(parts) as (keyof Parts)[];
  const name = names[draw.below(names.length + 2)];
  if (name === undefined) return damaged(file, draw);
  return await writeParts({ ...parts, [name]: damaged(parts[name]!, draw) });
}

/** What comes of a capsule: the kind of outcome, or the name of the expected error. */
async function tryCapsule(file: Uint8Array): Promise<string> {
  try {
    const capsule = await Capsule.read(file);
    using replay = capsule.start({ stdout: () => {}, stderr: () => {} });
    return replay.run({ maxInstructions: LIMIT }).kind;
  } catch (error) {
    if (error instanceof CapsuleError) return error.name;
    throw error;
  }
}

Deno.test(`${COUNT} damaged capsules are refused or replayed`, async () => {
  const draw = new Draw(FUZZ_SEED);
  const files: [Uint8Array<ArrayBuffer>, Parts][] = [];
  for (const name of PROGRAMS) {
    const each = CASES.find((each) => each.name === name);
    assert(each !== undefined, name);
    const file = await record(each);
    files.push([file, await readParts(file)]);
  }
  const kinds = new Map<string, number>();
  for (let index = 0; index < COUNT; index++) {
    const [file, parts] = files[index % files.length]!;
    const changed = await mutated(file, parts, draw);
    const kind = await tryCapsule(changed).catch((error) => {
      throw new Error(`Cannot stand case ${index} of seed ${FUZZ_SEED}`, { cause: error });
    });
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  // Some damage is harmless, such as that of a source.
  for (const kind of ["CapsuleError", "DivergenceError", "exited"]) {
    assert((kinds.get(kind) ?? 0) > COUNT / 100, `${kind}: ${JSON.stringify([...kinds])}`);
  }
  assertEquals([...kinds.keys()].filter((kind) => kind === "input"), []);
});
