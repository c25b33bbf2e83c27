// SPDX-License-Identifier: MPL-2.0
// Random programs that run for a while: arithmetic on most registers, loads and stores around
// pointers that nothing overwrites, and short jumps and branches that stay inside. They may loop
// forever, so they are run with a limit.

import { compress } from "../../asm/instructions/compression.ts";
import { decode, encode, encodingOf } from "../../cpu/isa/encoding.ts";
import { CODE, code, DATA, ins, PAGE, type Range } from "./harness.ts";
import { FLOAT_OPERATIONS } from "./float/model.ts";
import {
  ATOMIC_NAMES,
  BRANCH_TAKEN,
  COMPUTE,
  COMPUTE_IMMEDIATE,
  COMPUTE_ONE,
  LOAD,
  STORE,
} from "./model.ts";
import { EXTREMES, IMMEDIATES, type Random } from "./values.ts";

/** Registers that hold pointers into the data of a program. */
const POINTERS = [10, 11, 12, 13, 14, 15];
/** The one of them that is a multiple of 8. */
const ALIGNED = 15;
/** Counts the rounds of a program that is repeated. */
const ROUND = 31;
/** Registers that its instructions may write. */
const WRITABLE = Array.from({ length: 32 }, (_, register) => register)
  .filter((register) => !POINTERS.includes(register) && register !== ROUND);
/** The longest distance of a branch, in instructions. */
const REACH = 12;

const keys = <Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] =>
  // Object.keys forgets the keys' type; these are literal tables without further keys.
  Object.keys(record) as Key[];

const COMPUTES = keys(COMPUTE);
/** Those that QEMU 7.2 has: Zicond is left out. */
const COMMON_COMPUTES = COMPUTES.filter((name) => encodingOf(name).row.extension !== "Zicond");
const ONE_COMPUTES = keys(COMPUTE_ONE);
/** QEMU 7.2 counts 63 zeros in a word of zeros. */
const COMMON_ONE_COMPUTES = ONE_COMPUTES.filter((name) => name !== "ctzw");
const ATOMICS = [...ATOMIC_NAMES, "lr", "sc"] as const;
const IMMEDIATE_COMPUTES = keys(COMPUTE_IMMEDIATE);
const BRANCHES = keys(BRANCH_TAKEN);
const LOADS = keys(LOAD);
const STORES = keys(STORE);
const COUNTERS = [0xc00, 0xc01, 0xc02];

/** A program with what it needs to run. */
export interface RandomProgram {
  readonly words: readonly number[];
  /** Its code at CODE, and the pages that its pointers point into. */
  readonly ranges: readonly Range[];
  /** x0 to x31. */
  readonly registers: readonly bigint[];
  /** Where it starts; default: CODE. */
  readonly start?: bigint;
}

/** How to make a program. */
export interface ProgramOptions {
  /** Whether it reads the counters, which differ from one machine to another. */
  readonly counters: boolean;
  /** How often it is repeated before it ends, if it gets that far. */
  readonly rounds?: number;
  /** Whether it computes with floating point, and changes fcsr. */
  readonly floats?: boolean;
  /** Whether it may branch backwards; if not, it always ends. */
  readonly loops?: boolean;
}

const FLOAT_COMPUTES = [...FLOAT_OPERATIONS.keys()].map((name) => {
  const encoding = encodingOf(name);
  if (encoding === undefined) throw new RangeError(`Cannot compute: there is no ${name}`);
  return encoding;
});
const MODES = [0, 1, 2, 3, 4, 7, 7, 7];

/** An instruction of F or D, or one that accesses fcsr; frm gets a reserved mode now and then. */
function floatInstruction(random: Random): number {
  const register = () => random.below(32);
  const pointer = { rs1: random.pick(POINTERS), imm: random.between(-40, 40) };
  switch (random.below(8)) {
    case 0:
      return ins(random.pick(["flw", "fld"]), { rd: register(), ...pointer });
    case 1:
      return ins(random.pick(["fsw", "fsd"]), { rs2: register(), ...pointer });
    case 2: {
      const rd = random.pick(WRITABLE);
      const csr = random.pick([1, 2, 3]);
      if (random.oneIn(4)) return ins("csrrw", { rd, csr, rs1: register() });
      return random.oneIn(2)
        ? ins("csrrs", { rd, csr })
        : ins(random.pick(["csrrwi", "csrrci"]), { rd, csr: 1, uimm: random.below(32) });
    }
    case 3:
      return ins("csrrwi", {
        rd: random.pick(WRITABLE),
        csr: 2,
        uimm: random.oneIn(10) ? random.between(5, 7) : random.below(5),
      });
    default: {
      const encoding = random.pick(FLOAT_COMPUTES);
      return ins(encoding.mnemonic, {
        rd: encoding.floats.has("rd") ? register() : random.pick(WRITABLE),
        rs1: register(),
        rs2: register(),
        rs3: register(),
        rm: random.pick(MODES),
      });
    }
  }
}

function instruction(
  random: Random,
  index: number,
  count: number,
  { counters, loops = true, floats = false }: ProgramOptions,
): number {
  if (floats && random.oneIn(2)) return floatInstruction(random);
  const rd = random.pick(WRITABLE);
  const rs1 = random.below(32);
  const rs2 = random.below(32);
  const shamt = random.below(64);
  const imm = random.oneIn(2) ? random.pick(IMMEDIATES) : random.between(-2048, 2047);
  const first = loops ? Math.max(0, index - REACH) : index + 1;
  const target = random.between(first, Math.min(count, index + REACH));
  const offset = (target - index) * 4;
  const pointer = { rs1: random.pick(POINTERS), imm: random.between(-40, 40) };
  switch (random.below(22)) {
    case 0:
    case 1:
    case 2: {
      const name = random.pick(IMMEDIATE_COMPUTES);
      const isWord = name.endsWith("iw");
      return ins(name, { rd, rs1, imm, shamt: isWord ? shamt & 31 : shamt });
    }
    case 3:
      return ins(random.pick(["lui", "auipc"]), { rd, imm: random.bits() & ~0xfff });
    case 4:
    case 5:
    case 6:
      return ins(random.pick(LOADS), { rd, ...pointer });
    case 7:
    case 8:
    case 9:
      return ins(random.pick(STORES), { rs2, ...pointer });
    case 10:
    case 11:
    case 12:
      return ins(random.pick(BRANCHES), { rs1, rs2, imm: offset });
    case 13:
      // Backward jumps would be endless loops more often than not.
      return ins("jal", { rd, imm: Math.abs(offset) > 0 ? 4 + Math.max(0, offset - 4) : 4 });
    case 14:
      return counters ? ins("csrrs", { rd, csr: random.pick(COUNTERS) }) : ins("fence");
    case 15:
      return ins(random.pick(counters ? ONE_COMPUTES : COMMON_ONE_COMPUTES), { rd, rs1 });
    case 16: {
      const name = random.pick(ATOMICS);
      // After lr.d, QEMU's sc.w says that it failed when it did not.
      const isPair = name === "lr" || name === "sc";
      const suffix = isPair && !counters ? "w" : random.pick(["w", "d"] as const);
      return ins(`${name}.${suffix}`, { rd, rs1: ALIGNED, rs2 });
    }
    default:
      return ins(random.pick(counters ? COMPUTES : COMMON_COMPUTES), { rd, rs1, rs2 });
  }
}

/** A program of `count` random instructions, a branch back and ebreak. */
export function randomProgram(
  random: Random,
  count: number,
  options: ProgramOptions,
): RandomProgram {
  const { rounds = 1 } = options;
  const words = Array.from(
    { length: count },
    (_, index) => instruction(random, index, count, options),
  );
  words.push(
    ins("addi", { rd: ROUND, rs1: ROUND, imm: -1 }),
    ins("bne", { rs1: ROUND, imm: -4 * (count + 1) }),
    ins("ebreak"),
  );
  const bytes = Uint8Array.from({ length: 12288 }, () => random.below(256));
  const registers = Array.from({ length: 32 }, (_, register) => {
    if (register === 0) return 0n;
    if (register === ROUND) return BigInt(rounds);
    if (!POINTERS.includes(register)) {
      return random.oneIn(4) ? random.pick(EXTREMES) : random.word();
    }
    // Near the border between two of the pages, or somewhere in the middle one.
    const near = BigInt(random.between(-48, 48));
    const bases = [PAGE, 2n * PAGE, PAGE + BigInt(random.below(4096)), PAGE + 2048n - near];
    const address = DATA + random.pick(bases) + near;
    return register === ALIGNED ? address & ~7n : address;
  });
  const data: Range = { address: DATA, length: bytes.length, permissions: "rw-", bytes };
  return { words, ranges: [code(words, CODE), data], registers };
}

/**
 * The same program with compressed instructions where there are some for it, its code starting at an
 * address: two bytes off a word's, or so near a page's end that instructions straddle the border.
 */
export function compressedProgram(program: RandomProgram, start: bigint): RandomProgram {
  const instructions = program.words.map((word) => decode(word));
  // The distances are those of the uncompressed layout: jumps get new ones.
  const halfwords = program.words.map((word, index) => {
    const kind = instructions[index]?.encoding.row.operands.includes("offset");
    return kind ? undefined : compress(word);
  });
  const offsets = [0];
  for (const halfword of halfwords) {
    offsets.push((offsets.at(-1) ?? 0) + (halfword === undefined ? 4 : 2));
  }
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  const view = new DataView(bytes.buffer);
  for (const [index, halfword] of halfwords.entries()) {
    const at = offsets[index] ?? 0;
    const instruction = instructions[index];
    if (halfword !== undefined) view.setUint16(at, halfword, true);
    else if (!instruction?.encoding.row.operands.includes("offset")) {
      view.setUint32(at, program.words[index] ?? 0, true);
    } else {
      const to = offsets[index + instruction.imm / 4] ?? 0;
      view.setUint32(at, encode(instruction.encoding, { ...instruction, imm: to - at }), true);
    }
  }
  const page = start & ~(PAGE - 1n);
  const code = new Uint8Array(Number(start - page) + bytes.length);
  code.set(bytes, Number(start - page));
  const range = { address: page, length: code.length, permissions: "r-x", bytes: code };
  return { ...program, ranges: [range, ...program.ranges.slice(1)], start };
}
