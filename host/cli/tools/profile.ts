// SPDX-License-Identifier: MPL-2.0
// `--profile`: prints a table of functions, and writes profiles for other tools.

import { PROFILE_FORMAT_NAMES, PROFILE_FORMATS } from "../../profile/formats.ts";
import { Profiler } from "../../profile/profiler.ts";
import { tableView } from "../../profile/table_view.ts";
import { printError } from "../command_line/output.ts";
import { parseOutput } from "./output_option.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** How many functions the table shows. */
const MAX_ROWS = 25;

/** Makes the tool. */
export default function makeProfile({ program, settings, json, options }: ToolContext): Tool {
  const files = options.values("profile-to").map((text) =>
    parseOutput("--profile-to", text, PROFILE_FORMAT_NAMES)
  );
  const name = settings.args[0] ?? "";
  let profiler: Profiler | undefined;
  return {
    attach({ process }) {
      profiler = new Profiler(process);
    },
    async finish() {
      if (profiler === undefined) return;
      const profile = profiler.profile();
      const subject = { profile, name, segments: program.segments };
      for (const { format, path } of files) {
        const content = await PROFILE_FORMATS[format].write(subject);
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
        const { writeFile } = await import("../programs/output_file.ts");
        await writeFile(path, bytes);
      }
      if (json && options.has("profile")) {
        const { jsonView } = await import("../../profile/json_view.ts");
        printError(jsonView(profile));
      } else if (options.has("profile")) {
        printError(`leveret: profile, in instructions\n${tableView(profile, MAX_ROWS)}`);
      }
    },
  };
}
