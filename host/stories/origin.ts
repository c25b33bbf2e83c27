// SPDX-License-Identifier: MPL-2.0
// Where a value came from: follows it back from a register through moves and arithmetic to the load that
// brought it, from there to the store that left it in memory, and so on. Runs the program again as often as
// that takes.

import type { Instruction } from "../../cpu/isa/encoding.ts";
import { FLOAT_REGISTER_NAMES, REGISTER, REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { accessOf, effectsOf, isCall } from "../../cpu/semantics/effects.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { findLastWrite, type Write } from "./last_write.ts";
import { type Rerun, Reruns } from "./rerun.ts";
import { instructionOf, type NumberedRecord, sourcesOf, Tapes } from "./tape.ts";

/** One step back on the way of a value. */
export type OriginStep =
  /** An instruction computed it, or copied it, from another register. */
  | { readonly kind: "computed"; readonly record: NumberedRecord; readonly from: number }
  /** It was loaded from memory. */
  | { readonly kind: "loaded"; readonly record: NumberedRecord }
  /** It was stored there. `register` is the one stored; undefined if that does not lead further. */
  | { readonly kind: "stored"; readonly write: Write; readonly register: number | undefined }
  /** Here it came to be. */
  | {
    readonly kind: "constant" | "link" | "combined";
    readonly record: NumberedRecord;
  }
  /** An instruction of the program computed it, and only the library's were to be followed. */
  | { readonly kind: "outside"; readonly record: NumberedRecord }
  /** The kernel gave it to the program, at that instruction. */
  | {
    readonly kind: "kernel";
    readonly number: number;
    readonly pc: bigint | undefined;
    readonly what: string;
  }
  /** The register has had it since the program started. */
  | { readonly kind: "start"; readonly register: number }
  /** The memory has had it since the program started, or since it was mapped. */
  | { readonly kind: "initial"; readonly address: bigint; readonly size: number };

/** The parts of a memory that tell which of two operands is an address. */
export interface Mappings {
  /** The mapping that contains an address. */
  mappingAt(address: bigint): Mapping | undefined;
}

/** How to follow a value. */
export interface OriginOptions {
  /** The memory at the end, to tell addresses from numbers. */
  readonly memory: Mappings;
  /** Whether to end at the first store that is not just a register saved on the stack. */
  readonly untilStore: boolean;
  /** Whether to follow the value into the code at an address. Default: everywhere. */
  readonly isInside?: ((pc: bigint) => boolean) | undefined;
  /** The most steps to take. */
  readonly maxSteps: number;
}

/** The value that is asked about. */
export interface AskedValue {
  /** The register: 0 to 31, or 32 and more for f0 and so on. */
  readonly register: number;
  /** Its value is that before this instruction. */
  readonly before: number;
}

/** Steps of a way. It may be endless: a counter of a loop comes from itself. */
const MAX_STEPS = 64;

/**
 * Where the value came from that a register has before an instruction: the way back through registers, memory
 * and copies in memory, 64 steps at most. Runs the program again for each copy in memory.
 *
 * @throws {RerunError} when it does not get there again, or the time is up
 *
 * @example
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { originOf } from "@leveret/leveret/stories";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li t0, 7
 *           sw t0, count, t1
 *           lw a0, count
 *           li a7, 93
 *           ecall
 *   .bss
 *   count:  .zero 4
 * `;
 * const program = build([{ name: "count.s", text }]);
 * const steps = await originOf({ start: () => new Process(program) }, { register: 10, before: 6 });
 * assertEquals(steps.map(({ kind }) => kind), ["loaded", "stored", "constant"]);
 * ```
 */
export async function originOf(
  rerun: Rerun,
  { register, before }: AskedValue,
): Promise<readonly OriginStep[]> {
  using reruns = new Reruns(rerun);
  const { machine: { memory } } = await reruns.at(before);
  const mappings = memory.mappings();
  const known: Mappings = {
    mappingAt: (address) => mappings.find(({ start, end }) => start <= address && address < end),
  };
  const start = { register, before };
  const options = { memory: known, untilStore: false, maxSteps: MAX_STEPS };
  return await followValue(reruns, new Tapes(reruns), start, options);
}

/**
 * Follows the value that a register has before an instruction.
 *
 * @throws {RerunError} when the program cannot be run again as often as that takes
 */
export async function followValue(
  reruns: Reruns,
  tapes: Tapes,
  start: AskedValue,
  { memory, untilStore, isInside = () => true, maxSteps }: OriginOptions,
): Promise<OriginStep[]> {
  const steps: OriginStep[] = [];
  let { register, before } = start;
  while (steps.length < maxSteps) {
    const definition = await tapes.definition(register, before);
    if (definition === undefined) return [...steps, { kind: "start", register }];
    if (definition.by === "kernel") {
      const { number, pc, what } = definition;
      return [...steps, { kind: "kernel", number, pc, what }];
    }
    const { record } = definition;
    if (!isInside(record.pc)) return [...steps, { kind: "outside", record }];
    const instruction = instructionOf(record);
    if (instruction === undefined) return steps;
    if (record.access === undefined) {
      const next = await source(instruction, record, tapes, memory);
      if (typeof next === "string") return [...steps, { kind: next, record }];
      steps.push({ kind: "computed", record, from: next });
      register = next;
      before = record.number;
      continue;
    }
    steps.push({ kind: "loaded", record });
    const { address, size, number } = record;
    const write = await findLastWrite(
      reruns,
      { address, size },
      number,
      await tapes.before(number),
    );
    if (write === undefined) return [...steps, { kind: "initial", address, size }];
    const stored = await storedRegister(write, tapes);
    steps.push({ kind: "stored", write, register: stored });
    if (stored === undefined) return steps;
    if (untilStore && !isSaved(write, record, memory)) return steps;
    register = stored;
    before = write.number;
  }
  return steps;
}

/** The register whose value an instruction passes on; or what the value is, if it is a new one. */
async function source(
  instruction: Instruction,
  record: NumberedRecord,
  tapes: Tapes,
  memory: Mappings,
): Promise<number | "constant" | "link" | "combined"> {
  if (isCall(instruction)) return "link";
  const { result } = effectsOf(instruction.encoding);
  if (result === "imm" || result === "pc + imm") return "constant";
  const sources = [...new Set(sourcesOf(instruction))];
  const [first, second] = sources;
  if (first === undefined) return "constant";
  if (second === undefined) return first;
  if (sources.length > 2) return "combined";
  // Base and index: the one that is no address is wild. If neither is one, the base is null, or the index
  // is the larger.
  const values = await Promise.all([first, second].map(async (register) => {
    const definition = await tapes.definition(register, record.number);
    return definition?.by === "instruction" ? definition.record.value : undefined;
  }));
  const [one, other] = values;
  if (one === undefined || other === undefined) return "combined";
  const oneIsAddress = memory.mappingAt(one) !== undefined;
  const otherIsAddress = memory.mappingAt(other) !== undefined;
  if (oneIsAddress !== otherIsAddress) return oneIsAddress ? second : first;
  if (oneIsAddress) return "combined";
  if (one === 0n || other === 0n) return one === 0n ? first : second;
  return magnitude(one) >= magnitude(other) ? first : second;
}

function magnitude(value: bigint): bigint {
  const signed = BigInt.asIntN(64, value);
  return signed < 0n ? -signed : signed;
}

/** The register that a write stored as it is; undefined for the kernel, and for what computes in memory. */
async function storedRegister(write: Write, tapes: Tapes): Promise<number | undefined> {
  if (write.kernel !== undefined) return undefined;
  const record = (await tapes.before(write.number + 1)).at(write.number);
  const instruction = record && instructionOf(record);
  if (instruction === undefined || record?.access !== "store") return undefined;
  const { readsRs2, readsFrs2 } = effectsOf(instruction.encoding);
  if (readsFrs2) return 32 + instruction.rs2;
  return readsRs2 && instruction.rs2 !== 0 ? instruction.rs2 : undefined;
}

/**
 * Whether a write only saved a register in the stack frame, where the load found it again: the same word,
 * and both relative to sp or the frame pointer. Compilers do that without a wish of the program.
 */
function isSaved(write: Write, load: NumberedRecord, memory: Mappings): boolean {
  if (write.address !== load.address || write.size !== load.size) return false;
  const loading = instructionOf(load);
  const storing = instructionOf(write);
  if (loading === undefined || storing === undefined) return false;
  const isFrame = (register: number) => register === REGISTER.sp || register === REGISTER.s0;
  if (!isFrame(loading.rs1) || !isFrame(storing.rs1)) return false;
  // A return address is saved from ra only.
  if (loading.rd === REGISTER.ra && storing.rs2 !== REGISTER.ra) return false;
  return accessOf(loading)?.isAtomic === false &&
    memory.mappingAt(load.address)?.name.includes("stack") === true;
}

/** The name of a register: 10 is `a0`, 42 is `fa0`. */
export function registerName(register: number): string {
  return (register < 32 ? REGISTER_NAMES[register] : FLOAT_REGISTER_NAMES[register - 32]) ??
    `x${register}`;
}
