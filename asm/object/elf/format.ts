// SPDX-License-Identifier: MPL-2.0
// The constants of the ELF format (System V gABI and RISC-V psABI): sizes of its structures, and the values
// of their fields. The readers and writers share them.

import type { SectionType, SymbolBinding, SymbolKind, Visibility } from "../object.ts";

/** Size of the file header. */
export const EHDR_SIZE = 64;
/** Size of a program header. */
export const PHDR_SIZE = 56;
/** Size of a section header. */
export const SHDR_SIZE = 64;
/** Size of a symbol. */
export const SYM_SIZE = 24;
/** Size of a relocation with addend. */
export const RELA_SIZE = 24;

/** Types of files (e_type). */
export const ET = { none: 0, rel: 1, exec: 2, dyn: 3, core: 4 } as const;

/** RISC-V's number (e_machine). */
export const EM_RISCV = 243;

/** RISC-V's file flags (e_flags; psABI, "File Header"). */
export const EF = {
  /** Has compressed instructions. */
  rvc: 1,
  /** The bits of the floating-point ABI. */
  floatAbi: 6,
  /** Has only 16 registers. */
  rve: 8,
  /** Relies on total store ordering. */
  tso: 16,
} as const;

/** The ABIs of `EF.floatAbi`, in the order of their values. */
export const FLOAT_ABIS = ["soft", "single", "double", "quad"] as const;

/** Types of sections (sh_type). */
export const SHT = {
  null: 0,
  progbits: 1,
  symtab: 2,
  strtab: 3,
  rela: 4,
  note: 7,
  nobits: 8,
  rel: 9,
  dynsym: 11,
  initArray: 14,
  finiArray: 15,
  preinitArray: 16,
  group: 17,
  symtabShndx: 18,
  riscvAttributes: 0x7000_0003,
} as const;

/** Flags of sections (sh_flags). */
export const SHF = {
  write: 1,
  alloc: 2,
  execute: 4,
  merge: 0x10,
  strings: 0x20,
  infoLink: 0x40,
  linkOrder: 0x80,
  group: 0x200,
  tls: 0x400,
  compressed: 0x800,
  retain: 0x20_0000,
  exclude: 0x8000_0000,
} as const;

/** Section numbers with special meanings (st_shndx, e_shstrndx). */
export const SHN = { undef: 0, loReserve: 0xff00, abs: 0xfff1, common: 0xfff2, xindex: 0xffff };

/** The flag of section groups that the linker keeps only one of. */
export const GRP_COMDAT = 1;

/** Types of segments (p_type). */
export const PT = {
  load: 1,
  dynamic: 2,
  interp: 3,
  note: 4,
  phdr: 6,
  tls: 7,
  gnuEhFrame: 0x6474_e550,
  gnuStack: 0x6474_e551,
  gnuRelro: 0x6474_e552,
  riscvAttributes: 0x7000_0003,
} as const;

/** Permissions of segments (p_flags). */
export const PF = { execute: 1, write: 2, read: 4 } as const;

/** Symbol types: the lower half of st_info. */
export const SYMBOL_TYPES: Readonly<Record<SymbolKind, number>> = {
  none: 0,
  object: 1,
  function: 2,
  section: 3,
  file: 4,
  tls: 6,
  ifunc: 10,
};

/** STT_COMMON: an object. */
export const STT_COMMON = 5;

/** Symbol bindings: the upper half of st_info. */
export const SYMBOL_BINDINGS: Readonly<Record<SymbolBinding, number>> = {
  local: 0,
  global: 1,
  weak: 2,
};

/** STB_GNU_UNIQUE: global. */
export const STB_GNU_UNIQUE = 10;

/** STO_RISCV_VARIANT_CC, a bit of st_other (psABI, "Symbol Table"). */
export const STO_VARIANT_CC = 0x80;

/** Visibilities, in the order of their values: the lower two bits of st_other. */
export const VISIBILITIES: readonly Visibility[] = ["default", "internal", "hidden", "protected"];

/** The types of the sections that the linker knows. */
export const SECTION_TYPES: Readonly<Record<SectionType, number>> = {
  progbits: SHT.progbits,
  nobits: SHT.nobits,
  note: SHT.note,
  init_array: SHT.initArray,
  fini_array: SHT.finiArray,
  preinit_array: SHT.preinitArray,
};

/** Machines that users are likely to have files for, by e_machine. */
const MACHINES: ReadonlyMap<number, string> = new Map([
  [3, "x86"],
  [8, "MIPS"],
  [20, "PowerPC"],
  [21, "64-bit PowerPC"],
  [22, "S390"],
  [40, "Arm"],
  [62, "x86-64"],
  [183, "64-bit Arm (AArch64)"],
  [EM_RISCV, "RISC-V"],
  [247, "BPF"],
  [258, "LoongArch"],
]);

/** The name of a machine. */
export function machineName(machine: number): string {
  return MACHINES.get(machine) ?? `machine ${machine}`;
}
