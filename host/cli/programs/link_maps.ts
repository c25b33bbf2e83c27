// SPDX-License-Identifier: MPL-2.0
// Part of `leveret link`: writes the map of a program, and lists the sections that --gc-sections left out.

import { printable } from "../../../asm/object/printable.ts";
import { formatLinkMap, linkMap } from "../../../asm/link/link_map.ts";
import type { Program } from "../../../asm/object/program.ts";
import { print, printError } from "../command_line/output.ts";
import { writeFile } from "./output_file.ts";
import { STANDARD_INPUT } from "./input_files.ts";

/** Writes the map to a file, or to standard output for `-`. */
export async function writeMap(program: Program, path: string): Promise<void> {
  const map = linkMap(program);
  const text = path.endsWith(".json") ? `${JSON.stringify(map, null, 2)}\n` : formatLinkMap(map);
  if (path === STANDARD_INPUT) print(text);
  else await writeFile(path, new TextEncoder().encode(text));
}

/** Lists the sections that are not in the program. */
export function printDiscarded(program: Program): void {
  for (const { name, file, size } of linkMap(program).discarded) {
    if (size > 0) {
      printError(
        `leveret link: removing unused section '${printable(name)}' in file '${printable(file)}'\n`,
      );
    }
  }
}
