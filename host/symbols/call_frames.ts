// SPDX-License-Identifier: MPL-2.0
// Callers as the program describes them: by the call frame information of its executable and, where a signal
// handler returns to, by the ucontext on the stack. Takes a program that has stopped; reads its sections when
// first asked. Damaged sections and stacks give no answers, never errors.

import type { Image } from "../../cpu/memory/image.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { REGISTERS_OFFSET } from "../kernel/signals/signal_frame.ts";
import { CodeReader, type StackMemory } from "./code_reader.ts";
import { evaluateExpression, type ExpressionContext } from "./frame_expression.ts";
import { entryAt, type FrameEntry, readFrameEntries } from "./frame_entries.ts";
import { type FrameRules, frameRulesAt, type RegisterRule } from "./frame_rules.ts";
import { frameSections } from "./frame_sections.ts";
import { moduleAt } from "./locations.ts";
import { readWord } from "./readable_memory.ts";
import {
  type Caller,
  callerContext,
  type Context,
  type DescribedCallers,
  type FrameRegisters,
} from "./unwinder.ts";

const REGISTERS = 32;
const WORD = 8n;

/** Finds callers in the descriptions of one program. */
export class CallFrames implements DescribedCallers {
  readonly #memory: StackMemory;
  readonly #image: Image;
  readonly #code: CodeReader;
  readonly #entries = new Map<Image, readonly (readonly FrameEntry[])[]>();
  readonly #rules = new Map<bigint, FrameRules | undefined>();

  /** Of a program that was loaded into a memory. */
  constructor(memory: StackMemory, image: Image) {
    this.#memory = memory;
    this.#image = image;
    this.#code = new CodeReader(memory);
  }

  callerOf(context: Context): Caller | "outermost" | undefined {
    if (this.#code.isTrampoline(context.pc)) return this.#interrupted(context);
    const rules = this.rulesAt(context.at);
    return rules && this.#described(context, rules);
  }

  /** The canonical frame address: what sp is in the caller of the code at an address, if anything says so. */
  frameAddress(at: bigint, registers: FrameRegisters): bigint | undefined {
    const rules = this.rulesAt(at);
    return rules && new FrameStep(rules, registers, this.#memory).frameAddress();
  }

  /** The frame that a signal interrupted: the ucontext is at sp, as rt_sigreturn expects it. */
  #interrupted({ registers }: Context): Caller | undefined {
    const sp = registers[REGISTER.sp];
    if (sp === undefined) return undefined;
    // The pc has x0's place.
    const [pc, ...others] = Array.from(
      { length: REGISTERS },
      (_, index) => readWord(this.#memory, sp + BigInt(REGISTERS_OFFSET) + BigInt(index) * WORD),
    );
    if (pc === undefined) return undefined;
    return { context: { pc, at: pc, registers: [0n, ...others] }, origin: "signal" };
  }

  #described({ pc, registers }: Context, rules: FrameRules): Caller | "outermost" | undefined {
    const caller = new FrameStep(rules, registers, this.#memory).caller();
    if (caller === undefined) return undefined;
    const { returnAddress, isSaved } = caller;
    if (returnAddress === 0n) return "outermost";
    // A function that saved nothing before its call finds its own return address in ra.
    const isSameFrame = caller.registers[REGISTER.sp] === registers[REGISTER.sp];
    if (returnAddress === pc && isSameFrame) return undefined;
    if (rules.isSignalFrame) {
      const context = { pc: returnAddress, at: returnAddress, registers: caller.registers };
      return { context, origin: "signal" };
    }
    // Only ra holds nothing but return addresses: the runtime's own conventions have others.
    const isPlausible = rules.returnColumn === REGISTER.ra
      ? this.#code.isReturnAddress(returnAddress)
      : this.#code.isExecutable(returnAddress);
    if (!isPlausible) return undefined;
    const context = callerContext(returnAddress, caller.registers, this.#code);
    return { context, origin: isSaved ? "frame" : "ra" };
  }

  #entriesOf(module: Image): readonly (readonly FrameEntry[])[] {
    const known = this.#entries.get(module);
    const entries = known ?? frameSections(module).map(readFrameEntries);
    this.#entries.set(module, entries);
    return entries;
  }

  /** The rules at an address; undefined if the program has none for it. */
  rulesAt(address: bigint): FrameRules | undefined {
    if (!this.#rules.has(address)) {
      let rules: FrameRules | undefined;
      for (const entries of this.#entriesOf(moduleAt(this.#image, address))) {
        const entry = entryAt(entries, address);
        rules ??= entry && frameRulesAt(entry, address);
      }
      this.#rules.set(address, rules);
    }
    return this.#rules.get(address);
  }
}

/** A caller as rules describe it. */
interface DescribedCaller {
  /** The address it continues at; 0 if there is no caller. */
  readonly returnAddress: bigint;
  /** Its registers, once the call has returned. */
  readonly registers: FrameRegisters;
  /** Whether the return address was in memory. */
  readonly isSaved: boolean;
}

/** Applies rules to the registers of a frame. */
class FrameStep {
  readonly #rules: FrameRules;
  readonly #context: ExpressionContext;
  readonly #registers: FrameRegisters;

  constructor(rules: FrameRules, registers: FrameRegisters, memory: StackMemory) {
    this.#rules = rules;
    this.#registers = registers;
    this.#context = {
      register: (number) => registers[number],
      load(address, size) {
        try {
          return memory.readUint(address, size);
        } catch (error) {
          if (error instanceof RangeError) return undefined;
          throw error;
        }
      },
    };
  }

  caller(): DescribedCaller | undefined {
    const { registers: rules, returnColumn } = this.#rules;
    const cfa = this.frameAddress();
    if (cfa === undefined) return undefined;
    const registers = [...this.#registers];
    registers[REGISTER.sp] = cfa;
    for (const [register, rule] of rules) {
      if (register < REGISTERS) registers[register] = this.#value(rule, register, cfa);
    }
    const rule = rules.get(returnColumn);
    const returnAddress = rule === undefined
      ? this.#context.register(returnColumn)
      : rule.kind === "undefined"
      ? 0n
      : this.#value(rule, returnColumn, cfa);
    if (returnAddress === undefined) return undefined;
    return { returnAddress, registers, isSaved: rule?.kind.startsWith("at") === true };
  }

  frameAddress(): bigint | undefined {
    const { cfa } = this.#rules;
    if ("bytes" in cfa) return evaluateExpression(cfa.bytes, this.#context);
    const base = this.#context.register(cfa.register);
    return base === undefined ? undefined : BigInt.asUintN(64, base + cfa.offset);
  }

  #value(rule: RegisterRule, register: number, cfa: bigint): bigint | undefined {
    const load = (address: bigint | undefined) =>
      address === undefined ? undefined : this.#context.load(BigInt.asUintN(64, address), 8);
    switch (rule.kind) {
      case "undefined":
        return undefined;
      case "same":
        return this.#context.register(register);
      case "at":
        return load(cfa + rule.offset);
      case "is":
        return BigInt.asUintN(64, cfa + rule.offset);
      case "register":
        return this.#context.register(rule.register);
      case "at expression":
        return load(evaluateExpression(rule.bytes, this.#context, cfa));
      case "is expression":
        return evaluateExpression(rule.bytes, this.#context, cfa);
    }
  }
}
