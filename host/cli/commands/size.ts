// SPDX-License-Identifier: MPL-2.0
// `leveret size`: the sizes of code, data and zeros in ELF files and archives, in the form of GNU size.

import type { ElfMember } from "../../../asm/listings/elf_members.ts";
import {
  formatSectionSizes,
  formatSizes,
  type Radix,
  sectionSizes,
  SIZES_HEAD,
  sizesOf,
} from "../../../asm/listings/section_sizes.ts";
import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import { print } from "../command_line/output.ts";
import { forEachFile, namesJson } from "../programs/elf_files.ts";

/** The command. */
const command: Command = defineCommand({
  name: "size",
  summary: "Show the sizes of object files, executables and archives, as GNU size does.",
  usage: "[OPTION]... FILE...",
  options: [
    { name: "sections", short: "A", help: "show every section" },
    { name: "totals", short: "t", help: "add a line with the sums of all files" },
    { name: "hex", short: "x", help: "write sizes in hexadecimal" },
    { name: "json", help: "write one JSON object a line" },
  ],
  notes: ["text is code and read-only data, data is what programs write, bss begins as zeros."],
  examples: [
    { line: "size hello", what: "code, data and zeros" },
    { line: "size -A hello.o", what: "section by section" },
  ],
  run(options) {
    const radix: Radix = options.has("hex") ? "hexadecimal" : "decimal";
    const sum = { text: 0, data: 0, bss: 0 };
    const isTable = !options.has("sections") && !options.has("json");
    const show = (member: ElfMember) => {
      const { name, archive, file } = member;
      if (options.has("json")) {
        print(`${JSON.stringify(toJson(member))}\n`);
      } else if (options.has("sections")) {
        const title = archive === undefined ? name : `${name}   (ex ${archive})`;
        const text = formatSectionSizes(sectionSizes(file), title, radix);
        print(archive === undefined ? text : text.replace("  :\n", ":\n"));
      } else {
        const sizes = sizesOf(file);
        sum.text += sizes.text;
        sum.data += sizes.data;
        sum.bss += sizes.bss;
        print(formatSizes(sizes, archive === undefined ? name : `${name} (ex ${archive})`, radix));
      }
    };
    let isFirst = true;
    forEachFile(options.words, (members) => {
      if (isFirst && isTable) print(SIZES_HEAD);
      isFirst = false;
      members.forEach(show);
    });
    if (isTable && options.has("totals")) print(formatSizes(sum, "(TOTALS)", radix));
    return STATUS.ok;
  },
});

export default command;

function toJson(member: ElfMember) {
  const { file } = member;
  return {
    ...namesJson(member),
    ...sizesOf(file),
    sections: sectionSizes(file).map(({ name, size, address }) => ({
      name,
      size,
      address: `0x${address.toString(16)}`,
    })),
  };
}
