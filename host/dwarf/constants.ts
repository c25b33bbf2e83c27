// SPDX-License-Identifier: MPL-2.0
// The constants of DWARF (version 5, section 7) for debug information: what compilers write about functions,
// variables and types. Those of line tables, call frames and plain expressions are the assembler's.

import { AT as UNIT_AT, FORM as WRITTEN_FORM } from "../../asm/object/dwarf/constants.ts";

/** How values are encoded (DW_FORM). */
export const FORM = {
  ...WRITTEN_FORM,
  flag: 0x0c,
  sdata: 0x0d,
  refAddr: 0x10,
  ref1: 0x11,
  ref2: 0x12,
  ref4: 0x13,
  ref8: 0x14,
  refUdata: 0x15,
  indirect: 0x16,
  exprloc: 0x18,
  flagPresent: 0x19,
  strx: 0x1a,
  addrx: 0x1b,
  refSup4: 0x1c,
  strpSup: 0x1d,
  refSig8: 0x20,
  implicitConst: 0x21,
  loclistx: 0x22,
  rnglistx: 0x23,
  refSup8: 0x24,
  strx1: 0x25,
  strx2: 0x26,
  strx3: 0x27,
  strx4: 0x28,
  addrx1: 0x29,
  addrx2: 0x2a,
  addrx3: 0x2b,
  addrx4: 0x2c,
} as const;

/** Kinds of entries (DW_TAG). */
export const TAG = {
  arrayType: 0x01,
  classType: 0x02,
  enumerationType: 0x04,
  formalParameter: 0x05,
  lexicalBlock: 0x0b,
  member: 0x0d,
  pointerType: 0x0f,
  referenceType: 0x10,
  compileUnit: 0x11,
  structureType: 0x13,
  subroutineType: 0x15,
  typedef: 0x16,
  unionType: 0x17,
  unspecifiedParameters: 0x18,
  inheritance: 0x1c,
  inlinedSubroutine: 0x1d,
  subrangeType: 0x21,
  baseType: 0x24,
  constType: 0x26,
  enumerator: 0x28,
  subprogram: 0x2e,
  variable: 0x34,
  volatileType: 0x35,
  restrictType: 0x37,
  interfaceType: 0x38,
  namespace: 0x39,
  unspecifiedType: 0x3b,
  partialUnit: 0x3c,
  importedUnit: 0x3d,
  rvalueReferenceType: 0x42,
  atomicType: 0x47,
  callSite: 0x48,
  callSiteParameter: 0x49,
  gnuCallSite: 0x4109,
  gnuCallSiteParameter: 0x410a,
} as const;

/** Attributes (DW_AT). */
export const AT = {
  ...UNIT_AT,
  location: 0x02,
  byteSize: 0x0b,
  bitSize: 0x0d,
  constValue: 0x1c,
  prototyped: 0x27,
  upperBound: 0x2f,
  bitOffset: 0x0c,
  abstractOrigin: 0x31,
  count: 0x37,
  dataMemberLocation: 0x38,
  declaration: 0x3c,
  encoding: 0x3e,
  external: 0x3f,
  frameBase: 0x40,
  specification: 0x47,
  type: 0x49,
  dataBitOffset: 0x6b,
  linkageName: 0x6e,
  strOffsetsBase: 0x72,
  addrBase: 0x73,
  rnglistsBase: 0x74,
  loclistsBase: 0x8c,
  callReturnPc: 0x7d,
  callValue: 0x7e,
  gnuCallSiteValue: 0x2111,
  artificial: 0x34,
  declFile: 0x3a,
  declLine: 0x3b,
} as const;

/** Encodings of base types (DW_ATE). */
export const ATE = {
  boolean: 0x02,
  complexFloat: 0x03,
  float: 0x04,
  signed: 0x05,
  signedChar: 0x06,
  unsigned: 0x07,
  unsignedChar: 0x08,
  utf: 0x10,
} as const;

/** Operations that say where a value is, or ask for more than numbers (DW_OP). */
export const LOCATION_OP = {
  /** With a register's number in the opcode. */
  reg0: 0x50,
  regx: 0x90,
  fbreg: 0x91,
  piece: 0x93,
  callFrameCfa: 0x9c,
  formTlsAddress: 0x9b,
  implicitValue: 0x9e,
  stackValue: 0x9f,
  addrx: 0xa1,
  constx: 0xa2,
  entryValue: 0xa3,
  gnuPushTlsAddress: 0xe0,
  gnuEntryValue: 0xf3,
} as const;

/** Entries of range lists (DW_RLE) and, but for the default location, of location lists (DW_LLE). */
export const LIST_ENTRY = {
  endOfList: 0,
  baseAddressx: 1,
  startxEndx: 2,
  startxLength: 3,
  offsetPair: 4,
} as const;
/** Those that range lists number otherwise than location lists. */
export const RANGE_ENTRY = { baseAddress: 5, startEnd: 6, startLength: 7 } as const;
/** Those of location lists (DW_LLE). */
export const LOCATION_ENTRY = {
  defaultLocation: 5,
  baseAddress: 6,
  startEnd: 7,
  startLength: 8,
} as const;

/** The first header field of a unit that is not to be read here (DW_UT). */
export const UNIT = {
  compile: 1,
  type: 2,
  partial: 3,
  skeleton: 4,
  splitCompile: 5,
  splitType: 6,
} as const;
