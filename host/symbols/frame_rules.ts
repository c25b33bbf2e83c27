// SPDX-License-Identifier: MPL-2.0
// Where a function's caller has left its registers: the rules that the call frame instructions of an entry
// give for an address (DWARF 5, section 6.4). Takes an entry, which may be damaged; undefined if it makes no
// sense up to the address.

import { CFA } from "../../asm/object/dwarf/constants.ts";
import { DwarfCursor } from "../../asm/object/dwarf/cursor.ts";
import { type FrameEntry, type FrameSection, readAddress } from "./frame_entries.ts";

/** How to find the caller's value of a register. Offsets are from the canonical frame address (CFA). */
export type RegisterRule =
  | { readonly kind: "undefined" | "same" }
  | { readonly kind: "at" | "is"; readonly offset: bigint }
  | { readonly kind: "register"; readonly register: number }
  | { readonly kind: "at expression" | "is expression"; readonly bytes: Uint8Array };

/** How to find the CFA: the value of sp before the call. */
export type CfaRule =
  | { readonly register: number; readonly offset: bigint }
  | { readonly bytes: Uint8Array };

/** The rules at one address. */
export interface FrameRules {
  /** Of the CFA. */
  readonly cfa: CfaRule;
  /** Of the registers that have one, by DWARF number; others keep their values. */
  readonly registers: ReadonlyMap<number, RegisterRule>;
  /** The register whose value in the caller is the return address. */
  readonly returnColumn: number;
  /** Whether the caller was interrupted, so that it has not made a call. */
  readonly isSignalFrame: boolean;
}

/** More instructions than any function needs, and more states than any saves. */
const MAX_STEPS = 100_000;
const MAX_STATES = 100;
const OPERAND = 0x3f;
const OPCODE = 0xc0;

/** The rules at an address that an entry covers. */
export function frameRulesAt(entry: FrameEntry, address: bigint): FrameRules | undefined {
  const { section, common } = entry;
  try {
    const reader = new RuleReader(entry);
    reader.run(section, common.start, common.end, undefined);
    reader.keepInitial();
    reader.run(section, entry.start, entry.end, address);
    const { cfa, registers } = reader;
    const { returnColumn, isSignalFrame } = common;
    return cfa && { cfa, registers, returnColumn, isSignalFrame };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface State {
  readonly cfa: CfaRule | undefined;
  readonly registers: Map<number, RegisterRule>;
}

/** Executes call frame instructions. Throws a RangeError when they make no sense. */
class RuleReader {
  cfa: CfaRule | undefined;
  registers = new Map<number, RegisterRule>();
  #initial = this.registers;
  #location: bigint;
  #steps = 0;
  readonly #states: State[] = [];
  readonly #entry: FrameEntry;

  constructor(entry: FrameEntry) {
    this.#entry = entry;
    this.#location = entry.from;
  }

  /** The rules now are those that `restore` returns to. */
  keepInitial(): void {
    this.#initial = new Map(this.registers);
  }

  /** Executes the instructions in a part of a section, up to those that hold beyond `address`. */
  run(section: FrameSection, start: number, end: number, address: bigint | undefined): void {
    const cursor = new DwarfCursor(section.data.subarray(0, end));
    cursor.at = start;
    while (cursor.at < end) {
      if (++this.#steps > MAX_STEPS) throw new RangeError("Cannot read rules: too many steps");
      this.#step(cursor);
      if (address !== undefined && this.#location > address) return;
    }
  }

  #step(cursor: DwarfCursor): void {
    const { codeAlignment, dataAlignment, encoding } = this.#entry.common;
    const opcode = cursor.u8();
    const low = opcode & OPERAND;
    const unsigned = () => BigInt(cursor.uleb());
    const factored = () => unsigned() * BigInt(dataAlignment);
    const signed = () => BigInt(cursor.sleb()) * BigInt(dataAlignment);
    const advance = (units: number) => {
      this.#location += BigInt(units) * BigInt(codeAlignment);
    };
    const block = () => {
      const size = cursor.uleb();
      const from = cursor.at;
      cursor.skip(size);
      return cursor.bytes.subarray(from, cursor.at);
    };
    switch (opcode & OPCODE) {
      case CFA.advanceLoc:
        return advance(low);
      case CFA.offset:
        return this.#set(low, { kind: "at", offset: factored() });
      case CFA.restore:
        return this.#restore(low);
    }
    switch (opcode) {
      case CFA.nop:
      case CFA.gnuWindowSave:
        return;
      case CFA.gnuArgsSize:
        cursor.uleb();
        return;
      case CFA.setLoc: {
        const location = readAddress(this.#entry.section, cursor, encoding);
        if (location === undefined) throw new RangeError("Cannot read an address");
        this.#location = location;
        return;
      }
      case CFA.advanceLoc1:
        return advance(cursor.u8());
      case CFA.advanceLoc2:
        return advance(cursor.u16());
      case CFA.advanceLoc4:
        return advance(cursor.u32());
      case CFA.mipsAdvanceLoc8:
        return advance(cursor.u64());
      case CFA.offsetExtended:
        return this.#set(cursor.uleb(), { kind: "at", offset: factored() });
      case CFA.offsetExtendedSf:
        return this.#set(cursor.uleb(), { kind: "at", offset: signed() });
      case CFA.gnuNegativeOffsetExtended:
        return this.#set(cursor.uleb(), { kind: "at", offset: -factored() });
      case CFA.valOffset:
        return this.#set(cursor.uleb(), { kind: "is", offset: factored() });
      case CFA.valOffsetSf:
        return this.#set(cursor.uleb(), { kind: "is", offset: signed() });
      case CFA.restoreExtended:
        return this.#restore(cursor.uleb());
      case CFA.undefined:
        return this.#set(cursor.uleb(), { kind: "undefined" });
      case CFA.sameValue:
        return this.#set(cursor.uleb(), { kind: "same" });
      case CFA.register:
        return this.#set(cursor.uleb(), { kind: "register", register: cursor.uleb() });
      case CFA.expression:
        return this.#set(cursor.uleb(), { kind: "at expression", bytes: block() });
      case CFA.valExpression:
        return this.#set(cursor.uleb(), { kind: "is expression", bytes: block() });
      case CFA.rememberState:
        if (this.#states.length === MAX_STATES) throw new RangeError("Cannot save more states");
        this.#states.push({ cfa: this.cfa, registers: new Map(this.registers) });
        return;
      case CFA.restoreState: {
        const state = this.#states.pop();
        if (state === undefined) throw new RangeError("Cannot restore a state: none was saved");
        this.cfa = state.cfa;
        this.registers = state.registers;
        return;
      }
      case CFA.defCfa:
        this.cfa = { register: cursor.uleb(), offset: unsigned() };
        return;
      case CFA.defCfaSf:
        this.cfa = { register: cursor.uleb(), offset: signed() };
        return;
      case CFA.defCfaRegister:
        this.cfa = { register: cursor.uleb(), offset: this.#cfaOffset ?? 0n };
        return;
      case CFA.defCfaOffset:
        return this.#setCfaOffset(unsigned());
      case CFA.defCfaOffsetSf:
        return this.#setCfaOffset(signed());
      case CFA.defCfaExpression:
        this.cfa = { bytes: block() };
        return;
      default:
        throw new RangeError(`Cannot read a call frame instruction: its opcode is ${opcode}`);
    }
  }

  get #cfaOffset(): bigint | undefined {
    return this.cfa !== undefined && "offset" in this.cfa ? this.cfa.offset : undefined;
  }

  #setCfaOffset(offset: bigint): void {
    if (this.cfa === undefined || !("register" in this.cfa)) {
      throw new RangeError("Cannot set the CFA's offset: it has no register");
    }
    this.cfa = { register: this.cfa.register, offset };
  }

  #set(register: number, rule: RegisterRule): void {
    this.registers.set(register, rule);
  }

  #restore(register: number): void {
    const rule = this.#initial.get(register);
    if (rule === undefined) this.registers.delete(register);
    else this.registers.set(register, rule);
  }
}
