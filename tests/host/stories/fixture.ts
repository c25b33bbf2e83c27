// SPDX-License-Identifier: MPL-2.0
// Programs for the tests of stories: assembled with the runtime, and started again and again.

import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { Process, type ProcessOptions } from "../../../host/process.ts";
import { type FaultStory, storyOfDeath } from "../../../host/stories/fault_story.ts";
import { momentOf } from "../../../host/stories/rerun.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** Assembles a program and links it with the runtime. */
export function assembled(text: string, name = "test.s"): Program {
  return build([{ name, text }], { archive: runtimeFiles });
}

/** How to start a program. */
export function starter(program: Program, options: ProcessOptions = {}): () => Process {
  return () => new Process(program, options);
}

/** Runs a program until it is killed, and finds out what it died of. */
export async function storyOf(
  program: Program,
  options: ProcessOptions = {},
): Promise<FaultStory | undefined> {
  const start = starter(program, options);
  using process = start();
  const outcome = process.run({ maxInstructions: 1e8 });
  if (outcome.kind !== "killed") throw new TypeError(`Cannot tell its story: it ${outcome.kind}`);
  const death = { moment: momentOf(process), trap: outcome.trap };
  return await storyOfDeath({ start }, death, process.machine, program);
}

/** `file:line` of the program's own frame that wrote the word last, and the value before; for one story. */
export function decisiveStore(story: FaultStory | undefined): string | undefined {
  const last = story?.steps.at(-1);
  if (last === undefined) return undefined;
  if (last.kind !== "stored") return last.kind;
  const own = last.write.backtrace.frames.find(({ location }) =>
    location !== undefined && !location.file.startsWith("runtime/")
  );
  return `line ${own?.location?.line}`;
}
