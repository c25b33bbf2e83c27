// SPDX-License-Identifier: MPL-2.0
// The symbols that GNU ld's default script provides: where things begin and end, and what gp holds.

import type { OutputSection } from "./memory_layout.ts";

/** gp points so far into the small data, so that 12 signed bits reach all of its first 4 KiB. */
const GP_OFFSET = 0x800;

/** The values of the provided symbols. `end` is the address after the program's last byte. */
export function provideSymbols(
  outputs: readonly OutputSection[],
  end: number,
): ReadonlyMap<string, number> {
  const find = (name: string) => outputs.find((output) => output.name === name);
  const data = outputs.filter(({ region }) => region === "data");
  const texts = outputs.filter(({ region }) => region === "text");
  const filled = data.filter(({ isZero }) => !isZero);
  const lastText = texts.at(-1);
  const lastFilled = filled.at(-1);
  const dataStart = data[0]?.address ?? end;
  const dataEnd = lastFilled === undefined ? dataStart : lastFilled.address + lastFilled.size;
  const zeroStart = data.find(({ isZero }) => isZero)?.address ?? dataEnd;
  const textEnd = lastText === undefined ? 0 : lastText.address + lastText.size;
  const dataBegin = find(".data")?.address ?? dataStart;
  const smallBegin = find(".sdata")?.address ?? dataEnd;
  const values = new Map<string, number>([
    ["__executable_start", texts[0]?.address ?? dataStart],
    ["__etext", textEnd],
    ["_etext", textEnd],
    ["etext", textEnd],
    ["__DATA_BEGIN__", dataBegin],
    ["__SDATA_BEGIN__", smallBegin],
    ["__BSS_END__", end],
    ["__bss_start", zeroStart],
    ["_edata", dataEnd],
    ["edata", dataEnd],
    ["_end", end],
    ["end", end],
    [
      "__global_pointer$",
      Math.min(smallBegin + GP_OFFSET, Math.max(dataBegin + GP_OFFSET, end - GP_OFFSET)),
    ],
  ]);
  for (const name of ["preinit_array", "init_array", "fini_array"]) {
    const output = find(`.${name}`);
    values.set(`__${name}_start`, output?.address ?? dataStart);
    values.set(`__${name}_end`, output === undefined ? dataStart : output.address + output.size);
  }
  return values;
}
