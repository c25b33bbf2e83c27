// SPDX-License-Identifier: MPL-2.0
// `leveret asm`: assembles and links; writes an object file or an executable, or shows what became of
// each line.

import { defineCommand, type ExecutableCommand, STATUS } from "../command_line/command.ts";
import { EXECUTABLE, workingFolder, writeFile } from "../programs/files.ts";
import { UsageError } from "../command_line/options.ts";
import { linkFiles, MARCH_OPTION, NO_LINE_TABLES_OPTION } from "../programs/sources.ts";

/** The command. */
const command: ExecutableCommand = defineCommand({
  name: "asm",
  summary: "Assembles the files and links them with the runtime.",
  usage: "[OPTION]... FILE...",
  options: [
    {
      name: "output",
      short: "o",
      value: "FILE",
      help: "write an ELF executable for riscv64 Linux, or with -c an object file",
    },
    { name: "compile", short: "c", help: "assemble one FILE and do not link it" },
    { name: "abi", value: "ABI", help: "of the object: lp64, lp64f or lp64d" },
    { name: "listing", help: "show addresses, bytes, instructions and source lines" },
    { name: "json", help: "the listing and errors as JSON, one object a line" },
    { name: "entry", value: "SYMBOL", help: "where the program starts; _start by default" },
    MARCH_OPTION,
    NO_LINE_TABLES_OPTION,
  ],
  notes: [
    "A FILE of - is standard input. Without -o, -c and --listing the files are only checked. The",
    "executable has sections, symbols and lines, and runs under qemu-riscv64 or on a riscv64 system.",
    "The object file x.o of -c x.s is one for GNU ld and `leveret link`. Linkers take objects of one ABI",
    "together only: that of --abi or, without it, the one that .attribute arch allows, or lp64d.",
  ],
  examples: [
    { line: "asm hello.s", what: "only report errors" },
    { line: "asm -o hello examples/hello.s", what: "write an executable" },
    { line: "asm -c -o hello.o examples/hello.s", what: "write an object file" },
    { line: "asm --listing examples/hello.s", what: "see what each line became" },
  ],
  async run(options) {
    const json = options.has("json");
    const abi = options.value("abi");
    const march = options.value("march");
    const lineTables = !options.has("no-line-tables");
    if (options.has("compile")) {
      if (options.has("listing")) throw new UsageError("Cannot take both -c and --listing");
      const { compile } = await import("./compile.ts");
      const output = options.value("output");
      return compile(options.words, { output, abi, march, json, lineTables });
    }
    if (abi !== undefined) throw new UsageError("Cannot take --abi without -c");
    const program = await linkFiles(options.words, {
      ...{ entry: options.value("entry"), march, json },
    });
    const output = options.value("output");
    if (output !== undefined) {
      const { writeElf } = await import("../../../asm/object/elf/executable_writer.ts");
      writeFile(output, writeElf(program, { lineTables, directory: workingFolder() }), {
        mode: EXECUTABLE,
      });
    }
    if (options.has("listing") || json) {
      const { listing } = await import("../../../asm/disassembly/listing.ts");
      const { printListing } = await import("./print_listing.ts");
      printListing(listing(program), json);
    }
    return STATUS.ok;
  },
});

export default command;
