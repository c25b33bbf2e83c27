// SPDX-License-Identifier: MPL-2.0
// The calls that have not returned, with the registers of each: what its caller finds again when it returns.

import type { Process } from "../process.ts";
import type { SourceLocation } from "../../asm/object/program.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { CallFrames } from "../symbols/call_frames.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { Functions } from "../symbols/functions.ts";
import { CodeLocations, HANDLER_CALLED, hasNames, moduleAt } from "../symbols/locations.ts";
import { type FrameOrigin, type FrameRegisters, Unwinder } from "../symbols/unwinder.ts";
import { PeekMemory } from "./peek_memory.ts";

/** A call that has not returned. */
export interface CallFrame {
  /** 0 for the innermost. */
  readonly index: number;
  /** The next instruction, in this frame: in callers, where the call returns to. */
  readonly pc: bigint;
  /** An address in the instruction that the frame is at: in callers, the call. Names and lines are those of it. */
  readonly at: bigint;
  /** The function or symbol with an offset, as `main+0x10`; undefined if none is known. */
  readonly symbol: string | undefined;
  /** The name of the function around it, where labels do not count; undefined if none is known. */
  readonly function: string | undefined;
  /** The source line. */
  readonly location: SourceLocation | undefined;
  /** How the frame was found; after "scan" it is only likely. */
  readonly origin: FrameOrigin;
  /** x0 to x31; undefined where nobody saved a register. */
  readonly registers: FrameRegisters;
  /** sp in this frame; undefined if it is not known. */
  readonly sp: bigint | undefined;
}

/** Walks the stack of one process. */
export class FrameWalker {
  readonly #process: Process;
  readonly #memory: PeekMemory;
  readonly #code: CodeReader;
  readonly #unwinder: Unwinder;
  readonly #locations: CodeLocations;
  readonly #functions = new Map<Image, Functions>();

  /** Walks the stack of a process. */
  constructor(process: Process) {
    const { machine, program } = process;
    this.#process = process;
    this.#memory = new PeekMemory(machine.memory);
    this.#code = new CodeReader(this.#memory);
    this.#unwinder = new Unwinder(this.#memory, program, new CallFrames(this.#memory, program));
    this.#locations = new CodeLocations(hasNames(program) ? program : undefined);
  }

  /** The frames of this moment, the innermost first. A corrupted stack may have endless ones. */
  *walk(): Generator<CallFrame> {
    const { machine } = this.#process;
    const registers = machine.registers.toArray();
    let index = 0;
    for (const found of this.#unwinder.walk(registers, machine.pc)) {
      const { address: pc, origin } = found;
      const isCurrent = origin === "pc" || origin === "signal";
      const { symbol, location } = isCurrent
        ? this.#locations.at(pc)
        : this.#locations.callBefore(pc);
      const at = isCurrent ? pc : pc - BigInt(this.#code.callLength(pc) ?? 1);
      const isTrampoline = this.#code.isTrampoline(pc);
      const known = origin === "pc" ? registers : found.registers ?? NO_REGISTERS;
      const name = isTrampoline ? HANDLER_CALLED : symbol;
      yield {
        index: index++,
        pc,
        at,
        symbol: name,
        function: isTrampoline ? HANDLER_CALLED : this.#functionAt(at),
        location: isTrampoline ? undefined : location,
        origin,
        registers: known,
        sp: known[REGISTER.sp],
      };
    }
  }

  /** The name of the function that holds an address. */
  #functionAt(address: bigint): string | undefined {
    const { program } = this.#process;
    if (!hasNames(program)) return undefined;
    const module = moduleAt(program, address);
    let functions = this.#functions.get(module);
    if (functions === undefined) this.#functions.set(module, functions = new Functions(module));
    const start = functions.at(address)?.start;
    return start === undefined ? undefined : program.symbolAt(start)?.name;
  }
}

const NO_REGISTERS: FrameRegisters = new Array(32).fill(undefined);
