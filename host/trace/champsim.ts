// SPDX-License-Identifier: MPL-2.0
// Traces for ChampSim, a simulator of processors: 64 bytes for each instruction, `input_instr` of its
// inc/trace_instruction.h. ChampSim tells kinds of branches by the registers that they read and write, so those
// of calls, returns and jumps are given as it expects them.

import { decode } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { effectsOf } from "../../cpu/semantics/effects.ts";
import { destination, FIRST_FLOAT, type TraceBatch } from "../../cpu/trace_buffer.ts";
import type { ByteSink } from "../text/byte_writer.ts";
import { isLink } from "../symbols/functions.ts";

/** Offsets within an instruction's 64 bytes. */
const INSTRUCTION = {
  size: 64,
  ip: 0,
  isBranch: 8,
  branchTaken: 9,
  /** Two bytes. */
  destinations: 10,
  /** Four bytes. */
  sources: 12,
  /** Two words, the addresses that are written. */
  destinationMemory: 16,
  /** Four words, the addresses that are read. */
  sourceMemory: 32,
} as const;

/** ChampSim's numbers of the registers by which it tells branches. */
const STACK_POINTER = 6;
const FLAGS = 25;
const INSTRUCTION_POINTER = 26;
/** Ours begin here: x0, and the float registers after the integer ones. 0 is no register. */
const FIRST = 64;
const CAPACITY = 1024;

/** What does not change from one execution of an instruction to the next. */
interface Shape {
  readonly isBranch: boolean;
  readonly isConditional: boolean;
  readonly destinations: readonly number[];
  readonly sources: readonly number[];
}

/** Writes a trace for ChampSim. */
export class ChampSimWriter {
  readonly #sink: ByteSink;
  readonly #bytes = new Uint8Array(CAPACITY * INSTRUCTION.size);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #shapes = new Map<number, Shape>();
  #length = 0;
  /** The address after the last instruction, if that is a conditional branch. */
  #after: bigint | undefined;

  /** Gives the bytes to `sink`, which must copy what it keeps. */
  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Adds records. */
  write(batch: TraceBatch): void {
    for (const { pc, word, length, access, address } of batch) {
      this.#settle(pc);
      if (this.#length === this.#bytes.length) this.#flush();
      const shape = this.#shape(word);
      const at = this.#length;
      this.#length += INSTRUCTION.size;
      this.#bytes.fill(0, at, this.#length);
      this.#view.setBigUint64(at + INSTRUCTION.ip, pc, true);
      if (shape.isBranch) {
        this.#bytes[at + INSTRUCTION.isBranch] = 1;
        this.#bytes[at + INSTRUCTION.branchTaken] = 1;
        if (shape.isConditional) this.#after = pc + BigInt(length);
      }
      this.#bytes.set(shape.destinations, at + INSTRUCTION.destinations);
      this.#bytes.set(shape.sources, at + INSTRUCTION.sources);
      if (access === "store" || access === "atomic") {
        this.#view.setBigUint64(at + INSTRUCTION.destinationMemory, address, true);
      }
      if (access === "load" || access === "atomic") {
        this.#view.setBigUint64(at + INSTRUCTION.sourceMemory, address, true);
      }
    }
  }

  /** Ends the trace. Whether a conditional branch at its end is taken is not known: it counts as not taken. */
  finish(): void {
    this.#settle(this.#after ?? 0n);
    this.#flush();
  }

  #flush(): void {
    if (this.#length === 0) return;
    this.#sink(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }

  /** The last branch was taken if it does not go on after it. */
  #settle(next: bigint): void {
    if (this.#after === undefined) return;
    if (this.#after === next) {
      this.#bytes[this.#length - INSTRUCTION.size + INSTRUCTION.branchTaken] = 0;
    }
    this.#after = undefined;
  }

  #shape(word: number): Shape {
    const known = this.#shapes.get(word);
    if (known !== undefined) return known;
    const shape = shapeOf(word);
    this.#shapes.set(word, shape);
    return shape;
  }
}

function shapeOf(raw: number): Shape {
  const word = instructionLength(raw) === 2 ? raw & 0xffff : raw;
  const instruction = decode(word);
  if (instruction === undefined) {
    return { isBranch: false, isConditional: false, destinations: [], sources: [] };
  }
  const { encoding, rd, rs1, rs2, rs3 } = instruction;
  const effects = effectsOf(encoding);
  const read = [
    ...effects.readsRs1 ? [rs1] : [],
    ...effects.readsRs2 ? [rs2] : [],
  ].filter((register) => register !== 0).map(numberOf);
  const floats = [
    ...effects.readsFrs1 ? [rs1] : [],
    ...effects.readsFrs2 ? [rs2] : [],
    ...effects.readsFrs3 ? [rs3] : [],
  ].map((register) => FIRST + FIRST_FLOAT + register);
  const written = destination(word);
  const { kind } = effects.control;
  const isBranch = kind === "branch" || kind === "jump" || kind === "computed jump";
  if (!isBranch) {
    return {
      ...{ isBranch, isConditional: false, sources: [...read, ...floats] },
      destinations: written === 0 ? [] : [numberOf(written)],
    };
  }
  const others = read.filter((register) => register !== STACK_POINTER);
  const isCall = kind !== "branch" && isLink(rd);
  const isReturn = kind === "computed jump" && rd === 0 && isLink(rs1);
  const sources = kind === "branch"
    ? [INSTRUCTION_POINTER, ...others.length > 0 ? others : [FLAGS]]
    : isReturn
    ? [STACK_POINTER]
    : isCall
    ? [INSTRUCTION_POINTER, STACK_POINTER, ...others]
    : others;
  return {
    ...{ isBranch, isConditional: kind === "branch", sources },
    destinations: [INSTRUCTION_POINTER, ...isCall || isReturn ? [STACK_POINTER] : []],
  };
}

function numberOf(register: number): number {
  return register === REGISTER.sp ? STACK_POINTER : FIRST + register;
}
