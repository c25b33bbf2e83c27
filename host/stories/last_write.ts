// SPDX-License-Identifier: MPL-2.0
// Finds the last write to some bytes before a moment, by running the program again: which instruction, or
// which system call, with its backtrace and what the bytes were before. Takes any address; exact to the
// instruction.

import { disassemble } from "../../asm/disassembly/disassembler.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { OWNER, TRACE, TRACE_CAPACITY } from "../../cpu/memory/layout.ts";
import { accessOf } from "../../cpu/semantics/effects.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import type { Process } from "../process.ts";
import { type Backtrace, backtrace } from "../symbols/backtrace.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { type CodeLocation, CodeLocations, hasNames } from "../symbols/locations.ts";
import { readBytes } from "../symbols/readable_memory.ts";
import { callsAt } from "./call_stack.ts";
import { type Rerun, RerunError, Reruns } from "./rerun.ts";
import { instructionOf, type NumberedRecord, type Tape } from "./tape.ts";

/** The bytes that are asked about. */
export interface WatchedBytes {
  /** Address of the first one. */
  readonly address: bigint;
  /** How many; default 8. */
  readonly size?: number;
  /** Only writes by instructions before this one count; by default, all of the run. */
  readonly before: number;
}

/** A write to memory. */
export interface Write {
  /** The number of the instruction, or of the ecall: how many had retired before it. */
  readonly number: number;
  /** Address of the instruction. */
  readonly pc: bigint;
  /** Its symbol and source line. */
  readonly location: CodeLocation;
  /** The instruction's bits. */
  readonly word: number;
  /** The instruction as text. */
  readonly text: string;
  /** What the kernel did, if it wrote the bytes: the name of a system call, or "the delivery of SIGSEGV". */
  readonly kernel: string | undefined;
  /**
   * How many times in a row this instruction wrote there, as a loop of memcpy does, and the number of the
   * first time.
   */
  readonly series: { readonly count: number; readonly first: number };
  /** The watched bytes before the series; undefined if they were not mapped. */
  readonly old: Uint8Array | undefined;
  /** The watched bytes after it. */
  readonly new: Uint8Array | undefined;
  /** Address of the first byte written; that of the watched bytes for the kernel. */
  readonly address: bigint;
  /** How many bytes were written. */
  readonly size: number;
  /** The calls under way, innermost first. */
  readonly backtrace: Backtrace;
}

/** Bytes that somebody watches; sizes and addresses as the trace has them. */
interface Watched {
  readonly address: bigint;
  readonly size: number;
}

/** Where the last write is: an instruction among others, or a call of the kernel. */
type Found =
  /** The store number `nth`, from 1, of those that touch the bytes after instruction `from` retired. */
  | { readonly by: "store"; readonly from: number; readonly nth: number }
  | { readonly by: "kernel"; readonly number: number; readonly what: string };

/** How many instructions are traced between two looks: a batch of the trace. */
const CHUNK = TRACE_CAPACITY - 1;

/**
 * The last write to some bytes before an instruction; undefined if there was none, so that they are as the
 * program started with them. Runs the program twice.
 *
 * @throws {RerunError} when that takes too long, or the program does not get there again
 * @throws {RangeError} when `before` is no count, or `size` is not from 1 to 4096
 *
 * @example
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { lastWrite } from "@leveret/leveret/stories";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li t0, 7
 *           sw t0, count, t1
 *           li a7, 93
 *           ecall
 *   .data
 *   count:  .word 5
 * `;
 * const program = build([{ name: "count.s", text }]);
 * const address = program.symbol("count")?.value ?? 0n;
 * const start = () => new Process(program);
 * const write = await lastWrite({ start }, { address, size: 4, before: 5 });
 * assertEquals(write?.location.location?.line, 4);
 * assertEquals([write?.old?.[0], write?.new?.[0]], [5, 7]);
 * ```
 */
export async function lastWrite(
  rerun: Rerun,
  { address, size = 8, before }: WatchedBytes,
): Promise<Write | undefined> {
  if (!Number.isSafeInteger(before) || before < 0) {
    throw new RangeError(`Cannot find the last write before instruction ${before}: it is no count`);
  }
  if (!Number.isSafeInteger(size) || size < 1 || size > 4096) {
    throw new RangeError(`Cannot find the last write to ${size} bytes: 1 to 4096 can be watched`);
  }
  using reruns = new Reruns(rerun);
  return await findLastWrite(reruns, { address, size }, before);
}

/**
 * The last write; a tape that ends at `before` saves a run if it has the write. Where the stack does not tell
 * who called, the calls of another run do.
 */
export async function findLastWrite(
  reruns: Reruns,
  watched: Watched,
  before: number,
  tape?: Tape,
): Promise<Write | undefined> {
  const write = await locate(reruns, watched, before, tape);
  if (write === undefined || write.backtrace.frames.every(({ origin }) => origin !== "scan")) {
    return write;
  }
  try {
    return { ...write, backtrace: await callsAt(reruns, write.number) };
  } catch (error) {
    if (error instanceof RerunError) return write;
    throw error;
  }
}

async function locate(
  reruns: Reruns,
  watched: Watched,
  before: number,
  tape?: Tape,
): Promise<Write | undefined> {
  const near = tape?.storeTo(watched.address, watched.size, before);
  if (tape !== undefined && near !== undefined && !tape.kernelRanBetween(near.number, before)) {
    const series = seriesOf(near, watched, tape);
    const process = await reruns.at(series.first);
    const old = readBytes(anyMemory(process), watched.address, watched.size);
    reruns.advance(process, near.number);
    return describe(process, watched, beforeWrite(process, { series, old }));
  }
  const found = await search(reruns, watched, before);
  if (found === undefined) return undefined;
  if (found.by === "kernel") {
    const process = await reruns.at(found.number);
    const old = readBytes(anyMemory(process), watched.address, watched.size);
    const series = { count: 1, first: found.number };
    return describe(process, watched, beforeWrite(process, { series, old, kernel: found.what }));
  }
  const process = await reruns.at(found.from);
  return describe(process, watched, stepToStore(process, watched, found.nth));
}

/** The stores to the bytes by one instruction that end with `last`. */
function seriesOf(last: NumberedRecord, { address, size }: Watched, tape: Tape): Write["series"] {
  let first = last.number;
  let count = 1;
  for (;;) {
    const earlier = tape.storeTo(address, size, first);
    if (earlier?.pc !== last.pc || tape.kernelRanBetween(earlier.number, first)) break;
    first = earlier.number;
    count++;
  }
  return { count, first };
}

/** Runs the program with a trace of its accesses. */
async function search(
  reruns: Reruns,
  watched: Watched,
  before: number,
): Promise<Found | undefined> {
  const process = await reruns.at(0);
  const { machine } = process;
  const read = () => readBytes(anyMemory(process), watched.address, watched.size);
  let known = read();
  let found: Found | undefined;
  let from = 0;
  let nth = 0;
  const sink = (batch: TraceBatch) => {
    const count = countStores(batch, watched);
    if (count === 0) return;
    nth += count;
    found = { by: "store", from, nth };
    known = read();
  };
  // The kernel writes, too: it is enough to compare the bytes after it ran.
  const look = (number: number, what: string) => {
    const now = read();
    if (isSame(known, now)) return;
    known = now;
    found = { by: "kernel", number, what };
  };
  using _observer = process.observe({
    onSyscall: ({ instruction, name }) => look(instruction, name),
    onSignal: ({ instruction, name }) => look(instruction, `the delivery of ${name}`),
    onMapping: ({ instruction, change }) => look(instruction, change),
  });
  const stopTrace = machine.addTrace({ memory: true, sink });
  while (machine.instructions < before) {
    from = machine.instructions;
    nth = 0;
    reruns.advance(process, Math.min(before, from + CHUNK));
  }
  stopTrace();
  return found;
}

/** How many stores of a batch touch the bytes. */
function countStores({ view, length }: TraceBatch, { address, size }: Watched): number {
  const words = new Uint32Array(view.buffer, view.byteOffset, view.byteLength / 4);
  // Addresses near the bytes are few, so they are told by their lower halves, and then compared exactly.
  const reach = size + 63;
  const start = Number(BigInt.asUintN(32, address)) - 63;
  let count = 0;
  for (let index = 0, at = 0; index < length; index++, at += TRACE.size / 4) {
    const access = words[at + TRACE.access / 4] ?? 0;
    if ((access & OWNER.write) === 0) continue;
    if ((((words[at + TRACE.address / 4] ?? 0) - start) >>> 0) >= reach) continue;
    const stored = view.getBigUint64(index * TRACE.size + TRACE.address, true);
    const bytes = view.getUint8(index * TRACE.size + TRACE.bytes);
    if (touches(stored, bytes, { address, size })) count++;
  }
  return count;
}

function touches(address: bigint, size: number, watched: Watched): boolean {
  return address < watched.address + BigInt(watched.size) && address + BigInt(size) >
      watched.address;
}

/** What is known of a write when its process has reached it. */
interface Before {
  /** Address of the instruction. */
  readonly pc: bigint;
  /** How many instructions had retired before it. */
  readonly number: number;
  readonly store?: Pick<Write, "address" | "size"> | undefined;
  readonly series: Write["series"];
  readonly old: Uint8Array | undefined;
  readonly kernel?: string;
}

/** Stops a process right before the store number `nth`, from 1, that touches the bytes. */
function stepToStore(process: Process, watched: Watched, nth: number): Before {
  const { machine } = process;
  let stores = 0;
  let series: Before | undefined;
  const note = (store?: Before["store"]) => {
    const { pc, instructions } = machine;
    const isNext = series?.pc === pc;
    series = {
      pc,
      number: instructions,
      store,
      old: isNext ? series?.old : readBytes(anyMemory(process), watched.address, watched.size),
      series: {
        count: 1 + (isNext ? series?.series.count ?? 0 : 0),
        first: isNext ? series?.series.first ?? instructions : instructions,
      },
    };
    return series;
  };
  for (let steps = 0; steps < CHUNK; steps++) {
    const next = storeAtPc(process);
    const isHit = next !== undefined && touches(next.address, next.size, watched) &&
      machine.memory.mappingAt(next.address)?.permissions.write === true;
    if (isHit && !next.isConditional) {
      const before = note(next);
      if (++stores === nth) return before;
    }
    const before = isHit && next.isConditional ? note(next) : undefined;
    process.step();
    // What an sc does is known when it is done.
    if (before !== undefined && next !== undefined && machine.registers.get(next.rd) === 0n) {
      if (++stores === nth) return before;
    }
  }
  return note();
}

/** The store that the process makes next. */
function storeAtPc(process: Process):
  | {
    readonly address: bigint;
    readonly size: number;
    readonly rd: number;
    readonly isConditional: boolean;
  }
  | undefined {
  const { machine } = process;
  const word = new CodeReader(machine.memory).fetch(machine.pc);
  const instruction = word === undefined ? undefined : instructionOf({ word });
  const access = instruction && accessOf(instruction);
  if (instruction === undefined || access?.store !== true) return undefined;
  const { rs1, rd, imm, mnemonic } = instruction;
  const base = machine.registers.get(rs1);
  const address = access.isAtomic ? base : BigInt.asUintN(64, base + BigInt(imm));
  const { size } = access;
  const aligned = size > 8 ? address & ~BigInt(size - 1) : address;
  return { address: aligned, size, rd, isConditional: mnemonic.startsWith("sc.") };
}

/** What is known of a write when the process is about to make it. */
const beforeWrite = (
  { machine: { pc, instructions } }: Process,
  given: Pick<Before, "series" | "old" | "kernel">,
): Before => ({ pc, number: instructions, ...given });

/** Describes a write that the process has reached: it is made next, unless the process is past it. */
function describe(process: Process, watched: Watched, before: Before): Write {
  const { machine, program } = process;
  const { pc, number, series, old, kernel } = before;
  const memory = anyMemory(process);
  const locations = new CodeLocations(hasNames(program) ? program : undefined);
  const word = new CodeReader(machine.memory).fetch(pc) ?? 0;
  const registers = machine.registers.toArray();
  const trace = backtrace({ memory: machine.memory, registers, pc, image: program });
  const store = before.store ?? (kernel === undefined ? storeAtPc(process) : undefined);
  if (machine.instructions === number) process.step();
  return {
    number,
    pc,
    location: locations.at(pc),
    word,
    text: disassemble(instructionLength(word) === 2 ? word & 0xffff : word, {
      address: pc,
      ...(hasNames(program) && { symbolAt: (address: bigint) => program.symbolAt(address) }),
    }),
    kernel,
    series,
    old,
    new: readBytes(memory, watched.address, watched.size),
    address: store?.address ?? watched.address,
    size: store?.size ?? watched.size,
    backtrace: trace,
  };
}

/** The memory, including what the program itself may not read. */
function anyMemory({ machine: { memory } }: Process) {
  return {
    read: (address: bigint, length: number) => memory.read(address, length, "any"),
    readUint: (address: bigint, size: 1 | 2 | 4 | 8) => memory.readUint(address, size, "any"),
  };
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.every((byte, index) => byte === b[index]);
}
