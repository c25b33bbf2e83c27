// SPDX-License-Identifier: MPL-2.0
// `leveret link`: links objects, archives and sources into an executable.

import type { SymbolDefinition } from "../../../asm/link/resolution.ts";
import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import type { OrderedWord } from "../command_line/options.ts";
import { invalidValue, parseAddress, parseChoice } from "../command_line/values.ts";
import { libraryPaths } from "../programs/libraries.ts";
import { EXECUTABLE, workingDirectory, writeFile } from "../programs/output_file.ts";
import { INCLUDE_OPTIONS, readIncludeOptions } from "../programs/source_files.ts";
import {
  ALLOCATOR_OPTION,
  linkFiles,
  MARCH_OPTION,
  NO_LINE_TABLES_OPTION,
  parseAllocator,
} from "../programs/sources.ts";

const OUTPUT = "a.out";

/** Code begins at a page. */
const PAGE_SIZE = 4096n;

/** The address that `-Ttext=ADDRESS` or `--text ADDRESS` gives. */
function textAddress(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const number = text.replace(/^text=/, "");
  if (!/^(?:0x)?[0-9a-f]+$/i.test(number)) {
    const reason = "must be an address such as 0x10000; linker scripts are not supported";
    throw invalidValue("--text", text, reason);
  }
  // As in GNU ld, hexadecimal with or without 0x.
  const address = parseAddress("--text", /^0x/i.test(number) ? number : `0x${number}`);
  if (address % PAGE_SIZE === 0n) return address;
  throw invalidValue("--text", text, `must be a multiple of ${PAGE_SIZE}`);
}

/** The definition of `--defsym NAME=VALUE`, where VALUE is a number or a symbol with an offset. */
function definition(text: string): SymbolDefinition {
  const [, name = "", symbol, sign, number] =
    /^([A-Za-z_.$][\w.$]*)=(?:([A-Za-z_.$][\w.$]*)(?:([+-])(?=.)|$))?(0[xX][0-9a-fA-F]+|[0-9]+)?$/
      .exec(text) ?? [];
  if (name === "" || symbol === undefined && number === undefined) {
    const reason = "must be NAME=NUMBER, NAME=SYMBOL or NAME=SYMBOL+NUMBER";
    throw invalidValue("--defsym", text, reason);
  }
  const value = BigInt(number ?? 0);
  return { name, symbol, value: sign === "-" ? -value : value };
}

/** The files to link, in order: words, and libraries in these directories. */
function inputs(
  ordered: readonly OrderedWord[],
  directories: readonly string[],
): readonly string[] {
  const words = ordered.filter(({ name }) => name === undefined || name === "library");
  return libraryPaths(
    words.map(({ name, value }) => name === undefined ? { path: value } : { library: value }),
    directories,
  );
}

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
    {
      ...{ name: "entry", short: "e", value: "SYMBOL" },
      help: "start the program at SYMBOL; default: _start",
    },
    {
      ...{ name: "library", short: "l", value: "NAME", repeat: true },
      help: "link libNAME.a, or the file X for -l:X, from a directory of -L",
    },
    {
      ...{ name: "library-path", short: "L", value: "DIR", repeat: true },
      help: "search DIR for libraries",
    },
    { name: "start-group", short: "(", help: "ignored: all archives are searched together" },
    { name: "end-group", short: ")", help: "ignored, as --start-group" },
    {
      ...{ name: "undefined", short: "u", value: "SYMBOL", repeat: true },
      help: "take SYMBOL from an archive even if nothing refers to it",
    },
    { name: "gc-sections", help: "leave out sections that nothing refers to" },
    { name: "print-gc-sections", help: "list what --gc-sections leaves out on standard error" },
    {
      ...{ name: "map", alias: "Map", value: "FILE" },
      help: "write what is where to FILE, as JSON if its name ends in .json",
    },
    {
      name: "defsym",
      value: "NAME=VALUE",
      repeat: true,
      help: "define the symbol NAME as a number, or as SYMBOL or SYMBOL+NUMBER",
    },
    {
      ...{ name: "text", short: "T", value: "ADDRESS" },
      help: "place the code at ADDRESS, as -Ttext=ADDRESS does in GNU ld",
    },
    {
      name: "wrap",
      value: "NAME",
      repeat: true,
      help: "make calls of NAME in other files call __wrap_NAME",
    },
    {
      ...{ name: "oformat", value: "FORMAT" },
      help: "write elf, the default, or binary: the bytes of memory",
    },
    MARCH_OPTION,
    ...INCLUDE_OPTIONS,
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
      line: "link --gc-sections -Map x.map main.o -Llib -lhash",
      what: "without unused sections; write a map",
    },
    {
      line: "link -o prog main.o list.s libhash.a",
      what: "from an object, a source and an archive",
    },
  ],
  async run(options) {
    const json = options.has("json");
    const format = parseChoice("--oformat", options.value("oformat") ?? "elf", ["elf", "binary"]);
    const text = options.value("text");
    const collector = options.has("gc-sections")
      ? await import("../../../asm/link/section_collector.ts")
      : undefined;
    const files = inputs(options.ordered, options.values("library-path"));
    const program = await linkFiles(files, {
      ...readIncludeOptions(options),
      ...{ undefined: options.values("undefined"), gcSections: collector?.sectionCollector },
      ...{ entry: options.value("entry"), march: options.value("march"), json },
      ...{ definitions: options.values("defsym").map(definition), textAddress: textAddress(text) },
      wrap: options.values("wrap"),
      allocator: parseAllocator(options.value("allocator")),
    });
    const output = options.value("output") ?? OUTPUT;
    const map = options.value("map");
    const lists = options.has("gc-sections") && options.has("print-gc-sections");
    if (map !== undefined || lists) {
      const { printDiscarded, writeMap } = await import("../programs/link_maps.ts");
      if (map !== undefined) await writeMap(program, map);
      if (lists) printDiscarded(program);
    }
    if (format === "binary") {
      const { memoryImage } = await import("../programs/memory_image.ts");
      await writeFile(output, memoryImage(program.segments));
      return STATUS.ok;
    }
    const bytes = writeElf(program, {
      lineTables: !options.has("no-line-tables"),
      directory: workingDirectory(),
    });
    await writeFile(output, bytes, { mode: EXECUTABLE });
    return STATUS.ok;
  },
});

export default command;
