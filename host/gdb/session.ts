// SPDX-License-Identifier: MPL-2.0
// A debugger's session with a process, by GDB's remote serial protocol: answers each packet from the state of
// the machine, and moves along the timeline when asked to, in both directions. Guarantees: a packet that is
// unknown gets the empty answer, one that makes no sense an error; none throws, and none reaches
// anything but the guest.

import { MemoryFault } from "../../cpu/memory/trap.ts";
import { MachineStateError } from "../../cpu/memory/usage.ts";
import type { Outcome, Process } from "../process.ts";
import { type Hit, isHit, Movement, type Rest } from "../debug/movement.ts";
import { PeekMemory } from "../debug/peek_memory.ts";
import type { Watched } from "../debug/watched_bytes.ts";
import type { Timeline } from "../timeline/timeline.ts";
import { bytesOf, fromHex, MAX_PACKET, textOf, toHex } from "./packets.ts";
import { registerHex, registerValue, TARGET_DESCRIPTION, TARGET_REGISTERS } from "./registers.ts";
import { rightsText } from "../text/rights.ts";

/** What a debugger is told of a stop. */
export interface Stop {
  /** The packet that says so. */
  readonly reply: string;
  /** Whether the process is gone. */
  readonly ended: boolean;
}

/** What to do with a packet. */
export type Reaction =
  /** Send this answer. */
  | { readonly kind: "answer"; readonly text: string }
  /** Move, and answer with the stop. */
  | { readonly kind: "move"; readonly how: Direction }
  /** End the session: the process goes on alone, or ends. */
  | { readonly kind: "leave"; readonly text: string; readonly goOn: boolean };

/** A movement along the timeline. */
export type Direction = "step" | "continue" | "step back" | "continue back";

const OK = "OK";
const UNKNOWN = "";
/** Errors: an argument that makes no sense; memory or a moment that is not accessible. */
const INVALID = "E16";
const FAULT = "E0e";
const PAST = "E01";

/** GDB's own numbers of signals, where they differ from Linux'. */
const GDB_SIGNALS: Readonly<Record<string, number>> = {
  SIGBUS: 10,
  SIGSYS: 12,
  SIGUSR1: 30,
  SIGUSR2: 31,
  SIGCHLD: 20,
  SIGCONT: 19,
  SIGSTOP: 17,
  SIGTSTP: 18,
  SIGURG: 16,
  SIGIO: 23,
};
const TRAP = 5;
const INTERRUPTED = 2;

const WATCH_ACCESS: Readonly<Record<string, Watched["access"]>> = {
  "2": "write",
  "3": "read",
  "4": "any",
};
const WATCH_WORD = { write: "watch", read: "rwatch", any: "awatch" } as const;
/** The most bytes that a watchpoint watches. */
const MAX_WATCHED = 1 << 20;
const ADDRESS_END = 1n << 64n;

const THREAD = "1";
/** The answer to `k`, which GDB does not wait for and LLDB does: killed by SIGKILL. */
const KILLED = "X09";

/** What LLDB is told of the machine and of the process, as key:value pairs. */
const HOST = `triple:${toHex(bytesOf("riscv64-unknown-linux-gnu"))};ptrsize:8;endian:little;`;
const PROCESS = `pid:${THREAD};parent-pid:0;ostype:linux;${HOST}`;

const SUPPORTED = [
  `PacketSize=${MAX_PACKET.toString(16)}`,
  "QStartNoAckMode+",
  "qXfer:features:read+",
  "qXfer:auxv:read+",
  "qXfer:exec-file:read+",
  "vContSupported+",
  "swbreak+",
  "hwbreak+",
  "ReverseStep+",
  "ReverseContinue+",
].join(";");

/** What a session needs to know. */
export interface SessionOptions {
  /** The absolute path of the program's file. */
  readonly path: string;
  /** Instructions after which the process stops; undefined for no limit. */
  readonly maxInstructions?: number | undefined;
  /** Answers a `monitor` command; undefined for one that is unknown. */
  readonly monitor: (command: string) => string | undefined;
}

/** A session. */
export class GdbSession {
  readonly #process: Process;
  readonly #timeline: Timeline;
  readonly #options: SessionOptions;
  readonly #auxiliaryVector: Uint8Array;
  readonly #movement: Movement;
  readonly #memory: PeekMemory;
  readonly #watched: Watched[] = [];
  /** The movement that has not come to an end yet. */
  #moving: Generator<Rest, Stop> | undefined;
  /** Whether the debugger is given a stop when the process exits, to go back from there. */
  stopsAtExit = false;
  /** How the process has ended, once its end was reported as a stop. */
  #ended: Outcome | undefined;
  #lastStop = stopped(TRAP);

  /** A session with a process at its start, and its timeline. */
  constructor(process: Process, timeline: Timeline, options: SessionOptions) {
    this.#process = process;
    this.#timeline = timeline;
    this.#options = options;
    this.#movement = new Movement(process, timeline);
    this.#memory = new PeekMemory(process.machine.memory);
    this.#auxiliaryVector = readAuxiliaryVector(process);
  }

  /** What to do with the data of a packet. */
  react(data: Uint8Array): Reaction {
    const text = textOf(data);
    const moved = movementOf(text);
    if (moved !== undefined) return { kind: "move", how: moved };
    if (text === "k" || text.startsWith("vKill")) {
      return { kind: "leave", text: text === "k" ? KILLED : OK, goOn: false };
    }
    if (text === "D" || text.startsWith("D;")) return { kind: "leave", text: OK, goOn: true };
    return { kind: "answer", text: this.#answer(text) };
  }

  /** Moves. Without a stop it is to be asked again: time has passed, or the process waits for input. */
  move(how: Direction): Stop | Rest {
    this.#moving ??= this.#move(how);
    const { done, value } = this.#moving.next();
    if (done !== true) return value;
    this.#moving = undefined;
    return this.#lastStop = value;
  }

  /** Forgets what a debugger that has gone left behind. */
  reset(): void {
    this.#endMovement();
    this.#watched.length = 0;
    const { machine } = this.#process;
    for (const address of [...machine.breakpoints]) machine.removeBreakpoint(address);
  }

  /** Ends a movement by Ctrl-C. */
  interrupt(): Stop {
    this.#endMovement();
    return this.#lastStop = stopped(INTERRUPTED);
  }

  #endMovement(): void {
    this.#moving?.return(stopped(INTERRUPTED));
    this.#moving = undefined;
  }

  #answer(text: string): string {
    try {
      return this.#answerTo(text);
    } catch (error) {
      if (error instanceof MemoryFault) return FAULT;
      if (error instanceof MachineStateError) return PAST;
      throw error;
    }
  }

  #answerTo(text: string): string {
    const { machine } = this.#process;
    switch (text[0]) {
      case "?":
        return this.#lastStop.reply;
      case "g":
        return TARGET_REGISTERS.map((register) => registerHex(machine, register)).join("");
      case "G":
        return this.#writeRegisters(text.slice(1));
      case "p": {
        const register = TARGET_REGISTERS[hexNumber(text.slice(1)) ?? -1];
        return register === undefined ? INVALID : registerHex(machine, register);
      }
      case "P":
        return this.#writeRegister(text.slice(1));
      case "m":
        return this.#readMemory(text.slice(1));
      case "M":
        return this.#writeMemory(text.slice(1), fromHex);
      case "X":
        return this.#writeMemory(text.slice(1), bytesOf);
      case "Z":
      case "z":
        return this.#setStop(text);
      case "H":
        return OK;
      case "T":
        return hexNumber(text.slice(1)) === 1 ? OK : INVALID;
      case "q":
        return this.#query(text.slice(1));
      case "v":
        return text === "vCont?" ? "vCont;c;C;s;S" : UNKNOWN;
      default:
        return text === "QStartNoAckMode" ? OK : UNKNOWN;
    }
  }

  #query(text: string): string {
    const [name = ""] = text.split(/[:,;]/, 1);
    switch (name) {
      case "Supported":
        return SUPPORTED;
      case "C":
        return `QC${THREAD}`;
      case "fThreadInfo":
        return `m${THREAD}`;
      case "sThreadInfo":
        return "l";
      case "ThreadExtraInfo":
        return toHex(bytesOf(`after ${this.#timeline.position} instructions`));
      case "Attached":
        return "0";
      case "HostInfo":
        return HOST;
      case "ProcessInfo":
        return PROCESS;
      case "MemoryRegionInfo":
        return this.#memoryRegion(text.slice("MemoryRegionInfo:".length));
      case "Symbol":
        return OK;
      case "Xfer":
        return this.#transfer(text);
      case "Rcmd":
        return this.#monitor(text.slice("Rcmd,".length));
      default:
        return UNKNOWN;
    }
  }

  /** `Xfer:object:read:annex:offset,length`. */
  #transfer(text: string): string {
    const [, object = "", annex = "", offset = "", length = ""] =
      /^Xfer:([\w-]+):read:([^:]*):([\da-fA-F]+),([\da-fA-F]+)$/.exec(text) ?? [];
    const start = hexNumber(offset);
    const count = hexNumber(length);
    const bytes = object === "features" && annex === "target.xml"
      ? bytesOf(TARGET_DESCRIPTION)
      : object === "auxv"
      ? this.#auxiliaryVector
      : object === "exec-file"
      ? new TextEncoder().encode(this.#options.path)
      : undefined;
    if (bytes === undefined) return object === "features" ? "E00" : UNKNOWN;
    if (start === undefined || count === undefined) return INVALID;
    // Bytes that need an escape take two.
    const part = bytes.subarray(start, start + Math.min(count, MAX_PACKET / 2 - 1));
    const isLast = start + part.length >= bytes.length;
    return (isLast ? "l" : "m") + textOf(part);
  }

  /** The mapping that holds an address, or the gap. */
  #memoryRegion(hex: string): string {
    if (!/^[\da-fA-F]{1,16}$/.test(hex)) return INVALID;
    const address = BigInt(`0x${hex}`);
    const { memory } = this.#process.machine;
    const found = memory.mappingAt(address);
    const mappings = memory.mappings();
    const start = found?.start ?? mappings.findLast(({ end }) => end <= address)?.end ?? 0n;
    const end = found?.end ?? mappings.find((other) => other.start > address)?.start ?? ADDRESS_END;
    const region = `start:${start.toString(16)};size:${(end - start).toString(16)};`;
    if (found === undefined) return region;
    const permissions = rightsText(found.permissions).replaceAll("-", "");
    const name = found.name === "" ? "" : `name:${toHex(new TextEncoder().encode(found.name))};`;
    return `${region}permissions:${permissions};${name}`;
  }

  #monitor(hex: string): string {
    const bytes = fromHex(hex);
    if (bytes === undefined) return INVALID;
    const command = new TextDecoder().decode(bytes).trim();
    const answer = this.#options.monitor(command) ??
      `unknown monitor command "${command}"; "monitor help" lists them`;
    return toHex(new TextEncoder().encode(`${answer}\n`));
  }

  #writeRegisters(hex: string): string {
    const values: bigint[] = [];
    let at = 0;
    for (const register of TARGET_REGISTERS) {
      const value = registerValue(hex.slice(at, at += register.bits / 4), register);
      if (value === undefined) return INVALID;
      values.push(value);
    }
    this.#timeline.change(() => {
      for (const [number, register] of TARGET_REGISTERS.entries()) {
        register.set(this.#process.machine, values[number]!);
      }
    });
    return OK;
  }

  #writeRegister(text: string): string {
    const [number = "", hex = ""] = text.split("=");
    const register = TARGET_REGISTERS[hexNumber(number) ?? -1];
    const value = register && registerValue(hex, register);
    if (register === undefined || value === undefined) return INVALID;
    this.#timeline.change(() => register.set(this.#process.machine, value));
    return OK;
  }

  /** Reads as much as is mapped; looking does not touch pages. */
  #readMemory(text: string): string {
    const range = rangeOf(text);
    if (range === undefined) return INVALID;
    const bytes = this.#memory.readSome(
      range.start,
      Math.min(range.length, MAX_PACKET / 2 - 1),
    );
    const hex = toHex(bytes);
    return hex === "" && range.length > 0 ? FAULT : hex;
  }

  #writeMemory(
    text: string,
    decode: (text: string) => Uint8Array<ArrayBuffer> | undefined,
  ): string {
    const colon = text.indexOf(":");
    const range = rangeOf(text.slice(0, Math.max(0, colon)));
    const bytes = decode(text.slice(colon + 1));
    if (colon < 0 || range === undefined || bytes?.length !== range.length) return INVALID;
    if (bytes.length === 0) return OK;
    const { memory } = this.#process.machine;
    if (!memory.isMapped(range.start, bytes.length)) return FAULT;
    this.#timeline.change(() => memory.write(range.start, bytes, "any"));
    return OK;
  }

  /** `Z` and `z`: sets and removes breakpoints (0 and 1) and watchpoints (2 to 4). */
  #setStop(text: string): string {
    const [, command = "", type = "", rest = ""] = /^([Zz])(\d),([^;]*)/.exec(text) ?? [];
    const range = rangeOf(rest);
    if (range === undefined) return INVALID;
    const isNew = command === "Z";
    const { machine } = this.#process;
    if (type === "0" || type === "1") {
      if (isNew) machine.addBreakpoint(range.start);
      else machine.removeBreakpoint(range.start);
      return OK;
    }
    const access = WATCH_ACCESS[type];
    if (access === undefined) return UNKNOWN;
    if (range.length === 0 || range.length > MAX_WATCHED) return INVALID;
    const { start } = range;
    const watched = { start, end: start + BigInt(range.length), access, onlyChanges: false };
    const index = this.#watched.findIndex((other) =>
      other.start === start && other.end === watched.end && other.access === access
    );
    if (isNew && index < 0) this.#watched.push(watched);
    if (!isNew && index >= 0) this.#watched.splice(index, 1);
    return OK;
  }

  *#move(how: Direction): Generator<Rest, Stop> {
    const timeline = this.#timeline;
    if (timeline.position < timeline.end) this.#ended = undefined;
    switch (how) {
      case "step":
        for (;;) {
          const outcome = this.#ended ?? timeline.step();
          if (outcome.kind !== "input") return this.#stopOf(outcome, how);
          yield "input";
        }
      case "continue":
        return yield* this.#continue();
      case "step back":
        if (timeline.position === timeline.start) return BEGIN;
        timeline.back();
        return stopped(TRAP);
      case "continue back": {
        const hit = yield* this.#movement.backward(this.#stops);
        // GDB takes the step back over the access by itself.
        if (hit?.kind === "access") timeline.seek(hit.instruction + 1);
        return hit === undefined ? BEGIN : hitStop(hit);
      }
    }
  }

  /** What the debugger wants to stop at. */
  get #stops() {
    return { addresses: [...this.#process.machine.breakpoints], watched: this.#watched };
  }

  *#continue(): Generator<Rest, Stop> {
    if (this.#ended !== undefined) return this.#stopOf(this.#ended, "continue");
    const met = yield* this.#movement.forward(this.#stops, this.#options.maxInstructions);
    if (!isHit(met)) return this.#stopOf(met, "continue");
    // GDB expects RISC-V to stop before the access, and steps over it by itself.
    if (met.kind === "access") this.#timeline.seek(met.instruction);
    return hitStop(met);
  }

  #stopOf(outcome: Outcome, how: Direction): Stop {
    switch (outcome.kind) {
      case "exited":
        if (this.stopsAtExit && this.#ended === undefined) {
          this.#ended = outcome;
          return END;
        }
        return { reply: `W${byte(outcome.status)}`, ended: true };
      case "killed": {
        const number = GDB_SIGNALS[outcome.signal.name] ?? outcome.signal.number;
        // First the stop, at which all can be looked at; the end follows when it is to go on.
        if (this.#ended !== undefined) return { reply: `X${byte(number)}`, ended: true };
        this.#ended = outcome;
        return stopped(number);
      }
      case "breakpoint":
        return BREAKPOINT;
      case "input":
      case "interrupted":
      case "waiting":
        return stopped(INTERRUPTED);
      case "limit":
        return stopped(how === "step" ? TRAP : INTERRUPTED);
    }
  }
}

const byte = (value: number) => value.toString(16).padStart(2, "0");

function stopped(signal: number, reason = ""): Stop {
  return { reply: `T${byte(signal)}thread:${THREAD};${reason}`, ended: false };
}

const BREAKPOINT = stopped(TRAP, "swbreak:;");
const END = stopped(TRAP, "replaylog:end;");
const BEGIN = stopped(TRAP, "replaylog:begin;");

function hitStop(hit: Hit): Stop {
  if (hit.kind !== "access") return BREAKPOINT;
  const { start, access } = hit.watched;
  return stopped(TRAP, `${WATCH_WORD[access]}:${start.toString(16)};`);
}

/** The movement that a packet asks for; undefined when it asks for something else. */
function movementOf(text: string): Direction | undefined {
  if (/^(?:s|S[\da-fA-F]{2}|vCont;[sS])/.test(text)) return "step";
  if (/^(?:c|C[\da-fA-F]{2}|vCont;[cC])/.test(text)) return "continue";
  return text === "bs" ? "step back" : text === "bc" ? "continue back" : undefined;
}

function hexNumber(digits: string): number | undefined {
  return /^[\da-fA-F]{1,8}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

/** `address,length`; undefined when that is no part of memory. */
function rangeOf(text: string): { start: bigint; length: number } | undefined {
  const [, address = "", digits = ""] = /^([\da-fA-F]{1,16}),([\da-fA-F]{1,8})$/.exec(text) ?? [];
  const length = hexNumber(digits);
  if (length === undefined) return undefined;
  const start = BigInt(`0x${address}`);
  return start + BigInt(length) > ADDRESS_END ? undefined : { start, length };
}

/** The auxiliary vector of a process that has not run yet: it is behind the arguments and variables. */
function readAuxiliaryVector({ machine: { memory, registers } }: Process): Uint8Array {
  const word = (at: bigint) => memory.readUint(at, 8);
  let at = registers.get(2);
  at += 8n * (word(at) + 2n);
  while (word(at) !== 0n) at += 8n;
  const start = at += 8n;
  while (word(at) !== 0n) at += 16n;
  return memory.read(start, Number(at + 16n - start));
}
