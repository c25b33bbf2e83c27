// SPDX-License-Identifier: MPL-2.0
// The ELF files in a file: itself, or the members of an archive. Takes the bytes of a file; returns the files
// with their names, or throws a FileFormatError.

import { ObjectArchive, type ReadMember } from "../object/elf/archive_reader.ts";
import { ElfFile } from "../object/elf/elf_file.ts";
import { isArchive, isElf } from "../object/elf/magic.ts";

/** An ELF file, and the archive that it is a member of. */
export interface ElfMember {
  /** The name of the file, or of the member. */
  readonly name: string;
  /** The archive, if it is in one. */
  readonly archive: string | undefined;
  /** The file. */
  readonly file: ElfFile;
}

/**
 * The ELF files in a file, in order.
 *
 * @throws {FileFormatError} when one is damaged, or not for RV64
 */
export function elfMembers(
  bytes: Uint8Array,
  name: string,
  readMember?: ReadMember,
): readonly ElfMember[] {
  if (!isArchive(bytes)) return [{ name, archive: undefined, file: new ElfFile(bytes, name) }];
  const archive = new ObjectArchive(bytes, name, readMember === undefined ? {} : { readMember });
  return archive.contents().filter(({ bytes }) => isElf(bytes)).map((member) => ({
    name: member.name,
    archive: name,
    file: new ElfFile(member.bytes, `${name}(${member.name})`),
  }));
}
