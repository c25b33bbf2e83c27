// SPDX-License-Identifier: MPL-2.0
// `leveret dis`: disassembles a program or an object file with its symbols, or single words.

import { disassemble } from "../../../asm/disassembly/disassembler.ts";
import { listing, type ListingRow } from "../../../asm/disassembly/listing.ts";
import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import { UsageError } from "../command_line/options.ts";
import { print } from "../command_line/output.ts";
import { invalidValue, parseAddress } from "../command_line/values.ts";
import { readSourceOptions, SOURCE_OPTIONS } from "../programs/source_files.ts";
import { areObjects, loadProgram, MARCH_OPTION } from "../programs/sources.ts";
import { findSymbol } from "../programs/symbol_option.ts";
import { printListing } from "./print_listing.ts";

const WORD_BITS = 32n;

/** The command. */
const command: Command = defineCommand({
  name: "dis",
  summary:
    "Disassemble the code of the files, linked with the runtime, of an executable, or single words.",
  usage: "[OPTION]... FILE... | EXECUTABLE | OBJECT... | --word WORD...",
  options: [
    {
      name: "word",
      short: "w",
      value: "WORD",
      repeat: true,
      help: "disassemble this instruction word",
    },
    { name: "symbol", value: "NAME", repeat: true, help: "show only this function" },
    { name: "all", help: "show data too" },
    {
      name: "headers",
      help: "show headers, segments, sections, symbols and relocations instead",
    },
    { name: "json", help: "write one JSON object a line" },
    { name: "entry", value: "SYMBOL", help: "start the program at SYMBOL; default: _start" },
    MARCH_OPTION,
    ...SOURCE_OPTIONS,
  ],
  examples: [
    { line: "dis examples/hello.s", what: "all code, with the runtime's" },
    { line: "dis --symbol main examples/quicksort.s", what: "one function" },
    { line: "dis hello.o", what: "an object file, with its relocations" },
    { line: "dis --headers hello", what: "the tables of an executable, as readelf shows them" },
    { line: "dis -w 0x00a50533 -w 0x8067", what: "two words" },
  ],
  async run(options) {
    const json = options.has("json");
    const words = options.values("word");
    if (options.has("headers")) {
      const { listHeaders } = await import("./list_headers.ts");
      listHeaders(options.words, json);
      return STATUS.ok;
    }
    if (words.length > 0) {
      if (options.words.length > 0) {
        throw new UsageError("--word cannot be used together with files");
      }
      for (const text of words) print(formatWord(text, json));
      return STATUS.ok;
    }
    const names = options.values("symbol");
    if (areObjects(options.words)) {
      const { listObjects } = await import("./list_objects.ts");
      printListing(listObjects(options.words, names, options.has("all")), json);
      return STATUS.ok;
    }
    const { program } = await loadProgram(options.words, {
      ...{ entry: options.value("entry"), march: options.value("march"), json, isRun: false },
      ...readSourceOptions(options),
    });
    const code = new Set(program.sections.filter(({ execute }) => execute).map(({ name }) => name));
    let rows: Iterable<ListingRow> = listing(program);
    if (!options.has("all")) rows = filter(rows, ({ section }) => code.has(section));
    if (names.length > 0) {
      const { symbolRange } = await import("../../symbols/symbol_range.ts");
      const ranges = names.map((name) =>
        symbolRange(program, findSymbol(program, "--symbol", name))
      );
      const shown = ({ address }: ListingRow) =>
        ranges.some(({ start, end }) => start <= address && address < end);
      rows = filter(rows, shown);
    }
    printListing(rows, json);
    return STATUS.ok;
  },
});

export default command;

function* filter<T>(items: Iterable<T>, accepts: (item: T) => boolean): Generator<T> {
  for (const item of items) if (accepts(item)) yield item;
}

function formatWord(text: string, json: boolean): string {
  const word = parseAddress("--word", text);
  if (word >> WORD_BITS !== 0n) {
    throw invalidValue("--word", text, "must fit into 32 bits");
  }
  const bits = `0x${word.toString(16).padStart(8, "0")}`;
  const instruction = disassemble(Number(word));
  return json
    ? `${JSON.stringify({ word: bits, text: instruction })}\n`
    : `${bits}  ${instruction}\n`;
}
