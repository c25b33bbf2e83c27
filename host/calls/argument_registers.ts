// SPDX-License-Identifier: MPL-2.0
// Which argument registers a function reads, found in its code: those that some way through it reads before it
// writes them (psABI, "Integer Calling Convention"). What a function passes on to another that it calls counts
// as read. Takes the memory of a program; needs no symbols. An indirect call ends the search: a guess is too
// few registers, never too many.

import { decode } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { effectsOf } from "../../cpu/semantics/effects.ts";
import { SYSCALLS } from "../kernel/calls/syscall_table.ts";
import { CodeReader, type StackMemory } from "../symbols/code_reader.ts";

/** What a function takes. */
export interface ArgumentRegisters {
  /** How many of a0 to a7, up to the last one that it reads. */
  readonly integers: number;
  /** How many of fa0 to fa7. */
  readonly floats: number;
}

/** a0 to a7, and fa0 to fa7 above them. */
const ARGUMENTS = 0xffff;
/** Instructions that are looked at for one function, with what it calls. */
const MAX_INSTRUCTIONS = 4000;
/** Calls that are followed into each other. */
const MAX_DEPTH = 8;

/** How many arguments each system call takes. */
const SYSCALL_ARGUMENTS: ReadonlyMap<number, number> = new Map(
  SYSCALLS.map(({ number, arguments: { length } }) => [number, length]),
);

/** Finds argument registers; keeps the answers. */
export class ArgumentFinder {
  readonly #code: CodeReader;
  readonly #found = new Map<bigint, number>();
  /** Answers that are perhaps not complete, for the question that is being answered. */
  readonly #partial = new Map<bigint, number>();
  readonly #underWay = new Set<bigint>();
  /** How often a call was not followed. */
  #cuts = 0;
  /** Instructions that may still be looked at. */
  #left = 0;

  /** Reads the code in a memory. */
  constructor(memory: StackMemory) {
    this.#code = new CodeReader(memory);
  }

  /** What the function at an address takes. */
  of(address: bigint): ArgumentRegisters {
    this.#left = MAX_INSTRUCTIONS;
    const mask = this.#read(address);
    this.#found.set(address, mask);
    this.#partial.clear();
    return { integers: 32 - Math.clz32(mask & 0xff), floats: 32 - Math.clz32(mask >>> 8) };
  }

  /** The mask of the registers that a function reads. */
  #read(address: bigint): number {
    const known = this.#found.get(address) ?? this.#partial.get(address);
    if (known !== undefined) return known;
    if (this.#underWay.has(address) || this.#underWay.size >= MAX_DEPTH || this.#left <= 0) {
      // In a circle of calls, the others find what it reads.
      this.#cuts++;
      return 0;
    }
    const cuts = this.#cuts;
    this.#underWay.add(address);
    const mask = this.#walk(address);
    this.#underWay.delete(address);
    (this.#cuts === cuts ? this.#found : this.#partial).set(address, mask);
    return mask;
  }

  #walk(entry: bigint): number {
    /** The registers that are written on every way to an address. */
    const written = new Map<bigint, number>();
    const waiting: [bigint, number][] = [[entry, 0]];
    let read = 0;
    /** Those that it stores on its stack: its own, or those of variable arguments. */
    let saved = 0;
    for (let next = waiting.pop(); next !== undefined && this.#left > 0; next = waiting.pop()) {
      let [pc, mask] = next;
      /** The value of auipc, and the register that it is in. */
      let upper: { readonly register: number; readonly value: bigint } | undefined;
      /** The number of a system call, in a7. */
      let callNumber: number | undefined;
      for (; this.#left > 0; this.#left--) {
        const before = written.get(pc);
        if (before !== undefined && (before & mask) === before) break;
        mask &= before ?? ARGUMENTS;
        written.set(pc, mask);
        const word = this.#code.fetch(pc);
        const instruction = word === undefined ? undefined : decode(word);
        if (instruction === undefined) break;
        const { encoding, rd, rs1, rs2, rs3, imm, mnemonic, length } = instruction;
        const effects = effectsOf(encoding);
        let reads = 0;
        if (effects.readsRs1) reads |= bitOf(rs1);
        if (effects.readsRs2) reads |= bitOf(rs2);
        if (effects.readsFrs1) reads |= bitOf(rs1) << 8;
        if (effects.readsFrs2) reads |= bitOf(rs2) << 8;
        if (effects.readsFrs3) reads |= bitOf(rs3) << 8;
        const isSaved = effects.access?.store === true && effects.readsRs2 &&
          (rs1 === REGISTER.sp || rs1 === REGISTER.s0);
        if (isSaved) saved |= reads & ~mask;
        else read |= reads & ~mask;
        const writes = effects.writes === "float" ? bitOf(rd) << 8 : bitOf(rd);
        if (effects.writes !== undefined) mask |= writes;
        const { kind } = effects.control;
        const after = pc + BigInt(length);
        if (kind === "trap") {
          if (mnemonic !== "ecall") break;
          const taken = callNumber === undefined ? 0 : SYSCALL_ARGUMENTS.get(callNumber) ?? 0;
          read |= ((1 << taken) - 1) & ~mask;
          mask |= bitOf(REGISTER.a0);
        } else if (kind === "branch") {
          waiting.push([pc + BigInt(imm), mask]);
        } else if (kind !== "next") {
          const target = kind === "jump"
            ? pc + BigInt(imm)
            : upper?.register === rs1
            ? upper.value + BigInt(imm)
            : undefined;
          if (rd !== 0) {
            if (target !== undefined) read |= this.#read(target) & ~mask;
            mask = ARGUMENTS;
          } else if (target === undefined) break;
          else {
            pc = target;
            continue;
          }
        }
        upper = effects.result === "pc + imm"
          ? { register: rd, value: pc + BigInt(imm) }
          : effects.writes === "integer" && rd === upper?.register
          ? undefined
          : upper;
        if (rd === REGISTER.a7 && effects.writes === "integer") {
          callNumber = effects.result === "rs1 + imm" && rs1 === 0 ? imm : undefined;
        }
        pc = after;
      }
    }
    return read | withoutVariable(saved, read);
  }
}

/**
 * The registers that a function stores, without those of variable arguments: it stores all up to a7, whatever
 * its caller gave it.
 */
function withoutVariable(saved: number, read: number): number {
  let named = saved;
  for (let bit = 0x80; (named & ~read & bit) !== 0; bit >>>= 1) named &= ~bit;
  return named;
}

function bitOf(register: number): number {
  const index = register - REGISTER.a0;
  return index >= 0 && index < 8 ? 1 << index : 0;
}
