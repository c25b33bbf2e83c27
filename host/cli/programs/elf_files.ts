// SPDX-License-Identifier: MPL-2.0
// The ELF files that `leveret nm`, `size` and `dis --headers` list: files of the command line, and the members
// of archives.

import { type ElfMember, elfMembers } from "../../../asm/listings/elf_members.ts";
import { isArchive, isElf } from "../../../asm/object/elf/magic.ts";
import { CommandError } from "../command_line/errors.ts";
import { UsageError } from "../command_line/options.ts";
import { reading, thinMembers } from "./binary_files.ts";
import { nameOf, readBytes } from "./input_files.ts";

/** The names of a file in JSON: its own, and that of the member of an archive. */
export function namesJson({ name, archive }: ElfMember): { file: string; member?: string } {
  return archive === undefined ? { file: name } : { file: archive, member: name };
}

/**
 * Calls `list` with the ELF files of each path, in order.
 *
 * @throws {UsageError} when there are no paths
 * @throws {CommandError} when a file cannot be read, is neither ELF nor an archive, or is damaged
 */
export function forEachFile(
  paths: readonly string[],
  list: (members: readonly ElfMember[], path: string) => void,
): void {
  if (paths.length === 0) throw new UsageError("no input file");
  for (const path of paths) {
    const bytes = readBytes(path);
    const name = nameOf(path);
    if (!isElf(bytes) && !isArchive(bytes)) {
      throw new CommandError(
        `Cannot list ${name}: it is neither an ELF file nor an archive; assemble a source first: ` +
          `leveret asm -c ${name}`,
      );
    }
    reading(() => list(elfMembers(bytes, name, thinMembers(path, { files: [path] })), name));
  }
}
