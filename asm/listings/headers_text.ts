// SPDX-License-Identifier: MPL-2.0
// Writes the tables of an ELF file as text, in the form of `readelf -hSlrsW` of GNU binutils.

import type { ElfHeaders, RelocationTable, SegmentFields, SymbolTable } from "./headers.ts";

const hex = (value: number | bigint): string => value.toString(16);
const wide = (value: number | bigint): string => BigInt.asUintN(64, BigInt(value)).toString(16);
const address = (value: bigint): string => wide(value).padStart(16, "0");
const six = (value: number): string => hex(value).padStart(6, "0");

const LABEL_WIDTH = 35;
const VALUE_WIDTH = 16;
const SYSTEMS: Readonly<Record<number, string>> = { 0: "UNIX - System V", 3: "UNIX - GNU" };

/** A name with its control characters as ^X. */
function visible(name: string): string {
  // deno-lint-ignore no-control-regex
  return name.replace(/[\x00-\x1f]/g, (code) => `^${String.fromCharCode(code.charCodeAt(0) + 64)}`);
}

function headerText({ header }: ElfHeaders): string {
  const { identification, programHeaders, sectionHeaders } = header;
  const row = (label: string, value: string | number) =>
    `  ${`${label}:`.padEnd(LABEL_WIDTH)}${value}\n`;
  const system = identification[7] ?? 0;
  const magic = identification.map((byte) => `${hex(byte).padStart(2, "0")} `).join("");
  return `ELF Header:\n  Magic:   ${magic}\n` + [
    row("Class", "ELF64"),
    row("Data", "2's complement, little endian"),
    row("Version", "1 (current)"),
    row("OS/ABI", SYSTEMS[system] ?? `<unknown: ${hex(system)}>`),
    row("ABI Version", identification[8] ?? 0),
    row("Type", header.type),
    row("Machine", "RISC-V"),
    row("Version", "0x1"),
    row("Entry point address", `0x${hex(header.entry)}`),
    row("Start of program headers", `${programHeaders.offset} (bytes into file)`),
    row("Start of section headers", `${sectionHeaders.offset} (bytes into file)`),
    row("Flags", header.flags),
    row("Size of this header", "64 (bytes)"),
    row("Size of program headers", `${programHeaders.count > 0 ? 56 : 0} (bytes)`),
    row("Number of program headers", programHeaders.count),
    row("Size of section headers", `${sectionHeaders.count > 0 ? 64 : 0} (bytes)`),
    row("Number of section headers", sectionHeaders.count),
    row("Section header string table index", header.nameSection),
  ].join("");
}

/** The letters of section flags. */
const KEY = [
  "Key to Flags:",
  "  W (write), A (alloc), X (execute), M (merge), S (strings), I (info),",
  "  L (link order), O (extra OS processing required), G (group), T (TLS),",
];
const LAST_KEYS = "  D (mbind), p (processor specific)";

function sectionsText({ header, sections }: ElfHeaders): string {
  if (sections.length === 0) return "\nThere are no sections in this file.\n";
  const isGnu = SYSTEMS[header.identification[7] ?? 0] === SYSTEMS[3];
  const key = [
    ...KEY,
    `  C (compressed), x (unknown), o (OS specific), E (exclude),`,
    isGnu ? LAST_KEYS.replace("D (mbind), ", "R (retain), D (mbind), ") : LAST_KEYS,
  ];
  const rows = sections.map((section, index) =>
    `  [${String(index).padStart(2)}] ${visible(section.name).padEnd(17)} ${
      section.type.padEnd(15)
    } ` +
    `${address(section.address)} ${six(section.offset)} ${six(section.size)} ` +
    `${hex(section.entrySize).padStart(2, "0")} ${section.flags.padStart(3)} ` +
    `${String(section.link).padStart(2)} ${String(section.info).padStart(3)} ` +
    `${String(section.alignment).padStart(2)}\n`
  );
  return "\nSection Headers:\n" +
    "  [Nr] Name              Type            Address          Off    Size   ES Flg Lk Inf Al\n" +
    `${rows.join("")}${key.join("\n")}\n`;
}

function segmentsText({ segments }: ElfHeaders): string {
  if (segments.length === 0) return "\nThere are no program headers in this file.\n";
  const row = (segment: SegmentFields) =>
    `  ${segment.type.slice(0, 14).padEnd(14)} 0x${six(segment.offset)} ` +
    `0x${address(segment.address)} 0x${address(segment.physicalAddress)} ` +
    `0x${six(segment.fileSize)} 0x${six(segment.memorySize)} ${segment.flags} ` +
    `0x${hex(segment.alignment)}\n` +
    (segment.interpreter === undefined
      ? ""
      : `      [Requesting program interpreter: ${visible(segment.interpreter)}]\n`);
  const mapping = segments.map(({ sections }, index) =>
    `   ${String(index).padStart(2, "0")}     ${
      sections.map((name) => `${visible(name)} `).join("")
    }\n`
  );
  return "\nProgram Headers:\n" +
    "  Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz   Flg Align\n" +
    `${segments.map(row).join("")}\n Section to Segment mapping:\n  Segment Sections...\n` +
    mapping.join("");
}

function relocationsText({ name, offset, relocations }: RelocationTable): string {
  const count = relocations.length === 1 ? "1 entry" : `${relocations.length} entries`;
  const rows = relocations.map((relocation) => {
    const { symbol, addend } = relocation;
    const value = relocation.isIndirect && symbol !== undefined
      ? `${visible(symbol)}()`.padEnd(VALUE_WIDTH)
      : address(relocation.value);
    const magnitude = addend < 0n ? -addend : addend;
    const head = `${address(relocation.offset)}  ${address(relocation.info)} ` +
      `${relocation.type.slice(0, 22).padEnd(22)} `;
    const target = symbol === undefined
      ? `${" ".repeat(19)}${addend < 0n ? "-" : ""}${hex(magnitude)}`
      : `${value} ${visible(symbol)} ${addend < 0n ? "-" : "+"} ${hex(magnitude)}`;
    return `${head}${target}\n`;
  });
  return `\nRelocation section '${visible(name)}' at offset 0x${hex(offset)} contains ${count}:\n` +
    "    Offset             Info             Type               Symbol's Value  Symbol's Name + Addend\n" +
    rows.join("");
}

/** Sizes from here on are written in hexadecimal, to keep the columns. */
const WIDE_SIZE = 99_999;

function symbolsText({ name, symbols }: SymbolTable): string {
  const rows = symbols.map((symbol, index) => {
    const size = symbol.size > WIDE_SIZE
      ? `0x${hex(symbol.size)}`
      : String(symbol.size).padStart(5);
    return `${String(index).padStart(6)}: ${address(symbol.value)} ${size} ` +
      `${symbol.type.padEnd(7)} ${symbol.binding.padEnd(6)} ${symbol.visibility.padEnd(7)} ` +
      `${symbol.section.padStart(4)} ${visible(symbol.name)}\n`;
  });
  const count = symbols.length === 1 ? "1 entry" : `${symbols.length} entries`;
  return `\nSymbol table '${visible(name)}' contains ${count}:\n` +
    "   Num:    Value          Size Type    Bind   Vis      Ndx Name\n" + rows.join("");
}

/** The tables as text. */
export function formatHeaders(headers: ElfHeaders): string {
  const { relocations, symbols } = headers;
  return headerText(headers) + sectionsText(headers) + segmentsText(headers) +
    (relocations.length === 0
      ? "\nThere are no relocations in this file.\n"
      : relocations.map(relocationsText).join("")) +
    symbols.map(symbolsText).join("");
}
