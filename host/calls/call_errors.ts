// SPDX-License-Identifier: MPL-2.0
// What the check of calls finds, as data, and how it says so. An error names two places: where it showed, and
// the instruction that is to blame.

import { FLOAT_REGISTER_NAMES, REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { printable } from "../../asm/object/printable.ts";
import { sourceLine, wrapHint } from "../report/format_report.ts";
import { type CodeLocations, formatLocation, withoutOffset } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { PLAIN, type TextStyle } from "../text/style.ts";

/** Kinds of mistakes with calls. */
export type CallErrorKind =
  /** A function returned with another value in s0 to s11, fs0 to fs11. */
  | "callee-saved register"
  /** A function returned with another sp. */
  | "stack pointer"
  /** A function was called with a sp that is no multiple of 16. */
  | "misaligned stack"
  /** A function returned to itself: its own call had overwritten ra. */
  | "return address not saved"
  /** A function returned to an address that nobody called it from. */
  | "return elsewhere"
  /** A register was read after a call that overwrote it. */
  | "clobbered register";

/** An instruction of the run. */
export interface CallErrorPlace {
  /** Its address. */
  readonly pc: bigint;
  /** How many instructions had retired before it. */
  readonly number: number;
}

/** A mistake with a call. */
export interface CallError {
  /** Its kind. */
  readonly kind: CallErrorKind;
  /** The function; the one that read the register, or called with a misaligned stack. */
  readonly function: bigint;
  /** Where it shows: the return, the call, or the instruction that reads. */
  readonly at: CallErrorPlace;
  /** The call of the function, or the call that overwrote the register. */
  readonly call: CallErrorPlace | undefined;
  /** The instruction to blame: the last one that wrote the register. */
  readonly cause: CallErrorPlace | undefined;
  /** The register, 32 and more for f0 and so on; undefined for a misaligned stack. */
  readonly register: number | undefined;
  /** What it should hold, or for a misaligned stack, sp. */
  readonly expected: bigint | undefined;
  /** What it holds. */
  readonly actual: bigint | undefined;
}

/** The name of a register. */
function nameOf(register: number | undefined): string {
  if (register === undefined) return "sp";
  return (register < 32 ? REGISTER_NAMES[register] : FLOAT_REGISTER_NAMES[register - 32]) ?? "";
}

const HINTS: Readonly<Record<CallErrorKind, string>> = {
  "callee-saved register":
    "a function that uses s0 to s11 or fs0 to fs11 saves them first and loads them before ret",
  "stack pointer": "what a function takes off sp, it adds again before every ret",
  "misaligned stack": "take multiples of 16 bytes off sp",
  "return address not saved":
    "a function that calls another one saves ra before, as in addi sp, sp, -16 and sd ra, 8(sp), and loads it before ret",
  "return elsewhere": "something overwrote the return address: --who-wrote shows the last store",
  "clobbered register":
    "calls may change a0 to a7, t0 to t6, ft0 to ft11 and fa0 to fa7: keep values in s registers or on the stack",
};

/** Writes errors about one program. */
export class CallErrorFormat {
  readonly #locations: CodeLocations;
  readonly #style: TextStyle;

  /** Names are those of `locations`. */
  constructor(locations: CodeLocations, style: TextStyle = PLAIN) {
    this.#locations = locations;
    this.#style = style;
  }

  /** What is wrong, in one line. */
  message(error: CallError): string {
    const name = nameOf(error.register);
    const function_ = this.#name(error.function);
    switch (error.kind) {
      case "callee-saved register":
        return `${function_} returned with another ${name}: ${hex(error.actual ?? 0n)} instead of ${
          hex(error.expected ?? 0n)
        }`;
      case "stack pointer": {
        const off = BigInt.asIntN(64, (error.actual ?? 0n) - (error.expected ?? 0n));
        return `${function_} returned with sp ${off < 0n ? -off : off} bytes ${
          off < 0n ? "below" : "above"
        } where it was`;
      }
      case "misaligned stack":
        return `${function_} made a call with sp ${hex(error.actual ?? 0n)}, no multiple of 16`;
      case "return address not saved":
        return `${function_} returned to itself: ra was not saved`;
      case "return elsewhere":
        return `${function_} returned to ${
          this.#where(error.actual ?? 0n)
        }, but was called from elsewhere`;
      case "clobbered register":
        return `${function_} read ${name}, which a call had overwritten`;
    }
  }

  /** An error as text. */
  format(error: CallError): string {
    const { kind, at, call, cause } = error;
    const lines = [`leveret: ${this.#style.error("call error:")} ${this.message(error)}`];
    const verb = kind === "clobbered register"
      ? "read"
      : kind === "misaligned stack"
      ? "called"
      : "returned";
    lines.push(...this.#place(verb, at));
    if (cause !== undefined && cause.pc !== call?.pc) {
      const changed = kind === "return elsewhere"
        ? "ra was loaded"
        : kind === "clobbered register"
        ? "overwritten"
        : "last changed";
      lines.push(...this.#place(changed, cause));
    }
    if (call !== undefined) {
      const overwrote = kind === "return address not saved"
        ? "ra was overwritten by the call"
        : "called";
      lines.push(...this.#place(overwrote, call));
    }
    lines.push(...wrapHint(HINTS[kind], this.#style));
    return `${lines.join("\n")}\n`;
  }

  /** An error as a value for `JSON.stringify`. */
  json(error: CallError): Record<string, unknown> {
    const place = (given: CallErrorPlace | undefined) => {
      if (given === undefined) return undefined;
      const { symbol, location } = this.#locations.at(given.pc);
      return {
        number: given.number,
        pc: hex(given.pc),
        symbol,
        file: location?.file,
        line: location?.line,
      };
    };
    return {
      event: "call error",
      kind: error.kind,
      message: this.message(error),
      register: nameOf(error.register),
      expected: error.expected === undefined ? undefined : hex(error.expected),
      actual: error.actual === undefined ? undefined : hex(error.actual),
      at: place(error.at),
      cause: place(error.cause),
      call: place(error.call),
    };
  }

  #place(verb: string, { pc, number }: CallErrorPlace): string[] {
    const location = this.#locations.at(pc);
    const count = number.toLocaleString("en");
    return [
      `  ${verb} in ${formatLocation(pc, location)}, instruction ${count}`,
      ...sourceLine(location),
    ];
  }

  #name(address: bigint): string {
    const { symbol } = this.#locations.at(address);
    return symbol === undefined ? hex(address) : printable(withoutOffset(symbol));
  }

  #where(address: bigint): string {
    return formatLocation(address, this.#locations.at(address));
  }
}
