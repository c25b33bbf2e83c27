// SPDX-License-Identifier: MPL-2.0
// The constants of DWARF (version 5, section 7) for line tables, for the unit by which debuggers find
// them, and for call frames.

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

/** Call frame instructions (DW_CFA). The first three hold an operand in their low six bits. */
export const CFA = {
  advanceLoc: 0x40,
  offset: 0x80,
  restore: 0xc0,
  nop: 0x00,
  setLoc: 0x01,
  advanceLoc1: 0x02,
  advanceLoc2: 0x03,
  advanceLoc4: 0x04,
  offsetExtended: 0x05,
  restoreExtended: 0x06,
  undefined: 0x07,
  sameValue: 0x08,
  register: 0x09,
  rememberState: 0x0a,
  restoreState: 0x0b,
  defCfa: 0x0c,
  defCfaRegister: 0x0d,
  defCfaOffset: 0x0e,
  defCfaExpression: 0x0f,
  expression: 0x10,
  offsetExtendedSf: 0x11,
  defCfaSf: 0x12,
  defCfaOffsetSf: 0x13,
  valOffset: 0x14,
  valOffsetSf: 0x15,
  valExpression: 0x16,
  mipsAdvanceLoc8: 0x1d,
  gnuWindowSave: 0x2d,
  gnuArgsSize: 0x2e,
  gnuNegativeOffsetExtended: 0x2f,
} as const;

/** Operations of expressions (DW_OP). */
export const OP = {
  addr: 0x03,
  deref: 0x06,
  const1u: 0x08,
  const1s: 0x09,
  const2u: 0x0a,
  const2s: 0x0b,
  const4u: 0x0c,
  const4s: 0x0d,
  const8u: 0x0e,
  const8s: 0x0f,
  constu: 0x10,
  consts: 0x11,
  dup: 0x12,
  drop: 0x13,
  over: 0x14,
  pick: 0x15,
  swap: 0x16,
  rot: 0x17,
  abs: 0x19,
  and: 0x1a,
  div: 0x1b,
  minus: 0x1c,
  mod: 0x1d,
  mul: 0x1e,
  neg: 0x1f,
  not: 0x20,
  or: 0x21,
  plus: 0x22,
  plusUconst: 0x23,
  shl: 0x24,
  shr: 0x25,
  shra: 0x26,
  xor: 0x27,
  bra: 0x28,
  eq: 0x29,
  ge: 0x2a,
  gt: 0x2b,
  le: 0x2c,
  lt: 0x2d,
  ne: 0x2e,
  skip: 0x2f,
  /** With the numbers 0 to 31 in the opcode. */
  lit0: 0x30,
  /** With a register's number in the opcode. */
  breg0: 0x70,
  bregx: 0x92,
  derefSize: 0x94,
  nop: 0x96,
  gnuEncodedAddr: 0xf1,
} as const;

/** How .eh_frame stores pointers (DW_EH_PE). The low bits are a format, those of `base` what it is relative to. */
export const DW_EH_PE = {
  absptr: 0x00,
  uleb128: 0x01,
  udata2: 0x02,
  udata4: 0x03,
  udata8: 0x04,
  sleb128: 0x09,
  sdata2: 0x0a,
  sdata4: 0x0b,
  sdata8: 0x0c,
  pcrel: 0x10,
  base: 0x70,
  omit: 0xff,
} as const;
