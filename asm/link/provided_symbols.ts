// SPDX-License-Identifier: MPL-2.0
// The symbols that GNU ld's default script provides: bounds of sections and of the program, and the value
// of gp.

import type { OutputSection } from "./memory_layout.ts";
import type { ObjectFile } from "../object/object.ts";

/** The symbols that bound a section, of an identifier's name, and that give the start or size of any. */
export const BOUND = /^(__(?:start|stop)_(?=[A-Za-z_]\w*$)|\.(?:startof|sizeof)\.)(.+)$/;

/** For `__start_x`, `.sizeof.x` and so on, `x` if an object has a section of that name. */
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

/** The addresses from which the values of provided symbols are computed. */
interface Bounds {
  /** The address of the ELF headers if they are in memory, otherwise of the code. */
  readonly start: number;
  /** The address of the ELF headers, or 0. */
  readonly headers: number;
  readonly textEnd: number;
  readonly dataStart: number;
  /** The address of `.data`, or where it would be. */
  readonly dataBegin: number;
  /** The address of `.sdata`, or where it would be. */
  readonly smallBegin: number;
  /** The end of the data that are not zeros. */
  readonly dataEnd: number;
  readonly zeroStart: number;
  /** The end of the program. */
  readonly end: number;
  /** The output section of a name. */
  find(name: string): OutputSection | undefined;
}

type Value = (bounds: Bounds) => number;

/** The address of a section, or that of the data if there is none. */
const startOf = (name: string): Value => ({ find, dataStart }) => find(name)?.address ?? dataStart;

const endOf = (name: string): Value => ({ find, dataStart }) => {
  const output = find(name);
  return output === undefined ? dataStart : output.address + output.size;
};

const IPLT_RELOCATIONS = ".rela.iplt";

/** The value of each provided symbol. */
const VALUES: Readonly<Record<string, Value>> = {
  __executable_start: ({ start }) => start,
  __ehdr_start: ({ headers }) => headers,
  __etext: ({ textEnd }) => textEnd,
  _etext: ({ textEnd }) => textEnd,
  etext: ({ textEnd }) => textEnd,
  __DATA_BEGIN__: ({ dataBegin }) => dataBegin,
  __SDATA_BEGIN__: ({ smallBegin }) => smallBegin,
  __BSS_END__: ({ end }) => end,
  __bss_start: ({ zeroStart }) => zeroStart,
  _edata: ({ dataEnd }) => dataEnd,
  edata: ({ dataEnd }) => dataEnd,
  _end: ({ end }) => end,
  end: ({ end }) => end,
  __global_pointer$: ({ smallBegin, dataBegin, end }) =>
    Math.min(smallBegin + GP_OFFSET, Math.max(dataBegin + GP_OFFSET, end - GP_OFFSET)),
  __preinit_array_start: startOf(".preinit_array"),
  __preinit_array_end: endOf(".preinit_array"),
  __init_array_start: startOf(".init_array"),
  __init_array_end: endOf(".init_array"),
  __fini_array_start: startOf(".fini_array"),
  __fini_array_end: endOf(".fini_array"),
  // From the linker script of Hare, whose tests are an array of functions.
  __test_array_start: startOf(".test_array"),
  __test_array_end: endOf(".test_array"),
  __rela_iplt_start: ({ find }) => find(IPLT_RELOCATIONS)?.address ?? 0,
  __rela_iplt_end: ({ find }) => {
    const relocations = find(IPLT_RELOCATIONS);
    return relocations === undefined ? 0 : relocations.address + relocations.size;
  },
};

/** The symbols that the linker provides if no object defines them. */
export const PROVIDED_SYMBOLS: ReadonlySet<string> = new Set(Object.keys(VALUES));

function boundsOf(
  outputs: readonly OutputSection[],
  end: number,
  headers: number | undefined,
): Bounds {
  const find = (name: string) => outputs.find((output) => output.name === name);
  const data = outputs.filter(({ region, isThreadLocal, isZero }) =>
    region === "data" && !(isThreadLocal && isZero)
  );
  const texts = outputs.filter(({ region }) => region === "text");
  const lastText = texts.at(-1);
  const lastFilled = data.filter(({ isZero }) => !isZero).at(-1);
  const dataStart = data[0]?.address ?? end;
  const dataEnd = lastFilled === undefined ? dataStart : lastFilled.address + lastFilled.size;
  return {
    start: headers ?? texts[0]?.address ?? dataStart,
    headers: headers ?? 0,
    textEnd: lastText === undefined ? 0 : lastText.address + lastText.size,
    dataStart,
    dataBegin: find(".data")?.address ?? dataStart,
    smallBegin: find(".sdata")?.address ?? dataEnd,
    dataEnd,
    zeroStart: data.find(({ isZero }) => isZero)?.address ?? dataEnd,
    end,
    find,
  };
}

/**
 * The values of the provided symbols. `end` is the address after the program's last byte, `headers` that of
 * the ELF headers if they are in memory.
 */
export function provideSymbols(
  outputs: readonly OutputSection[],
  end: number,
  headers: number | undefined,
): ReadonlyMap<string, number> {
  const bounds = boundsOf(outputs, end, headers);
  const values = new Map<string, number>();
  for (const [name, value] of Object.entries(VALUES)) values.set(name, value(bounds));
  for (const { name, address, size } of outputs) {
    values.set(`.startof.${name}`, address);
    values.set(`.sizeof.${name}`, size);
    if (!BOUND.test(`__start_${name}`)) continue;
    values.set(`__start_${name}`, address);
    values.set(`__stop_${name}`, address + size);
  }
  return values;
}
