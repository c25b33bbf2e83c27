// SPDX-License-Identifier: MPL-2.0

/**
 * ELF files for riscv64: relocatable objects, archives of them and executables, read and
 * written.
 *
 * @example Write an executable, read it back and run it
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { readExecutable, writeElf } from "@leveret/leveret/elf";
 * import { assertEquals } from "@std/assert";
 *
 * const text = ".globl _start\n_start: li a0, 7\n li a7, 93\n ecall\n";
 * const file = writeElf(build([{ name: "seven.s", text }]));
 * using process = new Process(readExecutable(file, "seven"));
 * assertEquals(process.run(), { kind: "exited", status: 7 });
 * ```
 *
 * @module
 */

export type { DebugInfoOptions } from "./object/dwarf/debug_info.ts";
export type { FindSource } from "./object/dwarf/dwarf_lines.ts";
export {
  ObjectArchive,
  type ReadArchiveOptions,
  type ReadMember,
} from "./object/elf/archive_reader.ts";
export { FileFormatError } from "./object/elf/byte_reader.ts";
export { readExecutable, type ReadExecutableOptions } from "./object/elf/executable_reader.ts";
export { writeElf } from "./object/elf/executable_writer.ts";
export { readObject } from "./object/elf/object_reader.ts";
export { writeObject, type WriteObjectOptions } from "./object/elf/relocatable_writer.ts";
