// SPDX-License-Identifier: MPL-2.0
// What an instruction does, derived from its semantics: the semantics of a row run once against a
// recorder, which notes the operands that are asked for and the operations that are called. Whoever
// needs to know what an instruction reads, writes, accesses, or where it continues asks here, so a
// new row with semantics is known everywhere. Semantics that the engines could not handle throw.

import { COUNTER_CSRS, CSR, FLOAT_CSRS } from "../isa/csr.ts";
import { type Encoding, ENCODINGS, type Instruction } from "../isa/encoding.ts";
import { FLOAT_FUNCTIONS } from "../float/functions.ts";
import type { Cause } from "../memory/trap.ts";
import { type Code, i32, type I64, i64, local64, localDouble, localSingle } from "../wasm/code.ts";
import { BLOCK_SIZE, type FloatOperand, type Operations, type Semantics } from "./operations.ts";
import { SEMANTICS } from "./semantics.ts";

/** How an instruction accesses memory. */
export interface MemoryAccess {
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8 | typeof BLOCK_SIZE;
  readonly load: boolean;
  readonly store: boolean;
  /**
   * Atomic accesses are at rs1 and must be aligned; others are at rs1 + imm, aligned or not. That to a
   * block counts as atomic: it has a check of its own.
   */
  readonly isAtomic: boolean;
}

/** Where execution continues. Direct targets are pc + imm. */
export type Control =
  | { readonly kind: "next" | "branch" | "jump" }
  /** `target` is "rs1 + imm" where it is that sum with bit 0 cleared, otherwise unknown. */
  | { readonly kind: "computed jump"; readonly target: "rs1 + imm" | "unknown" }
  | { readonly kind: "trap"; readonly cause: Cause };

/** What the instructions of a row do. Fields of the word say which registers and immediates. */
export interface Effects {
  /** The fields that name integer registers that are read. */
  readonly readsRs1: boolean;
  readonly readsRs2: boolean;
  /** The fields that name floating-point registers that are read. */
  readonly readsFrs1: boolean;
  readonly readsFrs2: boolean;
  readonly readsFrs3: boolean;
  /** The kind of register that the field rd names, if one is written. */
  readonly writes: "integer" | "float" | undefined;
  /** What is written to an integer rd, where it is as simple as that. */
  readonly result: "imm" | "pc + imm" | "rs1 + imm" | "next" | "unknown";
  readonly access: MemoryAccess | undefined;
  readonly control: Control;
  /** Whether it reads the CSR in the field csr, and may write it. */
  readonly accessesCsr: boolean;
  /** Whether the result depends on the rounding mode or the inexact flag in fcsr. */
  readonly readsFcsr: boolean;
  /** Whether it calls functions of float/, which may set exception flags in fcsr. */
  readonly callsFloatFunctions: boolean;
}

/** Operands of the recorder: fragments that occur nowhere else, so that sums of them are recognised. */
const RS1 = local64(1).get;
const RS2 = local64(2).get;
const IMM = local64(3).get;
const PC = local64(4).get;
const NEXT = local64(5).get;
const OTHER = local64(6).get;
const DOUBLE = localDouble(7);
const SINGLE = localSingle(8);
const FLOAT: FloatOperand = {
  bits: OTHER,
  double: DOUBLE.get,
  single: SINGLE.get,
  low: i32.const(0),
  isBoxed: i32.const(0),
};

const RESULTS: readonly (readonly [Effects["result"], I64])[] = [
  ["imm", IMM],
  ["next", NEXT],
  ["pc + imm", i64.add(PC, IMM)],
  ["rs1 + imm", i64.add(RS1, IMM)],
];
const JALR_TARGET = i64.and(i64.add(RS1, IMM), i64.const(-2));

/** Whether two fragments are the same bytes in the same nesting. */
function isSame(a: Code, b: Code): boolean {
  return a === b || a.length === b.length && a.every((part, index) => {
        const other = b[index];
        return typeof part === "number" || typeof other === "number" || other === undefined
          ? part === other
          : isSame(part, other);
      });
}

const FLOAT_HELPERS: ReadonlySet<string> = new Set(FLOAT_FUNCTIONS);

/** Takes notes of what one row's semantics ask for. */
class Recorder implements Operations {
  readonly effects = {
    readsRs1: false,
    readsRs2: false,
    readsFrs1: false,
    readsFrs2: false,
    readsFrs3: false,
    writes: undefined as Effects["writes"],
    result: "unknown" as Effects["result"],
    access: undefined as MemoryAccess | undefined,
    control: { kind: "next" } as Control,
    accessesCsr: false,
    readsFcsr: false,
    callsFloatFunctions: false,
  };
  readonly imm = IMM;
  readonly pc = PC;
  readonly next = NEXT;
  readonly retired = OTHER;
  readonly uimm = OTHER;
  /** True, so that the fused path is recorded; it uses every operand of the other. */
  readonly hasFusedArithmetic = true;
  readonly double = DOUBLE;
  readonly single = SINGLE;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get rs1(): I64 {
    this.effects.readsRs1 = true;
    return RS1;
  }

  get rs2(): I64 {
    this.effects.readsRs2 = true;
    return RS2;
  }

  get frs1(): FloatOperand {
    this.effects.readsFrs1 = true;
    return FLOAT;
  }

  get frs2(): FloatOperand {
    this.effects.readsFrs2 = true;
    return FLOAT;
  }

  get frs3(): FloatOperand {
    this.effects.readsFrs3 = true;
    return FLOAT;
  }

  get csr(): ReturnType<typeof i32.const> {
    this.effects.accessesCsr = true;
    return i32.const(0);
  }

  get rounding(): ReturnType<typeof i32.const> {
    this.effects.readsFcsr = true;
    return i32.const(0);
  }

  get roundsNatively(): ReturnType<typeof i32.const> {
    this.effects.readsFcsr = true;
    return i32.const(0);
  }

  readonly writeRd: Operations["writeRd"] = (value) => {
    this.#write("integer");
    this.effects.result = RESULTS.find(([, code]) => isSame(code, value))?.[0] ?? "unknown";
    return [];
  };

  readonly writeFrd: Operations["writeFrd"] = () => this.#write("float");

  readonly csrWritten: Operations["csrWritten"] = () => [];

  readonly load: Operations["load"] = (bits) => {
    this.effects.readsRs1 = true;
    this.#access({ size: sizeOf(bits), load: true, store: false, isAtomic: false });
    return OTHER;
  };

  readonly store: Operations["store"] = (bits) => {
    this.effects.readsRs1 = true;
    this.#access({ size: sizeOf(bits), load: false, store: true, isAtomic: false });
    return [];
  };

  readonly touch: Operations["touch"] = () => {
    this.effects.readsRs1 = true;
    this.#access({ size: 1, load: true, store: false, isAtomic: false });
    return [];
  };

  readonly zeroBlock: Operations["zeroBlock"] = () => {
    this.effects.readsRs1 = true;
    this.#access({ size: BLOCK_SIZE, load: false, store: true, isAtomic: true });
    return [];
  };

  readonly loadReserved: Operations["loadReserved"] = (bits) => {
    this.effects.readsRs1 = true;
    this.#access({ size: sizeOf(bits), load: true, store: false, isAtomic: true });
    return OTHER;
  };

  readonly storeConditional: Operations["storeConditional"] = (bits) => {
    this.effects.readsRs1 = true;
    this.#access({ size: sizeOf(bits), load: true, store: true, isAtomic: true });
    return this.#write("integer");
  };

  readonly update: Operations["update"] = (bits, by) => {
    this.effects.readsRs1 = true;
    this.#access({ size: sizeOf(bits), load: true, store: true, isAtomic: true });
    by(OTHER);
    return this.#write("integer");
  };

  readonly branch: Operations["branch"] = () => this.#continue({ kind: "branch" });

  readonly jump: Operations["jump"] = () => this.#continue({ kind: "jump" });

  readonly jumpTo: Operations["jumpTo"] = (target) =>
    this.#continue({
      kind: "computed jump",
      target: isSame(target, JALR_TARGET) ? "rs1 + imm" : "unknown",
    });

  readonly raise: Operations["raise"] = (cause) => this.#continue({ kind: "trap", cause });

  readonly call: Operations["call"] = (helper) => {
    if (FLOAT_HELPERS.has(helper)) this.effects.callsFloatFunctions = true;
    return OTHER;
  };

  #write(kind: "integer" | "float"): Code {
    if (this.effects.writes !== undefined) this.#refuse("it writes two registers");
    this.effects.writes = kind;
    return [];
  }

  #access(access: MemoryAccess): void {
    if (this.effects.access !== undefined) this.#refuse("it accesses memory twice");
    this.effects.access = access;
  }

  #continue(control: Control): Code {
    if (this.effects.control.kind !== "next") this.#refuse("it transfers control twice");
    this.effects.control = control;
    return [];
  }

  #refuse(reason: string): never {
    throw new TypeError(`Cannot derive the effects of ${this.#name}: ${reason}`);
  }
}

const sizeOf = (bits: 8 | 16 | 32 | 64): MemoryAccess["size"] => bits / 8 as MemoryAccess["size"];

/** The effects by the index of the row; filled as they are asked for. */
const EFFECTS: (Effects | undefined)[] = ENCODINGS.map(() => undefined);

/**
 * What the instructions of a row do.
 *
 * @throws {TypeError} When the row has no semantics, or semantics that {@link deriveEffects} refuses.
 */
export function effectsOf({ index, mnemonic }: Encoding): Effects {
  const known = EFFECTS[index];
  if (known !== undefined) return known;
  // The type promises semantics for every row; a row without any must not pass for one that does
  // nothing.
  const semantics: Semantics | undefined = SEMANTICS[mnemonic];
  if (semantics === undefined) {
    throw new TypeError(`Cannot derive the effects of ${mnemonic}: it has no semantics`);
  }
  return EFFECTS[index] = deriveEffects(mnemonic, semantics);
}

/**
 * Runs semantics once and notes what they do. `name` is for messages.
 *
 * @throws {TypeError} When they write two registers, access memory twice or transfer control twice,
 *   which the engines do not support.
 */
export function deriveEffects(name: string, semantics: Semantics): Effects {
  const recorder = new Recorder(name);
  semantics(recorder);
  return recorder.effects;
}

/** Whether an instruction is illegal in user mode, where the machine always is. */
export function isPrivileged({ encoding }: Pick<Instruction, "encoding">): boolean {
  const { control } = effectsOf(encoding);
  return control.kind === "trap" && control.cause === "illegal-instruction";
}

/** How an instruction accesses memory, if it does. */
export function accessOf({ encoding }: Instruction): MemoryAccess | undefined {
  return effectsOf(encoding).access;
}

/** The integer register that an instruction writes; 0 when it writes none. */
export function destinationOf({ encoding, rd }: Instruction): number {
  return effectsOf(encoding).writes === "integer" ? rd : 0;
}

/** The floating-point register that an instruction writes, if it does. */
export function floatDestinationOf({ encoding, rd }: Instruction): number | undefined {
  return effectsOf(encoding).writes === "float" ? rd : undefined;
}

/** Whether an instruction is a call: a jump that leaves a return address in a register. */
export function isCall(instruction: Instruction): boolean {
  const { control, result } = effectsOf(instruction.encoding);
  const isJump = control.kind === "jump" || control.kind === "computed jump";
  return isJump && result === "next" && instruction.rd !== 0;
}

/**
 * Whether the CSR access of an instruction, if it has one, is legal: any access to a floating-point
 * CSR is, and so are reads of counters. csrrs and csrrc write nothing when their source is x0 or 0 (manual,
 * "Zicsr").
 */
export function isCsrAllowed({ encoding, mnemonic, csr, rs1, uimm }: Instruction): boolean {
  if (!effectsOf(encoding).accessesCsr || FLOAT_CSRS.has(csr)) return true;
  if (!COUNTER_CSRS.has(csr)) return false;
  switch (mnemonic) {
    case "csrrs":
    case "csrrc":
      return rs1 === 0;
    case "csrrsi":
    case "csrrci":
      return uimm === 0;
    default:
      return false;
  }
}

/** Whether an instruction may change frm. */
export function mayWriteFrm({ encoding, csr }: Instruction): boolean {
  return effectsOf(encoding).accessesCsr && (csr === CSR.frm || csr === CSR.fcsr);
}
