// SPDX-License-Identifier: MPL-2.0
// `leveret nm`: lists the symbols of ELF files and archives, in the form of GNU nm.

import { printable } from "../../../asm/object/printable.ts";
import {
  formatSymbol,
  formatValue,
  type ListedSymbol,
  listSymbols,
  type SymbolListOptions,
} from "../../../asm/listings/symbol_list.ts";
import type { ElfMember } from "../../../asm/listings/elf_members.ts";
import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import { UsageError } from "../command_line/options.ts";
import { print, printError } from "../command_line/output.ts";
import { forEachFile, namesJson } from "../programs/elf_files.ts";

/** The command. */
const command: Command = defineCommand({
  name: "nm",
  summary: "List the symbols of object files, executables and archives, as GNU nm does.",
  usage: "[OPTION]... FILE...",
  options: [
    { name: "debug-syms", short: "a", help: "also those that stand for sections and files" },
    { name: "extern-only", short: "g", help: "only global and weak symbols" },
    { name: "undefined-only", short: "u", help: "only symbols that are not defined" },
    { name: "defined-only", short: "U", help: "only symbols that are defined" },
    { name: "numeric-sort", short: "n", help: "sort by value rather than name" },
    { name: "size-sort", help: "sort by size; leave out symbols without one" },
    { name: "no-sort", short: "p", help: "keep the order of the file" },
    { name: "reverse-sort", short: "r", help: "reverse the order" },
    { name: "print-size", short: "S", help: "write sizes, too" },
    { name: "print-file-name", short: "A", help: "begin each line with the file's name" },
    { name: "just-symbols", short: "j", help: "write names only" },
    { name: "json", help: "write one JSON object a line" },
  ],
  notes: [
    "Letters: T code, D data, R read-only data, B zeros, A a number, C common, W and V weak,",
    "i indirect, u unique, N debug information, U undefined; lower-case where local. w and v are weak",
    "and undefined.",
  ],
  examples: [
    { line: "nm hello.o", what: "all symbols, by name" },
    { line: "nm -n -g libhash.a", what: "global ones of each member, by value" },
  ],
  run(options) {
    if (options.has("undefined-only") && options.has("defined-only")) {
      throw new UsageError("--undefined-only cannot be used together with --defined-only");
    }
    const order: SymbolListOptions["order"] = options.has("no-sort")
      ? "file"
      : options.has("size-sort")
      ? "size"
      : options.has("numeric-sort")
      ? "value"
      : "name";
    const selection: SymbolListOptions = {
      all: options.has("debug-syms"),
      external: options.has("extern-only"),
      undefined: options.has("undefined-only"),
      defined: options.has("defined-only"),
      order,
      reverse: options.has("reverse-sort"),
    };
    const withNames = options.has("print-file-name");
    const withSize = options.has("print-size");
    const lineOf = (symbol: ListedSymbol): string => {
      if (options.has("just-symbols")) return printable(symbol.name);
      if (order !== "size" || withSize) return formatSymbol(symbol, { withSize });
      // Sorted by size, the size is what matters.
      return `${formatValue(symbol.size)} ${symbol.letter} ${printable(symbol.name)}`;
    };
    const show = (member: ElfMember, prefix: string) => {
      const list = listSymbols(member.file, selection);
      if (list === undefined) printError(`leveret nm: ${prefix}: no symbols\n`);
      for (const symbol of list ?? []) {
        if (options.has("json")) print(`${JSON.stringify(toJson(member, symbol))}\n`);
        else print(`${withNames ? `${prefix}:` : ""}${lineOf(symbol)}\n`);
      }
    };
    const isPlain = !options.has("json") && !options.has("just-symbols");
    const hasHeads = isPlain && !withNames;
    const many = options.words.length > 1;
    forEachFile(options.words, (members, path) => {
      const isInArchive = members[0]?.archive !== undefined;
      if (many && (hasHeads || isPlain && isInArchive)) print(`\n${printable(path)}:\n`);
      for (const member of members) {
        const isMember = member.archive !== undefined;
        if (hasHeads && isMember) print(`\n${printable(member.name)}:\n`);
        show(member, printable(isMember ? `${path}:${member.name}` : path));
      }
    });
    return STATUS.ok;
  },
});

export default command;

function toJson(member: ElfMember, symbol: ListedSymbol) {
  const { value } = symbol;
  return {
    ...namesJson(member),
    name: symbol.name,
    letter: symbol.letter,
    ...(value !== undefined && { value: `0x${value.toString(16)}` }),
    size: symbol.size,
  };
}
