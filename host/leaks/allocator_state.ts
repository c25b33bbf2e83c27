// SPDX-License-Identifier: MPL-2.0
// The variables that only the allocator uses, such as its lists of free blocks and the end of its heap: their
// words are not the program's pointers. Takes the code of the program, in which it looks for the addresses that
// each function uses. A function belongs to the allocator if only such functions call it.

import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Memory } from "../../cpu/memory/memory.ts";
import { accessOf, destinationOf, effectsOf, isCall } from "../../cpu/semantics/effects.ts";
import type { Program } from "../../asm/object/program.ts";
import { sectionAt } from "../../asm/object/symbol_index.ts";
import { Functions } from "../symbols/functions.ts";
import type { AllocatorFunction } from "../watch/allocator_functions.ts";

/** Functions around allocators, for statistics, settings, checks and the start. */
const RELATED = /malloc|mallinfo|mallopt|^_?tcache|arena|^rt\.(?:free|realloc|seg|meta|check)/i;
/** Variables of C libraries' allocators that other functions use, too. */
const KNOWN_STATE = /^(?:main_arena|mp_|tcache|thread_arena|__malloc_(?:av_|context)\w*)$/;

/** Addresses that are known to be in registers. */
type Known = (number | undefined)[];

/** Who uses a variable. */
interface Uses {
  readonly address: number;
  readonly functions: Set<number>;
}

/** The variables of a program's allocators. */
export class AllocatorState {
  readonly #program: Program | undefined;
  readonly #memory: Memory;
  /** The addresses that each function uses; functions are known by their start. */
  readonly #uses = new Map<number, Set<number>>();
  /** The functions that call or name each function. */
  readonly #callers = new Map<number, Set<number>>();
  readonly #members = new Set<number>();
  readonly #sorted: readonly Uses[];
  /** Whether the variable at an address is the allocator's. */
  readonly #answers = new Map<number, boolean>();

  /** Reads the code of a program that was loaded into a memory. */
  constructor(
    program: Program | undefined,
    memory: Memory,
    functions: readonly AllocatorFunction[],
  ) {
    this.#program = program;
    this.#memory = memory;
    // Only the modules with allocators can name their variables.
    const modules = (program?.modules ?? (program === undefined ? [] : [program])).filter((
      module,
    ) => functions.some(({ address }) => isWithin(module, address)));
    for (const module of modules) {
      this.#readCode(module);
      for (const { name, value, kind } of module.symbols) {
        if (kind === "function" && RELATED.test(name)) this.#members.add(Number(value));
      }
    }
    for (const { address } of functions) this.#members.add(Number(address));
    this.#findMembers();
    const uses = [...this.#uses].map(([address, functions]) => ({ address, functions }));
    this.#sorted = uses.sort((a, b) => a.address - b.address);
  }

  /** Whether a word is in a variable that only the allocator uses. */
  has(address: number): boolean {
    const symbol = this.#program?.symbolAt(BigInt(address));
    if (symbol !== undefined && KNOWN_STATE.test(symbol.name)) return true;
    const isObject = symbol?.kind === "object" && symbol.size > 0;
    const at = this.#sorted.findLastIndex((use) => use.address <= address);
    const start = isObject ? Number(symbol.value) : this.#sorted[at]?.address ?? Infinity;
    const end = isObject ? start + symbol.size : start + 1;
    let answer = this.#answers.get(start);
    if (answer === undefined) {
      const uses = this.#sorted.filter((use) => start <= use.address && use.address < end);
      answer = uses.length > 0 &&
        uses.every(({ functions }) => functions.values().every((each) => this.#members.has(each)));
      this.#answers.set(start, answer);
    }
    return answer;
  }

  /** Adds functions that only members call, until there are no more. */
  #findMembers(): void {
    for (let isMore = true; isMore;) {
      isMore = false;
      for (const [callee, callers] of this.#callers) {
        if (this.#members.has(callee)) continue;
        if (!callers.values().every((each) => this.#members.has(each))) continue;
        this.#members.add(callee);
        isMore = true;
      }
    }
  }

  #readCode(module: Program): void {
    const functions = new Functions(module);
    const gp = module.symbol("__global_pointer$")?.value;
    for (const { address, data, execute } of module.segments) {
      if (!execute) continue;
      const start = Number(address);
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      const known: Known = [];
      let current = { start: 0, end: 0 };
      for (let at = 0; at + 2 <= data.length;) {
        const low = view.getUint16(at, true);
        const length = instructionLength(low);
        if (at + length > data.length) break;
        const pc = start + at;
        if (pc >= current.end) {
          const range = functions.at(BigInt(pc));
          current = range === undefined
            ? { start: pc, end: pc + length }
            : { start: Number(range.start), end: Number(range.end) };
          known.length = 0;
          if (gp !== undefined) known[REGISTER.gp] = Number(gp);
        }
        const instruction = decode(length === 2 ? low : view.getUint32(at, true));
        if (instruction !== undefined) this.#step(instruction, pc, current, known);
        at += length;
      }
    }
  }

  #step(
    instruction: Instruction,
    pc: number,
    { start, end }: { readonly start: number; readonly end: number },
    known: Known,
  ): void {
    const { encoding, rd, rs1, imm } = instruction;
    const { control, result, readsRs1 } = effectsOf(encoding);
    const base = rs1 === 0 ? 0 : known[rs1];
    if (control.kind === "jump" || control.kind === "computed jump") {
      const target = control.kind === "jump"
        ? pc + imm
        : base === undefined
        ? undefined
        : base + imm;
      const isInside = target !== undefined && start <= target && target < end;
      if (target !== undefined && !isInside) add(this.#callers, target, start);
      // What a function computed stays in the registers that calls preserve.
      if (isCall(instruction)) { for (const register of CLOBBERED) known[register] = undefined; }
      return;
    }
    const access = accessOf(instruction);
    const used = readsRs1 && base !== undefined && rs1 !== 0 ? base + imm : undefined;
    if (used !== undefined && (access !== undefined || result === "rs1 + imm")) {
      this.#use(used, start);
    }
    const written = destinationOf(instruction);
    if (written === undefined || written === 0) return;
    known[rd] = result === "pc + imm"
      ? pc + imm
      : result === "rs1 + imm" && base !== undefined
      ? base + imm
      : result === "imm"
      ? imm
      : access?.load === true && used !== undefined
      ? this.#constantAt(used)
      : undefined;
    const value = known[rd];
    // The address of a variable may be complete after auipc and addi only, but of functions, too.
    if (access?.load === true && value !== undefined) this.#use(value, start);
  }

  /** An address in the global offset table. */
  #constantAt(address: number): number | undefined {
    const name = sectionAt(this.#program?.sections ?? [], BigInt(address))?.name;
    if (name !== ".got") return undefined;
    const value = this.#memory.readNumber(address);
    return Number.isNaN(value) ? undefined : value;
  }

  #use(address: number, user: number): void {
    const section = sectionAt(this.#program?.sections ?? [], BigInt(Math.max(address, 0)));
    if (section?.write === true) add(this.#uses, address, user);
    else if (section?.execute === true) add(this.#callers, address, user);
  }
}

/** The registers that calls do not preserve. */
const CLOBBERED: readonly number[] = [
  ...[REGISTER.ra, 5, 6, 7],
  ...Array.from({ length: 8 }, (_, index) => REGISTER.a0 + index),
  ...[28, 29, 30, 31],
];

function add(map: Map<number, Set<number>>, key: number, value: number): void {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(value));
}

function isWithin({ segments }: Program, address: bigint): boolean {
  return segments.some((segment) =>
    segment.address <= address && address < segment.address + BigInt(segment.size)
  );
}
