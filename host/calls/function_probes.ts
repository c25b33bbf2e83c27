// SPDX-License-Identifier: MPL-2.0
// Probes on functions: every call of a function with named arguments, and its result. Takes a signature such as
// `strlen(s: str) -> n: u64`; reads arguments where the psABI passes them ("Integer Calling Convention"). The
// program runs translated, and exactly as it would without probes.

import type { Program } from "../../asm/object/program.ts";
import { FLOAT_REGISTER_NAMES, REGISTER } from "../../cpu/isa/registers.ts";
import { MemoryFault } from "../../cpu/memory/trap.ts";
import type { Process } from "../process.ts";
import { hasNames } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { formatFloat, formatWord } from "./call_format.ts";

/** How to read and show a value. `word` shows small numbers in decimal, others in hexadecimal. */
export type ValueType =
  | "word"
  | `${"i" | "u"}${8 | 16 | 32 | 64}`
  | "bool"
  | "ptr"
  | "str"
  | "f32"
  | "f64";

/** A named value of a signature. */
export interface SignatureValue {
  /** Its name, for the reader. */
  readonly name: string;
  /** How to read it. */
  readonly type: ValueType;
}

/** A function, as a command line describes it. */
export interface FunctionSignature {
  /** The symbol. */
  readonly name: string;
  /** Its parameters, in order. */
  readonly args: readonly SignatureValue[];
  /** Undefined when nobody wants to know what it returns. */
  readonly result: SignatureValue | undefined;
}

/** A value as the program passed it. */
export interface ProbedValue {
  /** Its name in the signature. */
  readonly name: string;
  /** Its bits: a register's 64, cut to the type. */
  readonly bits: bigint;
  /** Its text: a number, or the characters that it points to. */
  readonly text: string;
}

/** A call of a function with a probe. */
export interface ProbedCall {
  /** The function. */
  readonly signature: FunctionSignature;
  /** Its arguments, in the order of the signature. */
  readonly args: readonly ProbedValue[];
  /** What it returned; undefined if it did not, or if the signature has no result. */
  readonly result: ProbedValue | undefined;
  /** Whether it returned; always true without a result in the signature. */
  readonly returned: boolean;
  /** How many instructions had retired when it began. */
  readonly number: number;
  /** The address that it returns to. */
  readonly returnAddress: bigint;
}

const C_TYPES: ReadonlyMap<string, ValueType> = new Map([
  ...["word", "bool", "ptr", "str", "f32", "f64"].map((name) => [name, name] as const),
  ...[8, 16, 32, 64].flatMap((bits) =>
    [[`i${bits}`, `i${bits}`], [`u${bits}`, `u${bits}`]] as const
  ),
  ...[["char", "u8"], ["short", "i16"], ["int", "i32"], ["long", "i64"], ["size", "u64"]] as const,
  ...[["float", "f32"], ["double", "f64"]] as const,
] as (readonly [string, ValueType])[]);

/** The names of types, those of C among them. */
export const VALUE_TYPE_NAMES: readonly string[] = [...C_TYPES.keys()];

/**
 * Reads `f`, `f(n, p: str)` or `f(n: i32) -> r: ptr`.
 *
 * @throws {SyntaxError} that says what is wrong
 */
export function parseSignature(text: string): FunctionSignature {
  const [, name, args, result] = /^\s*([^\s(]+)\s*(?:\(([^)]*)\))?\s*(?:->(.*))?$/.exec(text) ?? [];
  if (name === undefined) throw new SyntaxError("it must be like f(n, p: str) -> r");
  const list = args === undefined || args.trim() === "" ? [] : args.split(",");
  return {
    name,
    args: list.map(parseValue),
    result: result === undefined ? undefined : parseValue(result),
  };
}

function parseValue(text: string): SignatureValue {
  const [, name, type = "word"] =
    /^\s*([\p{L}_$][\p{L}\p{N}_$.]*)\s*(?::\s*([\w*]+)\s*)?$/u.exec(text) ?? [];
  if (name === undefined) {
    throw new SyntaxError(`${text.trim() || "nothing"} is no name, or name: type`);
  }
  const known = C_TYPES.get(type);
  if (known === undefined) {
    throw new SyntaxError(`there is no type ${type}; types are ${VALUE_TYPE_NAMES.join(", ")}`);
  }
  return { name, type: known };
}

/** Calls under way that are remembered. */
const MAX_PENDING = 10_000;
/** Characters of a string that are shown. */
const MAX_CHARACTERS = 80;

interface Pending {
  readonly args: readonly ProbedValue[];
  readonly returnAddress: bigint;
  readonly stack: bigint;
  readonly number: number;
}

/** A probe on one function of a process. */
export class FunctionProbe {
  readonly #process: Process;
  readonly #signature: FunctionSignature;
  readonly #report: (call: ProbedCall) => void;
  readonly #pending: Pending[] = [];
  readonly #returns = new Map<bigint, () => void>();
  #entry: (() => void) | undefined;
  #mappings: Disposable | undefined;

  /**
   * Reports every call from now on: when it returns, if the signature has a result, else when it begins. A
   * function of a library is found when the library is mapped.
   *
   * @throws {RangeError} for a function that the program does not have and no library can bring
   */
  constructor(process: Process, signature: FunctionSignature, report: (call: ProbedCall) => void) {
    this.#process = process;
    this.#signature = signature;
    this.#report = report;
    if (this.#set()) return;
    const { program } = process;
    if (!hasNames(program) || program.modules === undefined) {
      throw new RangeError(`Cannot probe ${signature.name}: the program has no such symbol`);
    }
    this.#mappings = process.observe({
      onMapping: () => {
        if (this.#set()) this.#mappings?.[Symbol.dispose]();
      },
    });
  }

  /** Whether the function has been found. */
  get isSet(): boolean {
    return this.#entry !== undefined;
  }

  /** Removes the probe; calls that are under way did not return. */
  finish(): void {
    this.#mappings?.[Symbol.dispose]();
    this.#entry?.();
    for (const remove of this.#returns.values()) remove();
    this.#returns.clear();
    this.#drop(0);
  }

  #set(): boolean {
    const { program, machine } = this.#process;
    const symbol = hasNames(program) ? program.symbol(this.#signature.name) : undefined;
    if (symbol === undefined || symbol.section === undefined) return false;
    this.#entry = machine.addProbe(symbol.value, () => this.#enter());
    return true;
  }

  #enter(): void {
    const { registers, instructions } = this.#process.machine;
    const stack = registers.get(REGISTER.sp);
    const returnAddress = registers.get(REGISTER.ra);
    const args = this.#arguments(stack);
    const call = { args, returnAddress, stack, number: instructions };
    if (this.#signature.result === undefined) {
      this.#tell(call, undefined, true);
      return;
    }
    this.#dropLeft(stack);
    // The same again: a longjmp left the first call, or it ended in a tail call of itself.
    const repeated = this.#pending.findIndex((other) =>
      other.stack === stack && other.returnAddress === returnAddress
    );
    if (repeated >= 0) this.#drop(repeated);
    if (this.#pending.length >= MAX_PENDING) this.#pending.shift();
    this.#pending.push(call);
    if (this.#returns.has(returnAddress)) return;
    const remove = this.#process.machine.addProbe(returnAddress, () => this.#leave(returnAddress));
    this.#returns.set(returnAddress, remove);
  }

  #leave(address: bigint): void {
    if (this.#pending.length === 0) return;
    const stack = this.#process.machine.registers.get(REGISTER.sp);
    this.#dropLeft(stack);
    const top = this.#pending.at(-1);
    if (top?.returnAddress !== address || top.stack !== stack) return;
    this.#pending.pop();
    this.#tell(top, this.#result(), true);
  }

  /** Reports calls whose frames are gone, after a longjmp for example. */
  #dropLeft(stack: bigint): void {
    const { memory } = this.#process.machine;
    let kept = this.#pending.length;
    while (kept > 0 && (this.#pending[kept - 1]?.stack ?? stack) < stack) kept--;
    const outermost = this.#pending[kept];
    if (outermost === undefined) return;
    // A signal handler or a coroutine may have a stack of its own, above.
    const isSame = memory.mappingAt(outermost.stack)?.start === memory.mappingAt(stack)?.start;
    if (isSame) this.#drop(kept);
  }

  #drop(from: number): void {
    for (const call of this.#pending.splice(from).reverse()) this.#tell(call, undefined, false);
  }

  #tell(
    { args, number, returnAddress }: Pending,
    result: ProbedValue | undefined,
    returned: boolean,
  ) {
    this.#report({ signature: this.#signature, args, result, returned, number, returnAddress });
  }

  /** psABI: integers in a0 to a7, fractions in fa0 to fa7, then in a's; the rest on the stack. */
  #arguments(stack: bigint): ProbedValue[] {
    const { registers, floatRegisters, memory } = this.#process.machine;
    let integers = 0;
    let floats = 0;
    return this.#signature.args.map((value) => {
      const isFloat = value.type === "f32" || value.type === "f64";
      if (isFloat && floats < 8) {
        return this.#value(value, floatRegisters.get(FIRST_FLOAT_ARGUMENT + floats++));
      }
      const index = integers++;
      if (index < 8) return this.#value(value, registers.get(REGISTER.a0 + index));
      const address = stack + 8n * BigInt(index - 8);
      return this.#value(value, orZero(() => memory.readUint(address, 8)));
    });
  }

  #result(): ProbedValue | undefined {
    const { result } = this.#signature;
    if (result === undefined) return undefined;
    const { registers, floatRegisters } = this.#process.machine;
    const isFloat = result.type === "f32" || result.type === "f64";
    return this.#value(
      result,
      isFloat ? floatRegisters.get(FIRST_FLOAT_ARGUMENT) : registers.get(REGISTER.a0),
    );
  }

  #value({ name, type }: SignatureValue, word: bigint): ProbedValue {
    const width = Number(/\d+$/.exec(type)?.[0] ?? 64);
    const bits = BigInt.asUintN(type === "bool" ? 8 : width, word);
    return { name, bits, text: this.#text(type, bits, width) };
  }

  #text(type: ValueType, bits: bigint, width: number): string {
    switch (type) {
      case "word":
        return formatWord(bits);
      case "ptr":
        return hex(bits);
      case "bool":
        return bits === 0n ? "false" : "true";
      case "str":
        return this.#string(bits);
      case "f32":
        return formatFloat(bits | (BOXED << 32n));
      case "f64":
        return formatFloat(bits, false);
      default:
        return (type.startsWith("i") ? BigInt.asIntN(width, bits) : bits).toString();
    }
  }

  /** `"text"`: what a pointer to bytes with a zero at the end leads to; its address if it leads nowhere. */
  #string(address: bigint): string {
    const { memory } = this.#process.machine;
    const bytes: number[] = [];
    try {
      for (let at = address; bytes.length <= MAX_CHARACTERS; at++) {
        const [byte = 0] = memory.read(at, 1);
        if (byte === 0) return JSON.stringify(TEXT.decode(Uint8Array.from(bytes)));
        bytes.push(byte);
      }
    } catch (error) {
      if (!(error instanceof MemoryFault)) throw error;
      return hex(address);
    }
    return `${JSON.stringify(TEXT.decode(Uint8Array.from(bytes.slice(0, MAX_CHARACTERS))))}...`;
  }
}

const FIRST_FLOAT_ARGUMENT = FLOAT_REGISTER_NAMES.indexOf("fa0");
const BOXED = 0xffff_ffffn;
const TEXT = new TextDecoder();

function orZero(read: () => bigint): bigint {
  try {
    return read();
  } catch (error) {
    if (error instanceof MemoryFault) return 0n;
    throw error;
  }
}

/** `strlen(s="hare") -> n=4`; `?` for the result of a call that did not return. */
export function formatProbedCall({ signature, args, result, returned }: ProbedCall): string {
  const list = args.map(({ name, text }) => `${name}=${text}`).join(", ");
  const wanted = signature.result;
  const end = wanted === undefined ? "" : ` -> ${wanted.name}=${returned ? result?.text : "?"}`;
  return `${signature.name}(${list})${end}`;
}

/** The JSON form of a call. */
export function probedCallJson(call: ProbedCall, program: Program): object {
  const { signature, args, result, returned, number, returnAddress } = call;
  const location = program.lines.find(returnAddress - 1n);
  return {
    event: "probe",
    function: signature.name,
    args: Object.fromEntries(args.map(({ name, text }) => [name, text])),
    result: result?.text,
    returned,
    number,
    caller: hex(returnAddress),
    file: location?.file,
    line: location?.line,
  };
}
