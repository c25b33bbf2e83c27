// SPDX-License-Identifier: MPL-2.0
// `leveret link`: links objects, archives and sources into an executable.

import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import { EXECUTABLE, workingDirectory, writeFile } from "../programs/files.ts";
import {
  ALLOCATOR_OPTION,
  linkFiles,
  MARCH_OPTION,
  NO_LINE_TABLES_OPTION,
  parseAllocator,
} from "../programs/sources.ts";

const OUTPUT = "a.out";

/** The command. */
const command: Command = defineCommand({
  name: "link",
  summary: "Link object files, archives and sources into a static executable for riscv64 Linux.",
  usage: "[OPTION]... FILE...",
  options: [
    {
      name: "output",
      short: "o",
      value: "FILE",
      help: "write the executable to FILE; default: a.out",
    },
    { name: "entry", value: "SYMBOL", help: "start the program at SYMBOL; default: _start" },
    MARCH_OPTION,
    ALLOCATOR_OPTION,
    NO_LINE_TABLES_OPTION,
    { name: "json", help: "write errors as JSON, one object a line" },
  ],
  notes: [
    "The content of a FILE decides what it is: a relocatable ELF object, as written by GNU as, gcc and",
    "clang, an archive of objects, or assembly source. All archives are searched together, and only the",
    "members that are needed are linked. The runtime defines symbols that are still undefined.",
  ],
  examples: [
    { line: "link -o hello hello.o", what: "make an executable from an object file" },
    {
      line: "link -o prog main.o list.s libhash.a",
      what: "from an object, a source and an archive",
    },
  ],
  async run(options) {
    const json = options.has("json");
    const program = await linkFiles(options.words, {
      ...{ entry: options.value("entry"), march: options.value("march"), json },
      allocator: parseAllocator(options.value("allocator")),
    });
    const output = options.value("output") ?? OUTPUT;
    const bytes = writeElf(program, {
      lineTables: !options.has("no-line-tables"),
      directory: workingDirectory(),
    });
    writeFile(output, bytes, { mode: EXECUTABLE });
    return STATUS.ok;
  },
});

export default command;
