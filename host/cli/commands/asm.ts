// SPDX-License-Identifier: MPL-2.0
// `leveret asm`: assembles and links; writes an object file or an executable, or shows a listing.

import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import { UsageError } from "../command_line/options.ts";
import {
  ALLOCATOR_OPTION,
  linkFiles,
  MARCH_OPTION,
  NO_LINE_TABLES_OPTION,
  parseAllocator,
} from "../programs/sources.ts";
import { readSourceOptions, SOURCE_OPTIONS } from "../programs/source_files.ts";

/** The command. */
const command: Command = defineCommand({
  name: "asm",
  summary: "Assemble the files and link them with the runtime.",
  usage: "[OPTION]... FILE...",
  options: [
    {
      name: "output",
      short: "o",
      value: "FILE",
      help: "write an ELF executable for riscv64 Linux; with -c, an object file",
    },
    { name: "compile", short: "c", help: "assemble one FILE to an object file, without linking" },
    {
      name: "abi",
      value: "ABI",
      help: "floating-point ABI of the object file: lp64, lp64f or lp64d",
    },
    { name: "listing", help: "show addresses, bytes, instructions and source lines" },
    { name: "json", help: "write listing and errors as JSON, one object a line" },
    { name: "entry", value: "SYMBOL", help: "start the program at SYMBOL; default: _start" },
    MARCH_OPTION,
    ...SOURCE_OPTIONS,
    ALLOCATOR_OPTION,
    NO_LINE_TABLES_OPTION,
  ],
  notes: [
    "A FILE of - is standard input. Without -o, -c and --listing, errors are reported and nothing is",
    "written. The executable has sections, symbols and line tables, and runs under qemu-riscv64 or on a",
    "riscv64 system. With -c, x.s becomes x.o, for GNU ld or `leveret link`. Linkers refuse to mix ABIs;",
    "the default is the ABI that .attribute arch implies, or lp64d.",
  ],
  examples: [
    { line: "asm hello.s", what: "report errors" },
    { line: "asm -o hello examples/hello.s", what: "write an executable" },
    { line: "asm -c -o hello.o examples/hello.s", what: "write an object file" },
    { line: "asm -c -I include -D SMP=4 boot.S", what: "preprocess and assemble" },
    { line: "asm --listing examples/hello.s", what: "show what each line became" },
  ],
  async run(options) {
    const json = options.has("json");
    const abi = options.value("abi");
    const march = options.value("march");
    const lineTables = !options.has("no-line-tables");
    const sources = readSourceOptions(options);
    const allocator = parseAllocator(options.value("allocator"));
    if (options.has("compile")) {
      if (allocator !== undefined) {
        throw new UsageError("-c cannot be used together with --allocator");
      }
      if (options.has("listing")) {
        throw new UsageError("-c cannot be used together with --listing");
      }
      const { compile } = await import("./compile.ts");
      const output = options.value("output");
      return await compile(options.words, { output, abi, march, json, lineTables, ...sources });
    }
    if (abi !== undefined) throw new UsageError("option --abi needs -c");
    const program = await linkFiles(options.words, {
      ...{ entry: options.value("entry"), march, allocator, json, ...sources },
    });
    const output = options.value("output");
    if (output !== undefined) {
      const { writeElf } = await import("../../../asm/object/elf/executable_writer.ts");
      const { EXECUTABLE, workingDirectory, writeFile } = await import(
        "../programs/output_file.ts"
      );
      const bytes = writeElf(program, { lineTables, directory: workingDirectory() });
      await writeFile(output, bytes, { mode: EXECUTABLE });
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
