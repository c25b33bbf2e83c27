// SPDX-License-Identifier: MPL-2.0
// `leveret asm`: assembles and links; writes an executable, or shows what became of each line.

import { defineCommand, type ExecutableCommand, STATUS } from "./command.ts";
import { fileError } from "./errors.ts";
import { assembleFiles } from "./sources.ts";

const EXECUTABLE = 0o755;

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
      help: "write an ELF executable for riscv64 Linux",
    },
    { name: "listing", help: "show addresses, bytes, instructions and source lines" },
    { name: "json", help: "the listing and errors as JSON, one object a line" },
    { name: "entry", value: "SYMBOL", help: "where the program starts; _start by default" },
  ],
  notes: [
    "A FILE of - is standard input. Without -o and --listing the files are only checked. The",
    "executable has sections and symbols, and runs under qemu-riscv64 or on a riscv64 system.",
  ],
  examples: [
    { line: "asm hello.s", what: "only report errors" },
    { line: "asm -o hello examples/hello.s", what: "write an executable" },
    { line: "asm --listing examples/hello.s", what: "see what each line became" },
  ],
  async run(options) {
    const json = options.has("json");
    const program = assembleFiles(options.words, { entry: options.value("entry"), json });
    const output = options.value("output");
    if (output !== undefined) {
      const { writeElf } = await import("../../asm/elf/executable_writer.ts");
      writeExecutable(output, writeElf(program));
    }
    if (options.has("listing") || json) {
      const { listing } = await import("../../asm/listing.ts");
      const { printListing } = await import("./print_listing.ts");
      printListing(listing(program), json);
    }
    return STATUS.ok;
  },
});

export default command;

function writeExecutable(path: string, bytes: Uint8Array): void {
  try {
    Deno.writeFileSync(path, bytes, { mode: EXECUTABLE });
  } catch (error) {
    throw fileError("write", path, error);
  }
}
