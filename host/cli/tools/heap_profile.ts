// SPDX-License-Identifier: MPL-2.0
// `--heap-profile-to`: who allocated what and when, for Massif's and DHAT's viewers.

import { HEAP_PROFILE_FORMAT_NAMES, HEAP_PROFILE_FORMATS } from "../../heap_use/formats.ts";
import { HeapRecorder } from "../../heap_use/heap_recorder.ts";
import { noAllocator } from "../execution/allocator_symbols.ts";
import { UsageError } from "../command_line/options.ts";
import { printError } from "../command_line/output.ts";
import { parseOutput } from "./output_option.ts";
import type { Tool, ToolContext } from "./tool.ts";

const OPTION = "--heap-profile-to";

/** Makes the tool. */
export default function makeHeapProfile({ program, settings, options }: ToolContext): Tool {
  const files = options.values("heap-profile-to").map((text) =>
    parseOutput(OPTION, text, HEAP_PROFILE_FORMAT_NAMES)
  );
  const accesses = options.has("heap-accesses");
  if (files.length === 0) throw new UsageError(`--heap-accesses needs ${OPTION}`);
  let recorder: HeapRecorder | undefined;
  return {
    attach({ process }) {
      recorder = new HeapRecorder(process, { accesses });
      if (process.allocatorFunctions.length === 0 && program.modules === undefined) {
        printError(`leveret: ${noAllocator(program)}\n`);
      }
    },
    async finish() {
      if (recorder === undefined) return;
      const subject = { use: recorder.use(), command: settings.args.join(" ") };
      for (const { format, path } of files) {
        const text = await HEAP_PROFILE_FORMATS[format].write(subject);
        const { writeFile } = await import("../programs/output_file.ts");
        await writeFile(path, new TextEncoder().encode(text));
      }
    },
  };
}
