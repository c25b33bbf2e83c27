// SPDX-License-Identifier: MPL-2.0
// Part of `leveret dis`: lists the headers, sections, segments, relocations and symbols of ELF files.

import { printable } from "../../../asm/object/printable.ts";
import { elfHeaders } from "../../../asm/listings/headers.ts";
import { formatHeaders } from "../../../asm/listings/headers_text.ts";
import { print } from "../command_line/output.ts";
import { forEachFile, namesJson } from "../programs/elf_files.ts";

/**
 * Prints the tables of files, as text or as JSON, one object a file.
 *
 * @throws {CommandError} when a file cannot be read, or is damaged
 */
export function listHeaders(paths: readonly string[], json: boolean): void {
  forEachFile(paths, (members, path) => {
    for (const member of members) {
      const { name, archive } = member;
      const headers = elfHeaders(member.file);
      if (json) {
        print(`${JSON.stringify({ ...namesJson(member), ...headers }, textOfBigint)}\n`);
        continue;
      }
      const title = archive === undefined ? path : `${path}(${name})`;
      if (archive !== undefined || paths.length > 1) print(`\nFile: ${printable(title)}\n`);
      print(formatHeaders(headers));
    }
  });
}

/** JSON has no integers of 64 bits: they are texts. */
function textOfBigint(_: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
