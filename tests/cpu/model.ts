// SPDX-License-Identifier: MPL-2.0
// A second machine to compare with: RV64IMAFD with Zba, Zbb, Zbc, Zbs, Zbkb, Zicond and its CSRs, one
// instruction at a time, in BigInt arithmetic that follows the manual's sentences. Slow and short,
// so that it can be checked by reading. Decodes words with decode(), which tests/cpu/isa/table_test.ts
// checks against GNU as.

import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import type { Permissions } from "../../cpu/memory/image.ts";
import { PRIVILEGED_ROWS } from "../../cpu/isa/privileged.ts";
import type { FLOAT_ROWS } from "../../cpu/isa/float.ts";
import { instructionLength, type Mnemonic } from "../../cpu/isa/table.ts";
import type { TraceRecord } from "../../cpu/trace_buffer.ts";
import type { Access, Cause, Trap } from "../../cpu/memory/trap.ts";
import { FLOAT_OPERATIONS, type FloatOperation, MODES } from "./float/model.ts";

type FloatOperationName = Exclude<
  (typeof FLOAT_ROWS)[number]["name"],
  "flw" | "fld" | "fsw" | "fsd"
>;

const PAGE = 4096n;

const u64 = (value: bigint) => BigInt.asUintN(64, value);
const s64 = (value: bigint) => BigInt.asIntN(64, value);
const u32 = (value: bigint) => BigInt.asUintN(32, value);
const s32 = (value: bigint) => BigInt.asIntN(32, value);

/** A result from two signed 64-bit operands; its low 64 bits count. */
export type Compute = (a: bigint, b: bigint) => bigint;

/** Integers divide towards zero, as BigInt does. */
const divide = (a: bigint, b: bigint) => b === 0n ? -1n : a / b;
const remainder = (a: bigint, b: bigint) => b === 0n ? a : a % b;

const rotateRight = (value: bigint, bits: bigint, by: bigint) => {
  const amount = BigInt.asUintN(64, by) % bits;
  return (value >> amount) | (value << (bits - amount));
};

/** The digits of an unsigned value in base 2, the highest first. */
const digits = (value: bigint, bits: number) => value.toString(2).padStart(bits, "0");
const countLeading = (value: bigint, bits: number) =>
  BigInt(`${digits(value, bits)}1`.indexOf("1"));
const countTrailing = (value: bigint, bits: number) =>
  BigInt([...`1${digits(value, bits)}`].reverse().indexOf("1"));
const countOnes = (value: bigint) => BigInt([...value.toString(2)].filter((d) => d === "1").length);
const bytes = (value: bigint) =>
  Array.from({ length: 8 }, (_, index) => (u64(value) >> BigInt(8 * index)) & 0xffn);
const fromBytes = (list: readonly bigint[]) =>
  list.reduce((value, byte, index) => value | (byte << BigInt(8 * index)), 0n);

/** The product of two polynomials over GF(2), of up to 127 bits. */
const carrylessProduct = (a: bigint, b: bigint) =>
  [...digits(u64(b), 64)].reverse().reduce(
    (sum, digit, power) => digit === "1" ? sum ^ (u64(a) << BigInt(power)) : sum,
    0n,
  );

/** The instructions that compute rd from rs1 alone. */
export const COMPUTE_ONE = {
  clz: (a) => countLeading(u64(a), 64),
  clzw: (a) => countLeading(u32(a), 32),
  ctz: (a) => countTrailing(u64(a), 64),
  ctzw: (a) => countTrailing(u32(a), 32),
  cpop: (a) => countOnes(u64(a)),
  cpopw: (a) => countOnes(u32(a)),
  "sext.b": (a) => BigInt.asIntN(8, a),
  "sext.h": (a) => BigInt.asIntN(16, a),
  "zext.h": (a) => BigInt.asUintN(16, a),
  "orc.b": (a) => fromBytes(bytes(a).map((byte) => byte === 0n ? 0n : 0xffn)),
  rev8: (a) => fromBytes(bytes(a).reverse()),
  brev8: (a) =>
    fromBytes(bytes(a).map((byte) => BigInt(`0b${[...digits(byte, 8)].reverse().join("")}`))),
} as const satisfies Partial<Record<Mnemonic, (a: bigint) => bigint>>;

/** The instructions that compute rd from rs1 and rs2. */
export const COMPUTE = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  sll: (a, b) => a << (b & 63n),
  slt: (a, b) => BigInt(a < b),
  sltu: (a, b) => BigInt(u64(a) < u64(b)),
  xor: (a, b) => a ^ b,
  srl: (a, b) => u64(a) >> (b & 63n),
  sra: (a, b) => a >> (b & 63n),
  or: (a, b) => a | b,
  and: (a, b) => a & b,
  addw: (a, b) => s32(a + b),
  subw: (a, b) => s32(a - b),
  sllw: (a, b) => s32(a << (b & 31n)),
  srlw: (a, b) => s32(u32(a) >> (b & 31n)),
  sraw: (a, b) => s32(a) >> (b & 31n),
  mul: (a, b) => a * b,
  mulh: (a, b) => (a * b) >> 64n,
  mulhsu: (a, b) => (a * u64(b)) >> 64n,
  mulhu: (a, b) => (u64(a) * u64(b)) >> 64n,
  div: divide,
  divu: (a, b) => divide(u64(a), u64(b)),
  rem: remainder,
  remu: (a, b) => remainder(u64(a), u64(b)),
  mulw: (a, b) => s32(a * b),
  divw: (a, b) => s32(divide(s32(a), s32(b))),
  divuw: (a, b) => s32(divide(u32(a), u32(b))),
  remw: (a, b) => s32(remainder(s32(a), s32(b))),
  remuw: (a, b) => s32(remainder(u32(a), u32(b))),
  "add.uw": (a, b) => b + u32(a),
  sh1add: (a, b) => b + (a << 1n),
  sh2add: (a, b) => b + (a << 2n),
  sh3add: (a, b) => b + (a << 3n),
  "sh1add.uw": (a, b) => b + (u32(a) << 1n),
  "sh2add.uw": (a, b) => b + (u32(a) << 2n),
  "sh3add.uw": (a, b) => b + (u32(a) << 3n),
  andn: (a, b) => a & ~b,
  orn: (a, b) => a | ~b,
  xnor: (a, b) => ~(a ^ b),
  max: (a, b) => a > b ? a : b,
  maxu: (a, b) => u64(a) > u64(b) ? a : b,
  min: (a, b) => a < b ? a : b,
  minu: (a, b) => u64(a) < u64(b) ? a : b,
  rol: (a, b) => rotateRight(u64(a), 64n, -b),
  rolw: (a, b) => s32(rotateRight(u32(a), 32n, -b)),
  ror: (a, b) => rotateRight(u64(a), 64n, b),
  rorw: (a, b) => s32(rotateRight(u32(a), 32n, b)),
  bclr: (a, b) => a & ~(1n << (b & 63n)),
  bext: (a, b) => (a >> (b & 63n)) & 1n,
  binv: (a, b) => a ^ (1n << (b & 63n)),
  bset: (a, b) => a | (1n << (b & 63n)),
  clmul: (a, b) => carrylessProduct(a, b),
  clmulh: (a, b) => carrylessProduct(a, b) >> 64n,
  clmulr: (a, b) => carrylessProduct(a, b) >> 63n,
  pack: (a, b) => (u32(b) << 32n) | u32(a),
  packh: (a, b) => ((b & 0xffn) << 8n) | (a & 0xffn),
  packw: (a, b) => s32((b << 16n) | (a & 0xffffn)),
  "czero.eqz": (a, b) => b === 0n ? 0n : a,
  "czero.nez": (a, b) => b === 0n ? a : 0n,
} as const satisfies Partial<Record<Mnemonic, Compute>>;

/** The instructions that compute rd from rs1 and an immediate or a shift amount. */
export const COMPUTE_IMMEDIATE = {
  addi: COMPUTE.add,
  slti: COMPUTE.slt,
  sltiu: COMPUTE.sltu,
  xori: COMPUTE.xor,
  ori: COMPUTE.or,
  andi: COMPUTE.and,
  slli: COMPUTE.sll,
  srli: COMPUTE.srl,
  srai: COMPUTE.sra,
  addiw: COMPUTE.addw,
  slliw: COMPUTE.sllw,
  srliw: COMPUTE.srlw,
  sraiw: COMPUTE.sraw,
  "slli.uw": (a, b) => u32(a) << b,
  rori: COMPUTE.ror,
  roriw: COMPUTE.rorw,
  bclri: COMPUTE.bclr,
  bexti: COMPUTE.bext,
  binvi: COMPUTE.binv,
  bseti: COMPUTE.bset,
} as const satisfies Partial<Record<Mnemonic, Compute>>;

/** The branches: whether they are taken. */
export const BRANCH_TAKEN = {
  beq: (a, b) => a === b,
  bne: (a, b) => a !== b,
  blt: (a, b) => a < b,
  bge: (a, b) => a >= b,
  bltu: (a, b) => u64(a) < u64(b),
  bgeu: (a, b) => u64(a) >= u64(b),
} as const satisfies Partial<Record<Mnemonic, (a: bigint, b: bigint) => boolean>>;

/** The loads: bytes, and how the register is filled from them. */
export const LOAD = {
  lb: [1, (value) => BigInt.asIntN(8, value)],
  lh: [2, (value) => BigInt.asIntN(16, value)],
  lw: [4, s32],
  ld: [8, s64],
  lbu: [1, u64],
  lhu: [2, u64],
  lwu: [4, u64],
} as const satisfies Partial<Record<Mnemonic, readonly [number, (value: bigint) => bigint]>>;

/** The stores: bytes. */
export const STORE = { sb: 1, sh: 2, sw: 4, sd: 8 } as const satisfies Partial<
  Record<Mnemonic, number>
>;

/** What atomic instructions store, from what was there and rs2, both signed and of their size. */
const ATOMIC = {
  amoswap: (_, b) => b,
  amoadd: (a, b) => a + b,
  amoxor: (a, b) => a ^ b,
  amoand: (a, b) => a & b,
  amoor: (a, b) => a | b,
  amomin: (a, b) => a < b ? a : b,
  amomax: (a, b) => a > b ? a : b,
  amominu: (a, b) => u64(a) < u64(b) ? a : b,
  amomaxu: (a, b) => u64(a) > u64(b) ? a : b,
} as const satisfies Record<string, Compute>;

/** The names of the atomic instructions without the suffix of their size. */
export const ATOMIC_NAMES = Object.keys(ATOMIC) as (keyof typeof ATOMIC)[];

/** Ends an instruction before it retires. */
class ModelTrap extends Error {
  constructor(readonly trapCause: Cause, readonly address: bigint) {
    super(trapCause);
  }
}

interface Page {
  readonly bytes: Uint8Array;
  permissions: Permissions;
}

/** What an instruction does besides moving on to the next: all of it may be left out. */
interface Effect {
  /** Written to rd, in the registers that rd is one of. */
  readonly result?: bigint;
  /** Address of the next instruction, where it is not the following one. */
  readonly jump?: bigint;
  readonly access?: "load" | "store" | "atomic";
  readonly address?: bigint;
  readonly size?: number;
  /** Stored. */
  readonly stored?: bigint;
}

type Execute = (model: Model, instruction: Instruction) => Effect;

const computed = (compute: Compute): Execute => (model, { rs1, rs2 }) => ({
  result: compute(model.signed(rs1), model.signed(rs2)),
});
// A row has an immediate or a shift amount; the other one is 0.
const computedImmediate = (compute: Compute): Execute => (model, { rs1, imm, shamt }) => ({
  result: compute(model.signed(rs1), BigInt(imm + shamt)),
});
const branched =
  (taken: (a: bigint, b: bigint) => boolean): Execute => (model, { rs1, rs2, imm }) =>
    taken(model.signed(rs1), model.signed(rs2)) ? { jump: model.pc + BigInt(imm) } : {};
const loaded =
  ([size, extend]: readonly [number, (value: bigint) => bigint]): Execute =>
  (model, { rs1, imm }) => {
    const address = u64(model.signed(rs1) + BigInt(imm));
    return { result: extend(model.load(address, size)), access: "load", address, size };
  };
const touched: Execute = (model, { rs1 }) => {
  const address = u64(model.signed(rs1));
  model.load(address, 1);
  return { access: "load", address, size: 1 };
};
const stored = (size: number): Execute => (model, { encoding, rs1, rs2, imm }) => {
  const address = u64(model.signed(rs1) + BigInt(imm));
  const source = encoding.floats.has("rs2") ? model.float(rs2) : model.signed(rs2);
  const value = BigInt.asUintN(8 * size, source);
  model.store(address, size, value);
  return { access: "store", address, size, stored: value };
};
/** Atomic instructions check the alignment of their address first. */
function atomicAddress(model: Model, rs1: number, size: number, kind: "load" | "store"): bigint {
  const address = u64(model.signed(rs1));
  if (address % BigInt(size) !== 0n) throw new ModelTrap(`${kind}-address-misaligned`, address);
  return address;
}
const loadReserved = (size: number): Execute => (model, { rs1 }) => {
  const address = atomicAddress(model, rs1, size, "load");
  const value = BigInt.asIntN(8 * size, model.load(address, size));
  model.reservation = { address, value };
  return { result: value, access: "load", address, size };
};
const storeConditional = (size: number): Execute => (model, { rs1, rs2 }) => {
  const address = atomicAddress(model, rs1, size, "store");
  const { reservation } = model;
  let succeeds = reservation?.address === address;
  if (reservation !== undefined && succeeds) {
    const bits = 8 * size;
    const now = model.loadForUpdate(address, size);
    succeeds = now === BigInt.asUintN(bits, reservation.value);
  }
  model.reservation = undefined;
  if (!succeeds) return { result: 1n };
  const stored = BigInt.asUintN(8 * size, model.signed(rs2));
  model.store(address, size, stored);
  return { result: 0n, access: "atomic", address, size, stored };
};
const updated = (size: number, compute: Compute): Execute => (model, { rs1, rs2 }) => {
  const address = atomicAddress(model, rs1, size, "store");
  const bits = 8 * size;
  const old = BigInt.asIntN(bits, model.loadForUpdate(address, size));
  const by = BigInt.asIntN(bits, model.signed(rs2));
  const stored = BigInt.asUintN(bits, compute(old, by));
  model.store(address, size, stored);
  return { result: old, access: "atomic", address, size, stored };
};

const illegal: Execute = (_, { word }) => {
  throw new ModelTrap("illegal-instruction", BigInt(word));
};
/** What CSRs hold, and how: shift in fcsr and mask. Counters are all the same. */
const FLOAT_CSRS: ReadonlyMap<number, readonly [number, number]> = new Map([
  [1, [0, 0x1f]],
  [2, [5, 7]],
  [3, [0, 0xff]],
]);

const csrAccessed = (
  update: (old: bigint, source: bigint) => bigint,
  alwaysWrites: boolean,
): Execute =>
(model, instruction) => {
  const { mnemonic, csr, rs1, uimm } = instruction;
  const isImmediate = mnemonic.endsWith("i");
  const field = FLOAT_CSRS.get(csr);
  if (field === undefined) {
    const writes = alwaysWrites || rs1 !== 0 || uimm !== 0;
    const isCounter = [0xc00, 0xc01, 0xc02].includes(csr);
    return writes || !isCounter ? illegal(model, instruction) : { result: BigInt(model.retired) };
  }
  const [shift, mask] = field;
  const old = (model.fcsr >> shift) & mask;
  const source = isImmediate ? BigInt(uimm) : model.signed(rs1);
  const updated = Number(u64(update(BigInt(old), source)) & BigInt(mask));
  model.fcsr = (model.fcsr & ~(mask << shift)) | (updated << shift);
  return { result: BigInt(old) };
};
const replaced = csrAccessed((_, source) => source, true);
const set = csrAccessed((old, source) => old | source, false);
const cleared = csrAccessed((old, source) => old & ~source, false);

const DYNAMIC = 7;
const floatComputed = (operation: FloatOperation): Execute => (model, instruction) => {
  const { encoding: { floats, fields }, rs1, rs2, rs3, rm } = instruction;
  const mode = rm === DYNAMIC ? model.fcsr >> 5 : rm;
  const usesMode = fields.some(({ name }) => name === "rm");
  if (usesMode && mode >= MODES.length) return illegal(model, instruction);
  const first = floats.has("rs1") ? model.float(rs1) : u64(model.signed(rs1));
  const { bits, flags } = operation(first, model.float(rs2), model.float(rs3), mode);
  model.fcsr |= flags;
  return { result: bits };
};

function mapValues<Key extends string, From, To>(
  from: Readonly<Record<Key, From>>,
  change: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(from).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries);
}

/** The rows of a table of atomic instructions, with the suffix of their size. */
function atomics<Suffix extends "w" | "d">(
  suffix: Suffix,
): Record<`${keyof typeof ATOMIC}.${Suffix}`, Execute> {
  const size = suffix === "w" ? 4 : 8;
  const rows = ATOMIC_NAMES.map((name) => [`${name}.${suffix}`, updated(size, ATOMIC[name])]);
  return Object.fromEntries(rows);
}

const EXECUTE: Readonly<Record<Mnemonic, Execute>> = {
  ...mapValues(COMPUTE_ONE, computed),
  ...atomics("w"),
  ...atomics("d"),
  "lr.w": loadReserved(4),
  "lr.d": loadReserved(8),
  "sc.w": storeConditional(4),
  "sc.d": storeConditional(8),
  ...mapValues(COMPUTE, computed),
  ...mapValues(COMPUTE_IMMEDIATE, computedImmediate),
  ...mapValues(BRANCH_TAKEN, branched),
  ...mapValues(LOAD, loaded),
  ...mapValues(STORE, stored),
  lui: (_, { imm }) => ({ result: BigInt(imm) }),
  auipc: (model, { imm }) => ({ result: model.pc + BigInt(imm) }),
  jal: (model, { imm, length }) => ({
    result: model.pc + BigInt(length),
    jump: model.pc + BigInt(imm),
  }),
  jalr: (model, { rs1, imm, length }) => ({
    result: model.pc + BigInt(length),
    jump: (model.signed(rs1) + BigInt(imm)) & ~1n,
  }),
  fence: () => ({}),
  "fence.i": () => ({}),
  // Readable, or it is a fault; nothing is cached.
  "cbo.clean": touched,
  "cbo.flush": touched,
  "cbo.zero": (model, { rs1 }) => {
    const address = u64(model.signed(rs1)) & ~63n;
    model.store(address, 64, 0n);
    return { access: "store", address, size: 64, stored: 0n };
  },
  ecall: () => {
    throw new ModelTrap("environment-call", 0n);
  },
  ...Object.fromEntries(
    PRIVILEGED_ROWS.map(({ name }) => [name, illegal]),
  ) as unknown as Record<(typeof PRIVILEGED_ROWS)[number]["name"], Execute>,
  ebreak: () => {
    throw new ModelTrap("breakpoint", 0n);
  },
  csrrw: replaced,
  csrrs: set,
  csrrc: cleared,
  csrrwi: replaced,
  csrrsi: set,
  csrrci: cleared,
  flw: loaded([4, (value) => value | (0xffff_ffffn << 32n)]),
  fld: loaded([8, u64]),
  fsw: stored(4),
  fsd: stored(8),
  // Every other row of F and D is one of these; a test asks for each of them.
  ...Object.fromEntries(
    [...FLOAT_OPERATIONS].map(([name, operation]) => [name, floatComputed(operation)]),
  ) as Record<FloatOperationName, Execute>,
};

const decoded = new Map<number, Instruction | undefined>();

function decodeOnce(word: number): Instruction | undefined {
  if (!decoded.has(word)) decoded.set(word, decode(word));
  return decoded.get(word);
}

/** A hart with its memory. */
export class Model {
  /** x0 to x31, unsigned. */
  readonly registers: bigint[] = new Array<bigint>(32).fill(0n);
  /** f0 to f31, unsigned. */
  readonly floats: bigint[] = new Array<bigint>(32).fill(0n);
  fcsr = 0;
  pc = 0n;
  /** Instructions retired. */
  retired = 0;
  /** What lr read, and where, until sc or an environment call. */
  reservation: { readonly address: bigint; readonly value: bigint } | undefined;
  readonly #pages = new Map<bigint, Page>();

  /** A register as a signed integer. */
  signed(register: number): bigint {
    return s64(this.registers[register] ?? 0n);
  }

  /** The bits of a floating-point register. */
  float(register: number): bigint {
    return this.floats[register] ?? 0n;
  }

  /** Maps zeroed pages. */
  map(address: bigint, length: number, permissions: Permissions): void {
    for (let at = address; at < address + BigInt(length); at += PAGE) {
      this.#pages.set(at / PAGE, { bytes: new Uint8Array(Number(PAGE)), permissions });
    }
  }

  /** Writes bytes into mapped pages, whatever their permissions. */
  write(address: bigint, bytes: Uint8Array): void {
    for (const [index, byte] of bytes.entries()) this.#setByte(address + BigInt(index), byte);
  }

  /** The bytes of mapped pages, whatever their permissions. */
  read(address: bigint, length: number): Uint8Array {
    const offset = Number(address % PAGE);
    const page = this.#pages.get(address / PAGE);
    if (page !== undefined && offset + length <= PAGE) {
      return page.bytes.slice(offset, offset + length);
    }
    return Uint8Array.from({ length }, (_, index) => this.#byte(address + BigInt(index)));
  }

  /** An unsigned integer from memory, as the guest loads it. */
  load(address: bigint, size: number, access: Access = "read"): bigint {
    this.#check(address, size, access);
    let value = 0n;
    for (let index = size - 1; index >= 0; index--) {
      value = (value << 8n) | BigInt(this.#byte(u64(address + BigInt(index))));
    }
    return value;
  }

  /** The same for an instruction that will store there as well: all its faults are a store's. */
  loadForUpdate(address: bigint, size: number): bigint {
    try {
      this.#check(address, size, "write");
      return this.load(address, size);
    } catch (error) {
      if (!(error instanceof ModelTrap)) throw error;
      throw new ModelTrap("store-page-fault", error.address);
    }
  }

  /** Stores the low bytes of a value, as the guest does. */
  store(address: bigint, size: number, value: bigint): void {
    this.#check(address, size, "write");
    for (let index = 0; index < size; index++) {
      this.#setByte(u64(address + BigInt(index)), Number((value >> BigInt(8 * index)) & 0xffn));
    }
  }

  /** Executes an instruction: the record of what it did, or its trap. */
  step(): TraceRecord | Trap {
    try {
      return this.#execute();
    } catch (error) {
      if (!(error instanceof ModelTrap)) throw error;
      const { trapCause: cause, address } = error;
      return { cause, pc: this.pc, address, instruction: this.retired };
    }
  }

  /** Executes up to that many instructions; the trap, if one ends them early. */
  run(instructions: number): Trap | undefined {
    for (let count = 0; count < instructions; count++) {
      const step = this.step();
      if ("cause" in step) return step;
    }
    return undefined;
  }

  #execute(): TraceRecord {
    const { pc } = this;
    const low = Number(this.load(pc, 2, "execute"));
    const length = instructionLength(low);
    const word = length === 2 ? low : Number(this.load(pc, 4, "execute"));
    const instruction = decodeOnce(word);
    if (instruction === undefined) throw new ModelTrap("illegal-instruction", BigInt(word));
    const effect = EXECUTE[instruction.mnemonic](this, instruction);
    const isFloat = instruction.encoding.floats.has("rd");
    const rd = effect.result === undefined ? 0 : instruction.rd + (isFloat ? 32 : 0);
    const isAtomic = effect.access === "atomic";
    const value = rd !== 0 ? u64(effect.result ?? 0n) : isAtomic ? 0n : effect.stored ?? 0n;
    if (isFloat) this.floats[instruction.rd] = value;
    else if (rd !== 0) this.registers[rd] = value;
    this.pc = u64(effect.jump ?? pc + BigInt(length));
    return {
      number: this.retired++,
      pc,
      word,
      length,
      rd,
      value,
      access: effect.access,
      stored: isAtomic ? effect.stored ?? 0n : 0n,
      address: effect.address ?? 0n,
      size: effect.size ?? 0,
    };
  }

  #check(address: bigint, size: number, access: Access): void {
    for (let index = 0; index < size; index++) {
      const at = u64(address + BigInt(index));
      if (this.#pages.get(at / PAGE)?.permissions[access]) continue;
      const cause = { read: "load", write: "store", execute: "instruction" } as const;
      throw new ModelTrap(`${cause[access]}-page-fault`, at);
    }
  }

  #byte(address: bigint): number {
    return this.#pages.get(address / PAGE)?.bytes[Number(address % PAGE)] ?? 0;
  }

  #setByte(address: bigint, value: number): void {
    const page = this.#pages.get(address / PAGE);
    if (page === undefined) throw new RangeError(`Cannot write 0x${address.toString(16)}`);
    page.bytes[Number(address % PAGE)] = value;
  }
}
