// SPDX-License-Identifier: MPL-2.0
// What names mean in an expression at a moment of a run: variables and registers of a frame, symbols, convenience
// variables. Without debug information a symbol is an integer of its size.

import { nearestName } from "../../asm/text/nearest_name.ts";
import type { Program, ProgramSymbol } from "../../asm/object/program.ts";
import { floatRegisterNumber, registerNumber } from "../../cpu/isa/registers.ts";
import { MachineStateError } from "../../cpu/memory/usage.ts";
import type { Process } from "../process.ts";
import { hasNames } from "../symbols/locations.ts";
import { isData, symbolRange } from "../symbols/symbol_range.ts";
import { hex } from "../text/hex.ts";
import type { Timeline } from "../timeline/timeline.ts";
import {
  integerValue,
  type Location,
  type Scope,
  type Value,
  valueAt,
} from "./expressions/evaluator.ts";
import { ExpressionError } from "./expressions/parser.ts";
import { DOUBLE, integerOf, LONG, type Type } from "./expressions/types.ts";
import type { DebugVariables } from "./debug_variables.ts";
import type { CallFrame } from "./frames.ts";
import { PeekMemory } from "./peek_memory.ts";
import { numberOfBytes } from "../text/bytes.ts";

const POINTER: Type = { kind: "pointer", to: { kind: "void" } };
const CODE_POINTER: Type = { kind: "pointer", to: { kind: "function", name: "" } };
const FLOAT_BASE = 32;
const PC = 64;
const FCSR = 65;
/** Parts of fcsr: the bit at which they start, and how many they have. */
const FCSR_FIELDS: Readonly<Record<string, readonly [number, number]>> = {
  fflags: [0, 5],
  frm: [5, 3],
};
/** Symbols of other sizes are arrays of words or bytes. */
const WORD = 8;

/** What a debugger remembers between two expressions. */
export class Memories {
  /** The values that were printed, `$1` and so on. */
  readonly history: Value[] = [];
  /** The convenience variables. */
  readonly variables: Map<string, Value> = new Map();
}

/** The names in one frame. */
export class ProgramScope implements Scope {
  readonly #process: Process;
  readonly #timeline: Timeline;
  readonly #program: Program | undefined;
  readonly #frame: CallFrame;
  readonly #memories: Memories;
  readonly #variables: DebugVariables;
  readonly #memory: PeekMemory;

  /** The names in a frame of a process. */
  constructor(
    process: Process,
    timeline: Timeline,
    variables: DebugVariables,
    frame: CallFrame,
    memories: Memories,
  ) {
    this.#variables = variables;
    this.#process = process;
    this.#timeline = timeline;
    this.#program = hasNames(process.program) ? process.program : undefined;
    this.#frame = frame;
    this.#memories = memories;
    this.#memory = new PeekMemory(process.machine.memory);
  }

  /** See {@link Scope}. */
  variable(name: string): Value | undefined {
    const known = this.#variables.named(name, this.#frame);
    if (known !== undefined) return this.#variables.valueOf(known, this.#frame, this);
    const program = this.#program;
    const symbol = program?.symbol(name) ?? program?.symbols.find((each) => each.name === name);
    if (program === undefined || symbol === undefined) return undefined;
    if (symbol.section === undefined) return integerValue(symbol.value);
    return valueAt(this, symbol.value, typeOf(program, symbol));
  }

  /** See {@link Scope}. */
  dollar(name: string): Value | undefined {
    const { history, variables } = this.#memories;
    if (/^\d*$/.test(name)) return history.at(name === "" ? -1 : Number(name) - 1);
    if (name === "$") return history.at(-2);
    const number = name === "pc" ? PC : registerNumber(name);
    if (number !== undefined) return this.#register(number, name);
    const float = floatRegisterNumber(name);
    if (float !== undefined) {
      const value = this.#process.machine.floatRegisters.get(float);
      return { ...integerValue(value, DOUBLE), location: at(FLOAT_BASE + float) };
    }
    const { fcsr } = this.#process.machine.floatRegisters;
    if (name === "fcsr") {
      return { ...integerValue(BigInt(fcsr), integerOf(4, true)), location: at(FCSR) };
    }
    const field = FCSR_FIELDS[name];
    if (field !== undefined) {
      const [shift, count] = field;
      return integerValue(BigInt(fcsr >> shift & (1 << count) - 1), integerOf(4, true));
    }
    return variables.get(name);
  }

  /** See {@link Scope}. */
  type(name: string): Type | undefined {
    return this.#variables.type(name, this.#frame);
  }

  /** See {@link Scope}. */
  nearest(name: string): string | undefined {
    const symbols = this.#program?.symbols.map((symbol) => symbol.name) ?? [];
    return nearestName(name, [...this.#variables.names(this.#frame), ...symbols]);
  }

  /** See {@link Scope}. */
  read(address: bigint, size: number): Uint8Array {
    const bytes = this.#memory.readSome(address, size);
    if (bytes.length === size) return bytes;
    throw new ExpressionError(`no memory is mapped at ${hex(address + BigInt(bytes.length))}`);
  }

  /** See {@link Scope}. */
  write(location: Location, bytes: Uint8Array): void {
    const { machine } = this.#process;
    if (location.kind === "register" && this.#frame.index > 0) {
      throw new ExpressionError("only the innermost frame's registers can be set");
    }
    if (location.kind === "memory") {
      const { address } = location;
      if (!machine.memory.isMapped(address, bytes.length)) {
        throw new ExpressionError(`no memory is mapped at ${hex(address)}`);
      }
    }
    try {
      this.#timeline.change(() => {
        if (location.kind === "memory") machine.memory.write(location.address, bytes, "any");
        else this.#setRegister(location.number, bytes);
      });
    } catch (error) {
      if (!(error instanceof MachineStateError)) throw error;
      throw new ExpressionError(
        `the past cannot be changed; go to the newest moment first, ${this.#timeline.end}`,
      );
    }
  }

  /** See {@link Scope}. */
  setDollar(name: string, value: Value): void {
    if (/^\d*$/.test(name)) throw new ExpressionError(`$${name} is a value of the history`);
    this.#memories.variables.set(name, { type: value.type, bytes: value.bytes });
  }

  #register(number: number, name: string): Value {
    const value = number === PC ? this.#frame.pc : this.#frame.registers[number];
    if (value === undefined) {
      throw new ExpressionError(
        `$${name} is not known in frame ${this.#frame.index}: nobody saved it`,
      );
    }
    const type = number === PC || name === "ra"
      ? CODE_POINTER
      : name === "sp" || name === "gp" || name === "tp" || name === "fp"
      ? POINTER
      : LONG;
    return { ...integerValue(value, type), location: at(number) };
  }

  #setRegister(number: number, bytes: Uint8Array): void {
    const { machine } = this.#process;
    const value = numberOfBytes(bytes);
    if (number === PC) machine.pc = value;
    else if (number === FCSR) machine.floatRegisters.fcsr = Number(value);
    else if (number < FLOAT_BASE) machine.registers.set(number, value);
    else machine.floatRegisters.set(number - FLOAT_BASE, value);
  }
}

const at = (number: number): Location => ({ kind: "register", number });

/** What a symbol without debug information is taken for. */
function typeOf(program: Program, symbol: ProgramSymbol): Type {
  if (!isData(program, symbol)) return { kind: "function", name: symbol.name };
  const { start, end } = symbolRange(program, symbol);
  const size = Number(end - start);
  if (size === 1 || size === 2 || size === 4 || size === 8) return integerOf(size, true);
  if (symbol.size === 0) return LONG;
  return size % WORD === 0
    ? { kind: "array", of: LONG, count: size / WORD }
    : { kind: "array", of: integerOf(1, false), count: size };
}
