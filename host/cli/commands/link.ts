// SPDX-License-Identifier: MPL-2.0
// `leveret link`: links objects, archives and sources to an executable.

import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { defineCommand, type ExecutableCommand, STATUS } from "../command_line/command.ts";
import { EXECUTABLE, workingFolder, writeFile } from "../programs/files.ts";
import { linkFiles, MARCH_OPTION, NO_LINE_TABLES_OPTION } from "../programs/sources.ts";

const OUTPUT = "a.out";

/** The command. */
const command: ExecutableCommand = defineCommand({
  name: "link",
  summary: "Links object files, archives and sources to a static executable for riscv64 Linux.",
  usage: "[OPTION]... FILE...",
  options: [
    { name: "output", short: "o", value: "FILE", help: "the executable; a.out by default" },
    { name: "entry", value: "SYMBOL", help: "where the program starts; _start by default" },
    MARCH_OPTION,
    NO_LINE_TABLES_OPTION,
    { name: "json", help: "errors as JSON, one object a line" },
  ],
  notes: [
    "The content of a FILE says what it is: a relocatable ELF object, as GNU as, gcc and clang make them,",
    "an archive of those, of which only what is needed comes along, or assembly source. All archives are",
    "searched together; what is still missing then is taken from the runtime.",
  ],
  examples: [
    { line: "link -o hello hello.o", what: "make an executable of an object" },
    { line: "link -o prog main.o list.s libhash.a", what: "of an object, a source and an archive" },
  ],
  async run(options) {
    const json = options.has("json");
    const program = await linkFiles(options.words, {
      ...{ entry: options.value("entry"), march: options.value("march"), json },
    });
    const output = options.value("output") ?? OUTPUT;
    const bytes = writeElf(program, {
      lineTables: !options.has("no-line-tables"),
      directory: workingFolder(),
    });
    writeFile(output, bytes, { mode: EXECUTABLE });
    return STATUS.ok;
  },
});

export default command;
