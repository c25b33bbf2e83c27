// SPDX-License-Identifier: MPL-2.0
// Likely causes of a fault. Each rule recognises one mistake: it looks at the situation and returns a
// sentence, or undefined if the mistake is another.

import { csrName } from "../../cpu/isa/csr_names.ts";
import type { Instruction } from "../../cpu/isa/encoding.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { REGISTER, REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { isPrivileged } from "../../cpu/semantics/effects.ts";
import type { Trap } from "../../cpu/memory/trap.ts";
import { describeForeignCall, namedCall } from "../kernel/teaching/foreign_calls.ts";
import { hex } from "../text/hex.ts";
import type { SelfReturnHints } from "./loops.ts";
import type { GoneMapping } from "../watch/gone_mappings.ts";
import type { History } from "../watch/history.ts";

/** Everything that a rule may look at. */
export interface Situation {
  /** What trapped. */
  readonly trap: Trap;
  /** The instruction that trapped, if it could be read. */
  readonly instruction: Instruction | undefined;
  /** x0 to x31. */
  readonly registers: readonly bigint[];
  /** The floating-point control and status register. */
  readonly fcsr: number;
  /** All mappings by rising address. */
  readonly mappings: readonly Mapping[];
  /** The history of the process, if it was observed. */
  readonly history: History | undefined;
  /** Says where in its own code the program unmapped a range. */
  readonly unmapper: (gone: GoneMapping) => string;
  /** What the function does that returned to itself, if the code and ra say so. */
  readonly selfReturn?: SelfReturnHints | undefined;
  /** What the runtime's routine takes that the program called, if the fault is in the routine. */
  readonly contract?: string | undefined;
  /** The byte that fills free blocks; undefined if the program does not use the allocator. */
  readonly poison: number | undefined;
}

/** The highest valid rounding mode in frm. */
const MAX_ROUNDING_MODE = 4;

type Rule = (situation: Situation) => string | undefined;

const LOW_HALF = 0xffff_ffffn;
/** Addresses below this are likely to be null plus the offset of a field or element. */
const NULL_REACH = 65536n;
/** A field of a structure that was reached through a pointer register is nearer to its start. */
const FIELD_REACH = 256n;
/** How far below the stack a large frame may reach. */
const STACK_REACH = 1n << 20n;

const registerName = (number: number): string => REGISTER_NAMES[number] ?? `x${number}`;

/** Whether at least six bytes of a word are poison. An offset may have changed the lowest bytes. */
function isPoisoned(value: bigint, poison: number): boolean {
  let count = 0;
  for (let byte = 0n; byte < 8n; byte++) {
    if (Number((value >> (8n * byte)) & 0xffn) === poison) count++;
  }
  return count >= 6;
}

/** The bytes of a word as characters, in memory order; undefined if not all are printable. */
function textOf(value: bigint): string | undefined {
  const codes = Array.from({ length: 8 }, (_, byte) => Number((value >> BigInt(8 * byte)) & 0xffn));
  const printable = codes.every((code) => code >= 0x20 && code < 0x7f);
  return printable ? String.fromCharCode(...codes) : undefined;
}

const isDataFault = ({ cause }: Trap): boolean =>
  cause === "load-page-fault" || cause === "store-page-fault";

/** The base register of the faulting access. */
function baseRegister({ trap, instruction }: Situation): number | undefined {
  return isDataFault(trap) && instruction !== undefined ? instruction.rs1 : undefined;
}

/** `a0`, or `the address` if the base register is unknown. */
function baseName(situation: Situation): string {
  const base = baseRegister(situation);
  return base === undefined ? "the address" : registerName(base);
}

const RULES: readonly Rule[] = [
  function poison(situation) {
    const { trap, poison, registers } = situation;
    if (poison === undefined || trap.cause === "illegal-instruction") return undefined;
    const base = baseRegister(situation);
    const value = base === undefined ? trap.address : registers[base] ?? 0n;
    if (!isPoisoned(value, poison) && !isPoisoned(trap.address, poison)) return undefined;
    const byte = hex(BigInt(poison));
    return `${
      hex(value)
    } consists of the byte ${byte}, with which the allocator fills freed blocks: ` +
      `the pointer was read from freed memory (use after free)`;
  },

  function nullPointer(situation) {
    const { trap, registers, contract } = situation;
    const { address } = trap;
    if (trap.cause === "instruction-page-fault" && address === 0n) {
      return registers[REGISTER.ra] === 0n
        ? `a return with ra = 0, which was not loaded from where it was saved, or a call through a ` +
          `null function pointer`
        : `a call through a null function pointer`;
    }
    if (!isDataFault(trap) || address >= NULL_REACH) return undefined;
    const base = baseRegister(situation);
    if (base === 0 || (base !== undefined && registers[base] === 0n)) {
      const at = address === 0n ? "" : `, at offset ${address}`;
      return `${baseName(situation)} is null: this is an access through a null pointer${at}`;
    }
    // A routine got this number as the address.
    if (contract !== undefined) return undefined;
    // A number of this size is no offset from a null pointer.
    const value = base === undefined ? 0n : registers[base] ?? 0n;
    if (base !== undefined && value >= FIELD_REACH) {
      return `${registerName(base)} holds ${hex(value)}, which is not an address: was a number ` +
        `used as a pointer, or lw instead of ld or la to load one?`;
    }
    return `null plus ${address}: this is an access to a field or element through a null pointer`;
  },

  function stackOverflow({ trap, registers, mappings }) {
    const stack = mappings.find(({ name }) => name.includes("stack"));
    const sp = registers[REGISTER.sp] ?? 0n;
    if (!isDataFault(trap) || stack === undefined) return undefined;
    const below = trap.address < stack.start && trap.address >= stack.start - STACK_REACH;
    const spIsNear = sp < stack.start + STACK_REACH && sp + STACK_REACH >= stack.start;
    if (!below || !spIsNear) return undefined;
    return `stack overflow: the address is just below the stack, which starts at ` +
      `${hex(stack.start)}; infinite recursion, or very large local variables?`;
  },

  function unmapped({ trap, history, unmapper, mappings }) {
    const { address } = trap;
    const isMapped = mappings.some(({ start, end }) => start <= address && address < end);
    const gone = isMapped ? undefined : history?.goneAt(address);
    if (trap.cause === "illegal-instruction" || gone === undefined) return undefined;
    return `use after munmap: ${hex(gone.start)} to ${hex(gone.end)} was unmapped by ` +
      `${unmapper(gone)} (a large block that was freed?)`;
  },

  function text(situation) {
    const { trap, registers, poison } = situation;
    if (trap.cause === "illegal-instruction") return undefined;
    const base = isDataFault(trap) ? baseRegister(situation) : REGISTER.ra;
    const value = base === undefined ? 0n : registers[base] ?? 0n;
    // A jump clears the lowest bit.
    const isSource = isDataFault(trap) || (value & ~1n) === trap.address;
    const isPoison = poison !== undefined && isPoisoned(value, poison);
    const spelled = isSource && !isPoison ? textOf(value) : undefined;
    return spelled === undefined
      ? undefined
      : `${
        hex(value)
      } is the text "${spelled}": a string has overwritten this pointer (a buffer overflow?)`;
  },

  function lostUpperHalf(situation) {
    const { trap, mappings } = situation;
    const { address } = trap;
    if (trap.cause === "illegal-instruction") return undefined;
    const upper = address >> 32n;
    if (upper !== 0n && upper !== LOW_HALF) return undefined;
    const whole = mappings
      .filter(({ start }) => start >> 32n !== 0n)
      .map(({ start, end }) => {
        const guess = (start & ~LOW_HALF) | (address & LOW_HALF);
        return start <= guess && guess < end ? guess : undefined;
      })
      .find((guess) => guess !== undefined);
    if (whole === undefined) return undefined;
    return `an address that lost its upper half: ${
      hex(whole)
    } is mapped; was the pointer cut to 32 ` +
      `bits by lw, sw, addw or .word?`;
  },

  function smashedReturn({ trap, registers }) {
    if (trap.cause !== "instruction-page-fault") return undefined;
    const target = (registers[REGISTER.ra] ?? 0n) & ~1n;
    if (trap.address === 0n || target !== trap.address) return undefined;
    return `ra holds the same value: the return address on the stack was overwritten, or ra was not ` +
      `saved around a call`;
  },

  function intoData({ trap, mappings }) {
    if (trap.cause !== "instruction-page-fault" && trap.cause !== "illegal-instruction") {
      return undefined;
    }
    const pc = trap.cause === "illegal-instruction" ? trap.pc : trap.address;
    if (trap.cause === "illegal-instruction" && trap.address === 0n) {
      return `zeros are not code: did execution run past the end of a function (a missing ret or call of ` +
        `exit), or into data?`;
    }
    const before = mappings.find(({ end, permissions }) => end === pc && permissions.execute);
    if (before !== undefined) {
      return `execution ran past the end of the code: is a ret or a call of exit missing?`;
    }
    return undefined;
  },

  function privileged({ trap, instruction }) {
    if (trap.cause !== "illegal-instruction" || instruction === undefined) return undefined;
    const why = "programs run in user mode here, as under Linux";
    if (isPrivileged(instruction)) return `${instruction.mnemonic} is privileged: ${why}`;
    if (!instruction.encoding.row.operands.includes("csr")) return undefined;
    const { csr } = instruction;
    const name = csrName(csr) ?? hex(BigInt(csr));
    // Bits 9:8 of its number say from which mode it can be accessed, bits 11:10 whether it can be written.
    if (((csr >> 8) & 3) !== 0) return `the CSR ${name} is privileged: ${why}`;
    if (csr >> 10 === 3) return `the CSR ${name} is read-only`;
    return `there is no CSR ${name} here`;
  },

  function noRoundingMode({ trap, instruction, fcsr }) {
    const rounds = instruction?.encoding.row.operands.endsWith(", rm");
    const mode = fcsr >> 5;
    if (trap.cause !== "illegal-instruction" || !rounds || mode <= MAX_ROUNDING_MODE) {
      return undefined;
    }
    return `frm holds ${mode}, which is not a rounding mode: what was written to frm or fcsr?`;
  },

  function teachingSimulator({ history }) {
    const failed = history?.unanswered;
    const call = failed && namedCall(failed);
    return call && describeForeignCall(call, "an earlier");
  },

  function writableCode({ trap, mappings }) {
    if (trap.cause !== "store-page-fault") return undefined;
    const mapping = mappings.find(({ start, end }) => start <= trap.address && trap.address < end);
    if (mapping === undefined || mapping.permissions.write) return undefined;
    return mapping.permissions.execute
      ? `code cannot be written: is this data in .text instead of .data?`
      : `constants cannot be written: is this data in .rodata instead of .data?`;
  },
];

/** The likely causes, most likely first. */
export function hintsFor(situation: Situation): readonly string[] {
  const hints = RULES.map((rule) => rule(situation)).filter((hint) => hint !== undefined);
  const { selfReturn, contract } = situation;
  // Beside another cause, the function may not have reached its ret yet.
  if (selfReturn !== undefined) {
    hints.push(hints.length === 0 ? selfReturn.happened : selfReturn.impending);
  }
  return hints.length === 0 && contract !== undefined ? [contract] : hints;
}

/** Remarks about registers whose values say something about the fault, by number. */
export function suspiciousRegisters(situation: Situation): ReadonlyMap<number, string> {
  const { poison, registers, mappings } = situation;
  const marks = new Map<number, string>();
  registers.forEach((value, number) => {
    if (poison !== undefined && isPoisoned(value, poison)) {
      marks.set(number, "poison of freed memory");
    }
  });
  const sp = registers[REGISTER.sp] ?? 0n;
  const inside = mappings.some(({ start, end }) => start <= sp && sp <= end);
  if (!inside) marks.set(REGISTER.sp, "not in any mapping");
  else if (sp % 16n !== 0n) marks.set(REGISTER.sp, "not a multiple of 16");
  const base = baseRegister(situation);
  if (base !== undefined && base !== 0) marks.set(base, marks.get(base) ?? "the base address");
  return marks;
}
