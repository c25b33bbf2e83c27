// SPDX-License-Identifier: MPL-2.0
// Calls functions of a guest program from the host, as the psABI says: arguments in a0 to a7, ra at a
// stop, the result in a0. Takes a program made by runtimeProgram(). In every call
// that returns, callee-saved registers are checked; caller-saved ones are scrambled before the call.

import { assertEquals } from "@std/assert";
import { build } from "../../asm/build.ts";
import type { Program } from "../../asm/object/program.ts";
import { type Outcome, Process, type ProcessOptions } from "../../host/process.ts";
import { type AllocatorName, runtimeFiles, runtimeWith } from "../../runtime/files.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";

/** sp, gp, tp, s0, s1, s2 to s11: the same after a call as before it. */
const PRESERVED = [REGISTER.sp, 3, 4, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
/** t0 to t6 and a0 to a7: whatever a caller left in them. */
const TEMPORARIES = [5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29, 30, 31];
/** Where every call returns to. */
const STOP = "test.stop";
/** Far more than any call here needs. */
const MAX_INSTRUCTIONS = 5_000_000;

/** How a call came to its end. */
export type CallEnd =
  | { readonly kind: "returned"; readonly value: bigint; readonly instructions: number }
  | Outcome;

/**
 * A program that does nothing, linked with those parts of the runtime that define `symbols`, and with
 * `text`, which may define data and functions of the test's own.
 */
export function runtimeProgram(
  symbols: readonly string[],
  text = "",
  allocator: AllocatorName = "hare",
): Program {
  const driver = `
        .text
        .globl  _start, ${STOP}
_start:
${STOP}:
        ebreak
        .section .rodata
        .balign 8
        ${symbols.map((symbol) => `.dword ${symbol}`).join("\n        ")}
${text}`;
  return build([{ name: "test.s", text: driver }], { archive: runtimeWith(allocator) });
}

/** A whole program from its source, with the runtime as an archive. */
export function buildProgram(text: string, name = "test.s"): Program {
  return build([{ name, text }], { archive: runtimeFiles });
}

/** A process whose functions are called one by one; it never runs by itself. */
export class GuestCaller {
  readonly process: Process;
  readonly program: Program;
  readonly #preserved: readonly bigint[];
  readonly #stop: bigint;

  constructor(program: Program, options: ProcessOptions = {}) {
    this.program = program;
    this.process = new Process(program, options);
    const { machine } = this.process;
    this.#stop = this.address(STOP);
    machine.addBreakpoint(this.#stop);
    for (const register of PRESERVED.slice(1)) machine.registers.set(register, junk(register));
    this.#preserved = PRESERVED.map((register) => machine.registers.get(register));
  }

  /** The address of a symbol of the program. */
  address(name: string): bigint {
    const symbol = this.program.symbol(name);
    if (symbol === undefined) {
      throw new TypeError(`Cannot find ${name}: the program has no such symbol`);
    }
    return symbol.value;
  }

  /** Calls a function; the value of a0 when it has returned. Fails the test when it does not. */
  call(name: string, ...args: readonly (bigint | number)[]): bigint {
    const end = this.attempt(name, ...args);
    if (end.kind === "returned") return end.value;
    throw new Error(`Cannot return from ${name}(${args.join(", ")}): ${this.describe(end)}`);
  }

  /** Calls a function, and tells how that ended. */
  attempt(name: string, ...args: readonly (bigint | number)[]): CallEnd {
    const { machine } = this.process;
    const { registers } = machine;
    for (const register of TEMPORARIES) registers.set(register, junk(register));
    for (const [index, arg] of args.entries()) {
      registers.set(REGISTER.a0 + index, BigInt.asUintN(64, BigInt(arg)));
    }
    registers.set(REGISTER.ra, this.#stop);
    machine.pc = this.address(name);
    const before = machine.instructions;
    const outcome = this.process.run({ maxInstructions: before + MAX_INSTRUCTIONS });
    if (outcome.kind !== "breakpoint") return outcome;
    assertEquals(PRESERVED.map((register) => registers.get(register)), this.#preserved, name);
    return {
      kind: "returned",
      value: registers.get(REGISTER.a0),
      instructions: machine.instructions - before,
    };
  }

  /** What the guest has written to fd 1 so far. */
  get stdout(): string {
    return new TextDecoder().decode(this.process.output.stdout);
  }

  /** What the guest has written to fd 2 so far. */
  get stderr(): string {
    return new TextDecoder().decode(this.process.output.stderr);
  }

  /** How a call ended, for the message of a failed test. */
  describe(end: CallEnd): string {
    const trap = "trap" in end
      ? ` (${end.trap?.cause} at 0x${end.trap?.address.toString(16)})`
      : "";
    return `${end.kind}${trap} ${this.stderr}`.trim();
  }

  /** Gives the machine back. */
  [Symbol.dispose](): void {
    this.process.dispose();
  }
}

/** A value that is different in every register, and no address. */
function junk(register: number): bigint {
  return 0x5a5a_0000_dead_0000n + BigInt(register);
}
