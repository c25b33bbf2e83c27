// SPDX-License-Identifier: MPL-2.0
// Lays out the sections of a program in memory: code at the text address, then read-only data, then
// writable data, each on pages of its own, in the order of GNU ld's default script. Takes the sections of
// all objects; returns output sections with addresses, which are plain numbers here.

import type { ObjectFile, ObjectSection } from "../object/object.ts";

/** A section of an object, with its address. */
export interface PlacedSection {
  readonly object: ObjectFile;
  readonly section: ObjectSection;
  /** Its index in the object. */
  readonly index: number;
  /** Address of its first byte. */
  address: number;
}

/** Output sections whose pages have the same permissions. */
export type Region = "text" | "rodata" | "data";

/** A section of the program: input sections of one kind, one after the other. */
export interface OutputSection {
  readonly name: string;
  readonly region: Region;
  /** Whether it is all zeros, and not in the image. */
  readonly isZero: boolean;
  /** Whether it is thread-local: its bytes are what each thread's copy starts from. */
  readonly isThreadLocal: boolean;
  readonly parts: PlacedSection[];
  address: number;
  size: number;
}

/** The size of a page. Regions do not share pages. */
const PAGE = 4096;

/**
 * Output sections, in the order of GNU ld's default script. Each collects the input sections of its name,
 * and those whose names begin with it and a dot.
 */
const ORDER: readonly [name: string, region: Region][] = [
  [".init", "text"],
  [".iplt", "text"],
  [".text", "text"],
  [".fini", "text"],
  [".rela.iplt", "rodata"],
  [".rodata", "rodata"],
  [".srodata", "rodata"],
  [".eh_frame_hdr", "rodata"],
  [".eh_frame", "rodata"],
  [".gcc_except_table", "rodata"],
  [".tdata", "data"],
  [".tbss", "data"],
  [".preinit_array", "data"],
  [".init_array", "data"],
  [".fini_array", "data"],
  [".ctors", "data"],
  [".dtors", "data"],
  [".data.rel.ro", "data"],
  [".got", "data"],
  [".data", "data"],
  [".sdata", "data"],
  [".sbss", "data"],
  [".bss", "data"],
];

function regionOf({ flags }: ObjectSection): Region {
  if (flags.write) return "data";
  return flags.execute ? "text" : "rodata";
}

/** Whether a section is thread-local. */
export function isThreadLocal({ flags }: ObjectSection): boolean {
  return flags.other.includes("T");
}

/** The name of the output section that an input section goes to. */
function outputName(section: ObjectSection): string {
  if (isThreadLocal(section)) return section.type === "nobits" ? ".tbss" : ".tdata";
  const region = regionOf(section);
  const known = ORDER.find(([name, where]) =>
    where === region && (section.name === name || section.name.startsWith(`${name}.`))
  );
  return known?.[0] ?? section.name;
}

/** The priority in the name of an .init_array section and the like; lower ones come first. */
function priority(name: string): number {
  const digits = /\.(\d+)$/.exec(name)?.[1];
  return digits === undefined ? Infinity : Number(digits);
}

/** GNU ld's order of .text sections: rarely executed code first. */
const TEXT_ORDER = ["unlikely", "exit", "startup", "hot", "sorted"];

function textOrder(name: string): number {
  const index = TEXT_ORDER.indexOf(name.split(".")[2] ?? "");
  return index < 0 ? TEXT_ORDER.length : index;
}

/**
 * Collects the loaded sections into output sections, in their order in memory. Those in `discarded` are
 * left out, those in `replaced` give way to others.
 */
export function collectSections(
  objects: readonly ObjectFile[],
  discarded: ReadonlySet<ObjectSection> = new Set(),
  replaced?: ReadonlyMap<ObjectSection, ObjectSection>,
): OutputSection[] {
  const outputs = new Map<string, OutputSection>();
  for (const object of objects) {
    for (const [index, given] of object.sections.entries()) {
      if (!given.flags.alloc || discarded.has(given)) continue;
      const section = replaced?.get(given) ?? given;
      const name = outputName(section);
      const region = regionOf(section);
      const isZero = section.type === "nobits";
      const key = `${region} ${name} ${isZero}`;
      let output = outputs.get(key);
      if (output === undefined) {
        output = {
          ...{ name, region, isZero, isThreadLocal: isThreadLocal(section) },
          ...{ parts: [], address: 0, size: 0 },
        };
        outputs.set(key, output);
      }
      output.parts.push({ object, section, index, address: 0 });
    }
  }
  const list = [...outputs.values()];
  for (const { name, parts } of list) {
    const order = name === ".text" ? textOrder : name.endsWith("_array") ? priority : undefined;
    if (order === undefined) continue;
    parts.sort((a, b) => Math.sign(order(a.section.name) - order(b.section.name)) || 0);
  }
  return list.sort((a, b) => rank(a) - rank(b));
}

const REGIONS: readonly Region[] = ["text", "rodata", "data"];

/** Orders output sections: by region; in a region zeros last, which the image leaves out; by ORDER. */
function rank({ name, region, isZero, isThreadLocal }: OutputSection): number {
  const index = ORDER.findIndex(([known]) => known === name);
  // Other names come at the end of code and read-only data, and before the data that gp reaches.
  const others = region === "data" ? ORDER.findIndex(([known]) => known === ".sdata") - 0.5 : 100;
  return REGIONS.indexOf(region) * 1000 + (isZero && !isThreadLocal ? 500 : 0) +
    (index < 0 ? others : index);
}

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

/**
 * Gives every section its address; returns the address after the last one. Leaves `headerSize` bytes free
 * at the start.
 */
export function placeSections(
  outputs: readonly OutputSection[],
  textAddress: number,
  headerSize = 0,
): number {
  let at = textAddress + headerSize;
  let region: Region | undefined;
  const threadAlignment = alignmentOf(
    outputs.filter(({ isThreadLocal }) => isThreadLocal).flatMap(({ parts }) => parts),
  );
  let isFirstThreadLocal = true;
  for (const output of outputs) {
    const hasBytes = output.parts.some(({ section }) => section.size > 0);
    if (hasBytes && output.region !== region) {
      if (region !== undefined) at = alignUp(at, PAGE);
      region = output.region;
    }
    const { parts, isThreadLocal, isZero } = output;
    const before = at;
    // The TLS block begins with the first thread-local section, and has the alignment of all.
    const isStart = isThreadLocal && isFirstThreadLocal;
    if (isThreadLocal) isFirstThreadLocal = false;
    at = alignUp(at, isStart ? threadAlignment : alignmentOf(parts));
    output.address = at;
    for (const part of parts) {
      if (part.section.size > 0) at = alignUp(at, part.section.alignment);
      part.address = at;
      at += part.section.size;
    }
    output.size = at - output.address;
    // .tbss takes no memory here, only in the TLS block of each thread.
    if (isThreadLocal && isZero) at = isStart ? alignUp(before, threadAlignment) : before;
  }
  return at;
}

function alignmentOf(parts: readonly PlacedSection[]): number {
  return parts.reduce(
    (most, { section }) => section.size > 0 ? Math.max(most, section.alignment) : most,
    1,
  );
}

/** The regions that a program has, in their order in memory. */
export function regionsOf(outputs: readonly OutputSection[]): Region[] {
  return REGIONS.filter((region) =>
    outputs.some((output) =>
      output.region === region && output.parts.some(({ section }) => section.size > 0)
    )
  );
}

/** The sections of a region that are in memory. */
export function membersOf(outputs: readonly OutputSection[], region: Region): OutputSection[] {
  return outputs.filter((output) =>
    output.region === region && output.size > 0 && !(output.isThreadLocal && output.isZero)
  );
}

/** The initial image of TLS blocks: its address, and how much of it is not zero. */
export interface ThreadBlock {
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly alignment: number;
}

/** The TLS block; undefined when there are no thread-local variables. */
export function threadBlock(outputs: readonly OutputSection[]): ThreadBlock | undefined {
  const members = outputs.filter(({ isThreadLocal, size }) => isThreadLocal && size > 0);
  const first = members[0];
  const last = members.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const filled = members.findLast(({ isZero }) => !isZero);
  return {
    address: first.address,
    fileSize: filled === undefined ? 0 : filled.address + filled.size - first.address,
    memorySize: last.address + last.size - first.address,
    alignment: alignmentOf(members.flatMap(({ parts }) => parts)),
  };
}

/** The size of a program's image: all regions, without the zeros at their ends. */
export function imageSize(outputs: readonly OutputSection[]): number {
  let total = 0;
  for (const region of REGIONS) {
    const members = membersOf(outputs, region);
    const first = members[0];
    const last = members.findLast(({ isZero }) => !isZero);
    if (first !== undefined && last !== undefined) {
      total += last.address + last.size - first.address;
    }
  }
  return total;
}
