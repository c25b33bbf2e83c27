// SPDX-License-Identifier: MPL-2.0
// Makes the report about a killed process: what happened, the instruction and its source line, likely
// causes, the registers, a backtrace and the surroundings of the address. Takes the machine as the fault
// left it; returns plain data, which format_report.ts turns into text or JSON.

import { disassemble } from "../../asm/disassembly/disassembler.ts";
import type { Program } from "../../asm/object/program.ts";
import { decode } from "../../cpu/isa/encoding.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { Cause, Trap } from "../../cpu/memory/trap.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { Functions } from "../symbols/functions.ts";
import { readHeapLayout } from "../heap/layout.ts";
import { readBytes } from "../symbols/readable_memory.ts";
import {
  type CodeLocation,
  CodeLocations,
  formatLocation,
  hasNames,
} from "../symbols/locations.ts";
import { type Backtrace, backtrace, type Frame, type StackMemory } from "../symbols/backtrace.ts";
import { contractOf } from "./contracts.ts";
import { FunctionCode, type SelfReturnHints, selfReturnHints } from "./loops.ts";
import { ownFrame } from "./own_code.ts";
import type { FloatState } from "./float_registers.ts";
import { describeTrap } from "./describe.ts";
import { hintsFor, type Situation, suspiciousRegisters } from "./hints.ts";
import type { GoneMapping } from "../watch/gone_mappings.ts";
import type { History } from "../watch/history.ts";
import { type Surroundings, surroundings } from "./surroundings.ts";
import { numberOfBytes } from "../text/bytes.ts";

const ECALL_LENGTH = 4n;
/** The symbol of the word that the runtime has before its first instruction. */
const PAST_END = "rt.past_end";

/** The signal that ended a process. */
export interface KilledBy {
  /** Its number and name. */
  readonly signal: { readonly number: number; readonly name: string };
  /** The trap that raised it; undefined when the process sent it, as abort does. */
  readonly trap?: Trap | undefined;
}

/** The report about a killed process. */
export interface FaultReport {
  /** Such as "SIGSEGV". */
  readonly signal: string;
  /** What happened, in one line. */
  readonly headline: string;
  /** Of the trap; undefined when the process sent the signal itself. */
  readonly cause: Cause | undefined;
  /** Address of the instruction that trapped, or of the ecall that sent the signal. */
  readonly pc: bigint;
  /** How many instructions had retired. */
  readonly instructions: number;
  /** Its symbol and source line. */
  readonly location: CodeLocation;
  /** The innermost frame of the program itself, if the fault is in the runtime or a library. */
  readonly caller: Frame | undefined;
  /** The instruction at pc, if it can be read. */
  readonly instruction: { readonly word: number; readonly text: string } | undefined;
  /** Likely causes, in words. */
  readonly hints: readonly string[];
  /** x0 to x31. */
  readonly registers: readonly bigint[];
  /** The floating-point registers; undefined if the program has not used them. */
  readonly floats: FloatState | undefined;
  /** Remarks about integer registers, by number. */
  readonly marks: ReadonlyMap<number, string>;
  /** The calls under way, innermost first. */
  readonly backtrace: Backtrace;
  /** The surroundings of the faulting address; undefined if the fault is not about an address. */
  readonly around: Surroundings | undefined;
}

/** Makes the report about a process that ran `image` on `machine`. The history allows more hints. */
export function makeFaultReport(
  machine: Pick<Machine, "memory" | "registers" | "floatRegisters" | "pc" | "instructions">,
  image: Image | Program,
  { signal, trap }: KilledBy,
  history?: History,
): FaultReport {
  const program = hasNames(image) ? image : undefined;
  const locations = new CodeLocations(program);
  const registers = machine.registers.toArray();
  const mappings = machine.memory.mappings();
  // A signal that the process sends to itself arrives after the ecall has retired.
  const pc = trap?.pc ?? machine.pc - ECALL_LENGTH;
  // The word after the program's code traps in the runtime's name, but it was the code before that ran on.
  const isPastEnd = program?.symbolAt(pc)?.name === PAST_END ||
    (trap?.cause === "illegal-instruction" && program?.symbolAt(pc) === undefined);
  const location = isPastEnd ? locations.callBefore(pc) : locations.at(pc);
  const word = readInstruction(machine.memory, pc);
  const decoded = word === undefined ? undefined : decode(word);
  const poison = program && readHeapLayout(program)?.poison;
  const trace = backtrace({ memory: machine.memory, registers, pc, image });
  const caller = ownCaller(trace.frames);
  const situation: Situation | undefined = trap && {
    trap,
    instruction: decoded,
    registers,
    fcsr: machine.floatRegisters.fcsr,
    mappings,
    history,
    unmapper: (gone) => unmapper(gone, image),
    selfReturn: selfReturn(pc, registers[REGISTER.ra] ?? 0n, machine.memory, image, locations),
    contract: contractOf(caller?.source ?? ""),
    poison,
  };
  const addressAtFault = trap?.cause.endsWith("page-fault") ? trap.address : undefined;
  return {
    signal: signal.name,
    headline: trap === undefined
      ? describeSignal(signal.name)
      : describeTrap(trap, decoded, machine.memory),
    cause: trap?.cause,
    pc,
    instructions: machine.instructions,
    location,
    caller,
    instruction: word === undefined ? undefined : {
      word,
      text: disassemble(word, {
        address: pc,
        ...(program && { symbolAt: (address: bigint) => program.symbolAt(address) }),
      }),
    },
    hints: situation === undefined ? [] : hintsFor(situation),
    registers,
    floats: floatState(machine.floatRegisters),
    marks: situation === undefined ? new Map() : suspiciousRegisters(situation),
    backtrace: trace,
    around: addressAtFault === undefined
      ? undefined
      : surroundings(addressAtFault, mappings, program),
  };
}

/** What the function at the pc does, if ra says that its own call was the last, and it never saved ra. */
function selfReturn(
  pc: bigint,
  ra: bigint,
  memory: StackMemory,
  image: Image | Program,
  locations: CodeLocations,
): SelfReturnHints | undefined {
  const code = new CodeReader(memory);
  if (!code.followsCall(ra)) return undefined;
  const range = new Functions(image).at(pc);
  if (range === undefined || ra < range.start || range.end <= ra) return undefined;
  const ret = new FunctionCode(range, code).selfReturn;
  return ret === undefined ? undefined : selfReturnHints({ ret, to: ra }, locations, code);
}

function ownCaller(frames: readonly Frame[]): Frame | undefined {
  const own = ownFrame(frames);
  return own === frames[0] ? undefined : own;
}

function floatState(registers: Machine["floatRegisters"]): FloatState | undefined {
  return registers.areUsed ? { registers: registers.toArray(), fcsr: registers.fcsr } : undefined;
}

/** Where the program unmapped a range: the innermost call outside the runtime. */
function unmapper({ pc, registers, stack }: GoneMapping, image: Image | Program): string {
  const sp = registers[REGISTER.sp] ?? 0n;
  // The stack has changed since then, so only the copy may be read.
  const inStack = (address: bigint, length: number) => {
    const at = address - sp;
    if (at < 0n || at + BigInt(length) > BigInt(stack.length)) {
      throw new RangeError("Cannot read the stack at the munmap: no copy was kept");
    }
    return stack.subarray(Number(at), Number(at) + length);
  };
  const code = (address: bigint) =>
    image.segments.find((segment) =>
      segment.execute && segment.address <= address &&
      address < segment.address + BigInt(segment.size)
    );
  const memory: StackMemory = {
    read(address, length) {
      const segment = code(address);
      if (segment === undefined) return inStack(address, length);
      const at = Number(address - segment.address);
      return segment.data.subarray(at, at + length);
    },
    readUint(address, size) {
      return numberOfBytes(inStack(address, size));
    },
    mappingAt(address) {
      const segment = code(address);
      return segment && {
        start: segment.address,
        end: segment.address + BigInt(segment.size),
        permissions: segment,
        name: "",
      };
    },
  };
  const { frames } = backtrace({ memory, registers, pc, image });
  const frame = ownFrame(frames) ?? frames[0];
  return frame === undefined ? "the program" : formatLocation(frame.address, frame);
}

function describeSignal(name: string): string {
  return name === "SIGABRT" ? "the program aborted" : `the program sent itself ${name}`;
}

/** The instruction word at an address; undefined where memory is not executable. */
function readInstruction(memory: Machine["memory"], pc: bigint): number | undefined {
  if (memory.mappingAt(pc)?.permissions.execute !== true) return undefined;
  const reader = {
    read: (address: bigint, length: number) => memory.read(address, length, "any"),
    readUint: (address: bigint, size: 1 | 2 | 4 | 8) => memory.readUint(address, size, "any"),
  };
  const [low = 0, high = 0] = readBytes(reader, pc, 2) ?? [];
  const halfword = low | (high << 8);
  if (instructionLength(halfword) === 2) return halfword;
  const rest = readBytes(reader, pc + 2n, 2);
  if (rest === undefined) return undefined;
  return (halfword | ((rest[0] ?? 0) << 16) | ((rest[1] ?? 0) << 24)) >>> 0;
}
