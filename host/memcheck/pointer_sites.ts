// SPDX-License-Identifier: MPL-2.0
// Where a program makes pointers to its variables, by its debug information and its code. Only code that was
// not optimised counts: there, a pointer to a variable begins at that variable's address. Takes a program;
// guarantees that each pointer at a site points into the variable of the site.

import type { Program } from "../../asm/object/program.ts";
import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { type PointerSite, SITE } from "../../cpu/memory/pointer_bounds.ts";
import { accessOf, destinationOf, effectsOf, isCall } from "../../cpu/semantics/effects.ts";
import { DebugInfo } from "../dwarf/debug_info.ts";
import type { DebugFunction, Variable } from "../dwarf/debug_info.ts";
import type { FrameState } from "../dwarf/variable_location.ts";
import { sizeOf } from "../dwarf/types.ts";
import type { CallFrames } from "../symbols/call_frames.ts";
import { GlobalObjects, type ObjectRange } from "./global_objects.ts";

/** A function whose frame has variables. */
export interface FrameVariables {
  readonly name: string;
  readonly start: bigint;
  readonly end: bigint;
  /** The distance from s0 to the frame's top. */
  readonly top: bigint;
  /** Relative to the frame's top. */
  readonly locals: readonly ObjectRange[];
}

/** An address in the code, and what pointer is made there. */
export interface AddressedSite extends PointerSite {
  readonly address: bigint;
}

/** The sites of a program, and the variables that they are for. */
export interface PointerSites {
  readonly sites: readonly AddressedSite[];
  readonly functions: readonly FrameVariables[];
  readonly globals: GlobalObjects;
}

/** An address that the frame's top has while offsets from it are computed. */
const TOP = 1n << 40n;
/** Registers that pass arguments. */
const ARGUMENTS = Array.from({ length: 8 }, (_, index) => REGISTER.a0 + index);

/** Whether a program has functions that were compiled without optimisation, with debug information. */
export function hasUnoptimised(program: Program): boolean {
  const info = DebugInfo.of(program);
  return info !== undefined && [...info.producers].some(isUnoptimised);
}

/** Whether a compiler's description of itself names no optimisation: gcc lists its options. */
function isUnoptimised(producer: string): boolean {
  if (!producer.startsWith("GNU C")) return false;
  const levels = [...producer.matchAll(/\s-O(\S*)/g)];
  return (levels.at(-1)?.[1] ?? "0") === "0";
}

/** Finds the sites of a program. */
export function findPointerSites(program: Program, frames: CallFrames): PointerSites {
  const info = DebugInfo.of(program);
  const made = [...info?.functions() ?? []];
  const globals = new GlobalObjects(
    program.symbols,
    new Set(addressesOf(info?.globals ?? [], made)),
    info?.declared ?? new Set(),
  );
  const sites: AddressedSite[] = [];
  const functions: FrameVariables[] = [];
  for (const { name, producer = "", ranges, parameters, locals } of made) {
    if (!isUnoptimised(producer)) continue;
    for (const { start, end } of ranges) {
      const top = topOf({ start, end }, frames);
      if (top === undefined) continue;
      const inFrame = localsOf([...parameters, ...locals], start, top);
      functions.push({ name, start, end, top, locals: inFrame });
      sites.push(...new FunctionScan(program, frames, inFrame, globals).run(start, end));
    }
  }
  return { sites, functions, globals };
}

/** The variables of a function that are in its frame all the time. */
function localsOf(variables: readonly Variable[], pc: bigint, top: bigint): ObjectRange[] {
  return variables.flatMap((variable): ObjectRange[] => {
    const place = variable.placeIn({ ...NO_FRAME, pc, register: s0At(TOP - top), callerSp: TOP });
    const size = sizeOf(variable.type);
    if (place?.kind !== "memory" || size === undefined || size === 0) return [];
    const start = place.address - TOP;
    // Others are static variables.
    if (start >= 0n || start < -(1n << 31n)) return [];
    return [{ name: variable.name, start, end: start + BigInt(size) }];
  });
}

/** The addresses of variables that are in no frame. */
function* addressesOf(globals: readonly Variable[], functions: readonly DebugFunction[]) {
  const locals = functions.flatMap(({ locals }) => locals);
  for (const variable of [...globals, ...locals]) {
    const place = variable.placeIn(NO_FRAME);
    if (place?.kind === "memory") yield place.address;
  }
}

const s0At = (value: bigint) => (number: number) => number === REGISTER.s0 ? value : undefined;

function noMemory(): never {
  throw new RangeError("Cannot read memory: the program does not run");
}

/** A moment in which nothing is known. */
const NO_FRAME: FrameState = {
  pc: 0n,
  register: () => undefined,
  memory: { read: noMemory, readUint: noMemory },
};

/** The distance from s0 to the frame's top in a function's body; undefined if s0 is no frame pointer there. */
function topOf({ start, end }: { start: bigint; end: bigint }, frames: CallFrames) {
  for (let at = start; at < end; at += 2n) {
    const cfa = frames.rulesAt(at)?.cfa;
    if (cfa !== undefined && "register" in cfa && cfa.register === REGISTER.s0) return cfa.offset;
  }
  return undefined;
}

/** What is known of a register: a number whose last addition alone is known, or a pointer. */
type Known =
  | { readonly kind: "number"; readonly added: bigint; readonly isExact: boolean }
  | {
    readonly kind: "frame" | "global";
    /** Relative to the frame's top, or an address; an index may have been added. */
    readonly at: bigint;
    /** Whether none was. */
    readonly isExact: boolean;
    /** Where it was made. */
    readonly maker: bigint;
  };

const UNKNOWN: Known = { kind: "number", added: 0n, isExact: false };

/** Follows the addresses that the straight code of a function computes. */
class FunctionScan {
  readonly #program: Program;
  readonly #frames: CallFrames;
  readonly #locals: readonly ObjectRange[];
  readonly #globals: GlobalObjects;
  readonly #registers: Known[] = [];
  readonly #sites: AddressedSite[] = [];
  /** For pointers with an index: what is accessed by those that are made at an address. */
  readonly #uses = new Map<bigint, { kind: Known["kind"]; found: (ObjectRange | undefined)[] }>();
  readonly #globalPointer: bigint | undefined;

  constructor(
    program: Program,
    frames: CallFrames,
    locals: readonly ObjectRange[],
    globals: GlobalObjects,
  ) {
    this.#program = program;
    this.#frames = frames;
    this.#locals = locals;
    this.#globals = globals;
    this.#globalPointer = program.symbol("__global_pointer$")?.value;
    this.#forget();
  }

  run(start: bigint, end: bigint): AddressedSite[] {
    const code = this.#program.segments.find(({ address, data, execute }) =>
      execute && address <= start && end <= address + BigInt(data.length)
    );
    if (code === undefined) return [];
    const view = new DataView(code.data.buffer, code.data.byteOffset, code.data.byteLength);
    for (let pc = start; pc < end;) {
      const at = Number(pc - code.address);
      const low = view.getUint16(at, true);
      const isShort = instructionLength(low) === 2;
      if (!isShort && pc + 4n > end) break;
      const instruction = decode(isShort ? low : view.getUint32(at, true));
      if (instruction === undefined) this.#forget();
      else this.#step(pc, instruction);
      pc += isShort ? 2n : 4n;
    }
    for (const [address, { kind, found: [first, ...others] }] of this.#uses) {
      if (first === undefined || others.some((other) => other !== first)) continue;
      this.#add(address, kind, first);
    }
    return this.#sites;
  }

  #forget(): void {
    this.#aligning = undefined;
    this.#registers.length = 0;
  }

  #of(register: number): Known {
    if (register === 0) return { kind: "number", added: 0n, isExact: true };
    return this.#registers[register] ?? UNKNOWN;
  }

  #step(pc: bigint, instruction: Instruction): void {
    const { mnemonic, rs1, rs2, imm } = instruction;
    const access = accessOf(instruction);
    if (access !== undefined) {
      this.#use(this.#of(rs1), access.isAtomic ? 0n : BigInt(imm));
      if (access.store) this.#use(this.#of(rs2), 0n);
    }
    const rd = destinationOf(instruction);
    const value = this.#result(pc, instruction);
    if (rd !== 0) this.#registers[rd] = value;
    const { control } = effectsOf(instruction.encoding);
    if (control.kind === "next" || mnemonic === "ebreak") return;
    // What is passed to a function is used there; others of these registers may hold what is left over.
    if (isCall(instruction)) {
      for (const register of ARGUMENTS) {
        const value = this.#of(register);
        if (value.kind !== "number" && this.#find(value.kind, value.at)) this.#use(value, 0n);
      }
    }
    this.#forget();
  }

  #result(pc: bigint, instruction: Instruction): Known {
    const { mnemonic, rd, rs1, rs2 } = instruction;
    const imm = BigInt(instruction.imm);
    switch (mnemonic) {
      case "lui":
        return { kind: "number", added: imm, isExact: true };
      case "auipc":
        return { kind: "number", added: pc + imm, isExact: true };
      case "addi":
        return this.#added(pc, rd, rs1, imm);
      case "add": {
        // This is how `mv` is compressed.
        if (rs1 === 0) return rs2 === REGISTER.sp ? this.#added(pc, rd, rs2, 0n) : this.#of(rs2);
        if (rs2 === 0) return this.#of(rs1);
        const base = this.#frameOffset(pc, rs1) ?? this.#frameOffset(pc, rs2);
        if (base !== undefined) {
          const other = this.#of(this.#frameOffset(pc, rs1) === undefined ? rs1 : rs2);
          if (other.kind !== "number") return UNKNOWN;
          const { added, isExact } = other;
          return { kind: "frame", at: base + added, isExact, maker: pc };
        }
        return this.#sum(pc, this.#of(rs1), this.#of(rs2));
      }
      case "sub":
        if (rd === REGISTER.sp && rs1 === REGISTER.sp && this.#topFromFramePointer(pc)) {
          this.#addSite(pc, SITE.blockEnd);
        }
        return UNKNOWN;
      case "slli":
        // The end of the code that aligns the address of a block on the stack.
        if (this.#aligning === rd && rs1 === rd) {
          this.#addSite(pc, SITE.block);
          this.#aligning = undefined;
        }
        return UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  /** The register that holds sp plus a constant, which is to be aligned. */
  #aligning: number | undefined;

  #added(pc: bigint, rd: number, rs1: number, imm: bigint): Known {
    if (rs1 === REGISTER.sp && this.#topFromFramePointer(pc)) {
      if (rd === REGISTER.sp) {
        if (imm < 0n) this.#addSite(pc, SITE.blockEnd);
        return UNKNOWN;
      }
      this.#addSite(pc, SITE.block);
      this.#aligning = rd;
      return UNKNOWN;
    }
    const base = this.#frameOffset(pc, rs1);
    if (base !== undefined) {
      if (rd === REGISTER.sp || rd === REGISTER.s0) return UNKNOWN;
      return this.#pointer(pc, "frame", base + imm, true);
    }
    const before = this.#of(rs1);
    if (rs1 === REGISTER.gp && this.#globalPointer !== undefined) {
      return this.#constant(pc, this.#globalPointer + imm);
    }
    if (before.kind === "number") {
      return before.isExact
        ? this.#constant(pc, before.added + imm)
        : { kind: "number", added: imm, isExact: false };
    }
    const at = before.at + imm;
    if (before.isExact && this.#find(before.kind, at)?.start === at) {
      return this.#pointer(pc, before.kind, at, true);
    }
    return { ...before, at, maker: pc };
  }

  /** A constant, which is a pointer if a variable begins there. */
  #constant(pc: bigint, value: bigint): Known {
    const object = this.#globals.startingAt(value);
    if (object === undefined) return { kind: "number", added: value, isExact: true };
    this.#add(pc, "global", object);
    return UNKNOWN;
  }

  /** A pointer into a variable is at a site; what is computed from it has bounds already. */
  #pointer(pc: bigint, kind: "frame" | "global", at: bigint, isExact: boolean): Known {
    const found = this.#find(kind, at);
    if (found === undefined) return { kind, at, isExact, maker: pc };
    this.#add(pc, kind, found);
    return UNKNOWN;
  }

  #sum(pc: bigint, a: Known, b: Known): Known {
    if (a.kind === "number" && b.kind === "number") {
      const [exact, other] = a.isExact ? [a, b] : [b, a];
      if (!exact.isExact || other.isExact) return UNKNOWN;
      return { kind: "global", at: exact.added, isExact: false, maker: pc };
    }
    const pointer = a.kind === "number" ? b : a;
    if (pointer.kind === "number" || (a.kind !== "number" && b.kind !== "number")) return UNKNOWN;
    return { ...pointer, isExact: false, maker: pc };
  }

  /** Notes that an address is accessed, or that it goes where it is not followed. */
  #use(value: Known, offset: bigint): void {
    if (value.kind === "number") return;
    const { kind, at, maker } = value;
    let uses = this.#uses.get(maker);
    if (uses === undefined) this.#uses.set(maker, uses = { kind, found: [] });
    uses.found.push(this.#find(kind, at + offset));
  }

  #find(kind: "frame" | "global", at: bigint): ObjectRange | undefined {
    if (kind === "global") return this.#globals.startingAt(at);
    return this.#locals.find(({ start, end }) => start <= at && at < end);
  }

  /** The distance of a register from the frame's top, if the rules for the frame name it. */
  #frameOffset(pc: bigint, register: number): bigint | undefined {
    if (register !== REGISTER.s0) return undefined;
    return this.#topFromFramePointer(pc) ? -this.#topOffset(pc)! : undefined;
  }

  #topFromFramePointer(pc: bigint): boolean {
    return this.#topOffset(pc) !== undefined;
  }

  /** The distance from s0 to the frame's top; undefined where s0 is not the frame pointer. */
  #topOffset(pc: bigint): bigint | undefined {
    const cfa = this.#frames.rulesAt(pc)?.cfa;
    return cfa !== undefined && "register" in cfa && cfa.register === REGISTER.s0
      ? cfa.offset
      : undefined;
  }

  #add(address: bigint, kind: Known["kind"], { start, end }: ObjectRange): void {
    const isFrame = kind === "frame";
    const top = isFrame ? this.#topOffset(address) : 0n;
    if (top === undefined) return;
    this.#sites.push({
      address,
      kind: SITE.variable,
      register: isFrame ? REGISTER.s0 : 0,
      low: start + top,
      high: end + top,
    });
  }

  #addSite(address: bigint, kind: number): void {
    this.#sites.push({ address, kind, register: 0, low: 0n, high: 0n });
  }
}
