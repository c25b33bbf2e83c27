// SPDX-License-Identifier: MPL-2.0
// The constants of DWARF (version 5, section 7) for line tables, and for the unit by which debuggers find
// them.

/** Standard opcodes of line number programs (DW_LNS). */
export const LNS = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  negateStmt: 6,
  setBasicBlock: 7,
  constAddPc: 8,
  fixedAdvancePc: 9,
  setPrologueEnd: 10,
  setEpilogueBegin: 11,
  setIsa: 12,
} as const;

/** Extended opcodes (DW_LNE). */
export const LNE = { endSequence: 1, setAddress: 2, defineFile: 3, setDiscriminator: 4 } as const;

/** Fields of directories and files, from version 5 on (DW_LNCT). */
export const LNCT = { path: 1, directoryIndex: 2 } as const;

/** How values are encoded (DW_FORM). */
export const FORM = {
  addr: 0x01,
  block2: 0x03,
  block4: 0x04,
  data2: 0x05,
  data4: 0x06,
  data8: 0x07,
  string: 0x08,
  block: 0x09,
  block1: 0x0a,
  data1: 0x0b,
  strp: 0x0e,
  udata: 0x0f,
  secOffset: 0x17,
  data16: 0x1e,
  lineStrp: 0x1f,
} as const;

/** The tag of a compilation unit (DW_TAG_compile_unit). */
export const TAG_COMPILE_UNIT = 0x11;

/** Attributes (DW_AT). */
export const AT = {
  name: 0x03,
  stmtList: 0x10,
  lowPc: 0x11,
  highPc: 0x12,
  language: 0x13,
  compDir: 0x1b,
  producer: 0x25,
  ranges: 0x55,
} as const;

/** DW_LANG_Mips_Assembler, which stands for any assembly language. */
export const LANGUAGE_ASSEMBLER = 0x8001;
/** The type of a compilation unit (DW_UT_compile). */
export const UNIT_COMPILE = 1;
/** Entries of a range list (DW_RLE). */
export const RLE = { endOfList: 0, startLength: 7 } as const;
