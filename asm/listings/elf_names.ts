// SPDX-License-Identifier: MPL-2.0
// The names that readelf of GNU binutils gives the constants of ELF files. Numbers without a name are shown as
// they are.

import { OTHER_RELOCATIONS, relocationName } from "../object/relocation.ts";
import { EF, ET, PT, SHF, SHT } from "../object/elf/format.ts";

function names(table: Readonly<Record<number, string>>): (value: number) => string {
  return (value) => table[value] ?? `0x${value.toString(16)}`;
}

/** Types of files. */
export const fileType: (type: number) => string = names({
  [ET.none]: "NONE (None)",
  [ET.rel]: "REL (Relocatable file)",
  [ET.exec]: "EXEC (Executable file)",
  [ET.dyn]: "DYN (Shared object file)",
  [ET.core]: "CORE (Core file)",
});

/** Types of sections. */
export const sectionType: (type: number) => string = names({
  [SHT.null]: "NULL",
  [SHT.progbits]: "PROGBITS",
  [SHT.symtab]: "SYMTAB",
  [SHT.strtab]: "STRTAB",
  [SHT.rela]: "RELA",
  [SHT.note]: "NOTE",
  [SHT.nobits]: "NOBITS",
  [SHT.rel]: "REL",
  [SHT.dynsym]: "DYNSYM",
  [SHT.initArray]: "INIT_ARRAY",
  [SHT.finiArray]: "FINI_ARRAY",
  [SHT.preinitArray]: "PREINIT_ARRAY",
  [SHT.group]: "GROUP",
  [SHT.symtabShndx]: "SYMTAB SECTION INDICES",
  [SHT.riscvAttributes]: "RISCV_ATTRIBUTES",
  5: "HASH",
  6: "DYNAMIC",
  0x6fff_fff6: "GNU_HASH",
  0x6fff_fffd: "VERDEF",
  0x6fff_fffe: "VERNEED",
  0x6fff_ffff: "VERSYM",
});

/** Types of segments. */
export const segmentType: (type: number) => string = names({
  0: "NULL",
  [PT.load]: "LOAD",
  [PT.dynamic]: "DYNAMIC",
  [PT.interp]: "INTERP",
  [PT.note]: "NOTE",
  [PT.phdr]: "PHDR",
  [PT.tls]: "TLS",
  [PT.gnuEhFrame]: "GNU_EH_FRAME",
  [PT.gnuStack]: "GNU_STACK",
  [PT.gnuRelro]: "GNU_RELRO",
  0x6474_e553: "GNU_PROPERTY",
  [PT.riscvAttributes]: "RISCV_ATTRIBUTES",
});

/** Types of symbols. */
export const symbolType: (type: number) => string = names({
  ...{ 0: "NOTYPE", 1: "OBJECT", 2: "FUNC", 3: "SECTION", 4: "FILE", 5: "COMMON", 6: "TLS" },
  10: "IFUNC",
});

/** Bindings of symbols. */
export const symbolBinding: (binding: number) => string = names({
  ...{ 0: "LOCAL", 1: "GLOBAL", 2: "WEAK", 10: "UNIQUE" },
});

/** Types of relocations that object files for the linker here do not have. */
const OTHER_NAMES: ReadonlyMap<number, string> = new Map([
  ...Object.entries(OTHER_RELOCATIONS).map(([name, type]) => [type, name] as const),
  ...[[41, "GNU_VTINHERIT"], [42, "GNU_VTENTRY"]] as const,
]);

/** Types of relocations. */
export function relocationType(type: number): string {
  const other = OTHER_NAMES.get(type);
  return other === undefined ? relocationName(type) : `R_RISCV_${other}`;
}

const SECTION_FLAGS: readonly (readonly [bit: number, letter: string])[] = [
  [SHF.write, "W"],
  [SHF.alloc, "A"],
  [SHF.execute, "X"],
  [SHF.merge, "M"],
  [SHF.strings, "S"],
  [SHF.infoLink, "I"],
  [SHF.linkOrder, "L"],
  [0x100, "O"],
  [SHF.group, "G"],
  [SHF.tls, "T"],
  [SHF.compressed, "C"],
];

/** The letters of a section's flags. `isGnu`: the file has GNU's extensions. */
export function sectionFlags(flags: number, isGnu: boolean): string {
  // Bits from 20 to 27 belong to the operating system, from 28 on to the processor, but for E.
  const own = SECTION_FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, letter]) => letter);
  if (isGnu && (flags & SHF.retain) !== 0) own.push("R");
  else if ((flags & 0x0ff0_0000) !== 0) own.push("o");
  if ((flags & 0x7000_0000) !== 0) own.push("p");
  if ((flags & SHF.exclude) !== 0) own.push("E");
  return own.join("");
}

/** The file header's flags in words. */
export function fileFlags(flags: number): string {
  if (flags === 0) return "0x0";
  const abi = ["soft", "single", "double", "quad"][(flags & EF.floatAbi) >> 1];
  return [
    `0x${flags.toString(16)}`,
    ...((flags & EF.rvc) !== 0 ? ["RVC"] : []),
    ...((flags & EF.rve) !== 0 ? ["RVE"] : []),
    ...((flags & EF.tso) !== 0 ? ["TSO"] : []),
    `${abi}-float ABI`,
  ].join(", ");
}
