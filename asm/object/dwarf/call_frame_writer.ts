// SPDX-License-Identifier: MPL-2.0
// Writes call frame instructions (DWARF 5, section 6.4.2), each in the form that GNU as chooses. Takes
// DWARF's register numbers and offsets in bytes.

import { R } from "../relocation.ts";
import type { Int64 } from "../value.ts";
import type { DwarfWriter } from "./byte_writer.ts";
import { CFA } from "./constants.ts";

/** Addresses advance in bytes. */
export const CODE_ALIGNMENT = 1;
/** Saved registers are at multiples of -4. */
export const DATA_ALIGNMENT = -4;
/** The operand that fits into an opcode. */
const MAX_SHORT = 0x3f;

/** An offset in units of DATA_ALIGNMENT, rounded towards zero. */
function factored(offset: Int64): Int64 {
  return typeof offset === "number"
    ? Math.trunc(offset / DATA_ALIGNMENT)
    : offset / BigInt(DATA_ALIGNMENT);
}

/** A register saved at an offset from the canonical frame address. */
export function writeOffset(writer: DwarfWriter, register: number, offset: Int64): void {
  const units = factored(offset);
  if (units >= 0 && register <= MAX_SHORT) {
    writer.u8(CFA.offset | register);
    writer.uleb(units);
  } else {
    writeSigned(writer, CFA.offsetExtended, CFA.offsetExtendedSf, register, units);
  }
}

/** A register whose value is the canonical frame address plus an offset. */
export function writeValOffset(writer: DwarfWriter, register: number, offset: Int64): void {
  writeSigned(writer, CFA.valOffset, CFA.valOffsetSf, register, factored(offset));
}

function writeSigned(
  writer: DwarfWriter,
  unsigned: number,
  signed: number,
  register: number,
  units: Int64,
): void {
  writer.u8(units < 0 ? signed : unsigned);
  writer.uleb(register);
  if (units < 0) writer.sleb(units);
  else writer.uleb(units);
}

/** The canonical frame address is a register plus an offset. */
export function writeDefCfa(writer: DwarfWriter, register: number, offset: Int64): void {
  writer.u8(offset < 0 ? CFA.defCfaSf : CFA.defCfa);
  writer.uleb(register);
  writeCfaOffset(writer, offset);
}

/** The canonical frame address has this offset from its register. */
export function writeDefCfaOffset(writer: DwarfWriter, offset: Int64): void {
  writer.u8(offset < 0 ? CFA.defCfaOffsetSf : CFA.defCfaOffset);
  writeCfaOffset(writer, offset);
}

function writeCfaOffset(writer: DwarfWriter, offset: Int64): void {
  if (offset < 0) writer.sleb(factored(offset));
  else writer.uleb(offset);
}

/** A register has the caller's value again. */
export function writeRestore(writer: DwarfWriter, register: number): void {
  if (register <= MAX_SHORT) {
    writer.u8(CFA.restore | register);
  } else {
    writer.u8(CFA.restoreExtended);
    writer.uleb(register);
  }
}

/** An instruction with registers for operands. */
export function writeRegisters(writer: DwarfWriter, opcode: number, ...registers: number[]): void {
  writer.u8(opcode);
  for (const register of registers) writer.uleb(register);
}

/** The symbols that the linker computes a distance from. */
export interface DistanceSymbols {
  readonly from: number;
  readonly to: number;
}

/** What follows holds `distance` bytes later. With symbols, the linker computes the distance again. */
export function writeAdvance(
  writer: DwarfWriter,
  distance: number,
  symbols: DistanceSymbols | undefined,
): void {
  if (distance === 0) return;
  const relocate = (set: number, subtract: number) => {
    if (symbols === undefined) return;
    writer.relocate(set, symbols.to, 0);
    writer.relocate(subtract, symbols.from, 0);
  };
  if (distance <= MAX_SHORT) {
    relocate(R.SET6, R.SUB6);
    writer.u8(CFA.advanceLoc | distance);
  } else if (distance <= 0xff) {
    writer.u8(CFA.advanceLoc1);
    relocate(R.SET8, R.SUB8);
    writer.u8(distance);
  } else if (distance <= 0xffff) {
    writer.u8(CFA.advanceLoc2);
    relocate(R.SET16, R.SUB16);
    writer.u16(distance);
  } else {
    writer.u8(CFA.advanceLoc4);
    relocate(R.SET32, R.SUB32);
    writer.u32(distance);
  }
}
