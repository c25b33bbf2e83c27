// SPDX-License-Identifier: MPL-2.0
// The symbols that GNU ld's default script provides: bounds of sections and of the program, and the value
// of gp.

import type { OutputSection } from "./memory_layout.ts";
import type { ObjectFile } from "../object/object.ts";

/** The symbols that the linker provides if no object defines them. */
export const PROVIDED_SYMBOLS: ReadonlySet<string> = new Set([
  "__global_pointer$",
  "__preinit_array_start",
  "__preinit_array_end",
  "__init_array_start",
  "__init_array_end",
  "__fini_array_start",
  "__fini_array_end",
  "__rela_iplt_start",
  "__rela_iplt_end",
  "__ehdr_start",
  "__executable_start",
  "__etext",
  "_etext",
  "etext",
  "__DATA_BEGIN__",
  "__SDATA_BEGIN__",
  "__BSS_END__",
  "__bss_start",
  "_edata",
  "edata",
  "_end",
  "end",
]);

const BOUND = /^__(start|stop)_([A-Za-z_]\w*)$/;

/** For `__start_x` and `__stop_x`, `x` if an object has a section of that name. */
export function sectionOfBound(name: string, objects: readonly ObjectFile[]): string | undefined {
  const section = BOUND.exec(name)?.[2];
  if (section === undefined) return undefined;
  const isThere = objects.some(({ sections }) =>
    sections.some((candidate) => candidate.name === section && candidate.flags.alloc)
  );
  return isThere ? section : undefined;
}

/** gp points this far into the small data, so that signed 12-bit offsets reach its first 4 KiB. */
const GP_OFFSET = 0x800;

/**
 * The values of the provided symbols. `end` is the address after the program's last byte, `start` that of
 * the ELF headers if they are in memory.
 */
export function provideSymbols(
  outputs: readonly OutputSection[],
  end: number,
  start: number | undefined,
): ReadonlyMap<string, number> {
  const find = (name: string) => outputs.find((output) => output.name === name);
  const data = outputs.filter(({ region, isThreadLocal, isZero }) =>
    region === "data" && !(isThreadLocal && isZero)
  );
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
    ["__executable_start", start ?? texts[0]?.address ?? dataStart],
    ["__ehdr_start", start ?? 0],
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
  const relocations = find(".rela.iplt");
  values.set("__rela_iplt_start", relocations?.address ?? 0);
  values.set(
    "__rela_iplt_end",
    relocations === undefined ? 0 : relocations.address + relocations.size,
  );
  for (const { name, address, size } of outputs) {
    if (!BOUND.test(`__start_${name}`)) continue;
    values.set(`__start_${name}`, address);
    values.set(`__stop_${name}`, address + size);
  }
  return values;
}
