// SPDX-License-Identifier: MPL-2.0
// A process that makes one system call at a time for a test: its program is an ecall in a loop.

import { encode, encodingOf } from "../../../cpu/isa/encoding.ts";
import { describeError } from "../../../host/kernel/abi/errno.ts";
import { SYSCALLS } from "../../../host/kernel/calls/syscall_table.ts";
import { type Outcome, Process, type ProcessOptions } from "../../../host/process.ts";

/** Address of the program. */
export const ENTRY = 0x1_0000n;
/** Address of 64 KiB of data, for the arguments of calls. */
export const DATA = 0x2_0000n;

const LOOP = Uint32Array.of(
  encode(encodingOf("ecall"), {}),
  encode(encodingOf("jal"), { rd: 0, imm: -4 }),
);

const NUMBERS = new Map(SYSCALLS.map(({ name, number }) => [name, number]));

/** A process whose system calls the test makes. */
export class Caller {
  readonly process: Process;
  /** The outcome of the last call; "limit" when the process continues. */
  outcome: Outcome = { kind: "limit" };

  /** A new process. */
  constructor(options: ProcessOptions = {}) {
    const code = { read: true, write: false, execute: true };
    const data = { read: true, write: true, execute: false };
    this.process = new Process({
      entry: ENTRY,
      segments: [
        { address: ENTRY, data: new Uint8Array(LOOP.buffer), size: 8, ...code },
        { address: DATA, data: new Uint8Array(), size: 0x1_0000, ...data },
      ],
    }, options);
  }

  /** Makes a call by name or number; returns a0, signed. */
  call(call: string | number, ...args: (number | bigint)[]): bigint {
    const number = typeof call === "number" ? call : NUMBERS.get(call);
    if (number === undefined) throw new RangeError(`Cannot call ${call}: there is no such row`);
    const { registers } = this.process.machine;
    registers.set(17, BigInt.asUintN(64, BigInt(number)));
    for (let index = 0; index < 6; index++) {
      registers.set(10 + index, BigInt.asUintN(64, BigInt(args[index] ?? 0)));
    }
    this.process.machine.pc = ENTRY;
    this.outcome = this.process.step();
    return registers.getSigned(10);
  }

  /** Makes a call; returns a0, or the name of the error. */
  answer(call: string | number, ...args: (number | bigint)[]): number | string {
    const result = this.call(call, ...args);
    const error = result < 0n ? describeError(Number(-result)) : undefined;
    return error?.name ?? Number(result);
  }

  /** Stores bytes at an address, {@link DATA} by default; returns the address. */
  put(bytes: Uint8Array | string | bigint[], address = DATA): bigint {
    const raw = typeof bytes === "string"
      ? new TextEncoder().encode(bytes)
      : Array.isArray(bytes)
      ? new Uint8Array(BigInt64Array.from(bytes).buffer)
      : bytes;
    this.process.machine.memory.write(address, raw);
    return address;
  }

  /** The 64-bit words at an address, signed. */
  words(count: number, address = DATA): bigint[] {
    const bytes = this.process.machine.memory.read(address, count * 8);
    return [...new BigInt64Array(bytes.buffer)];
  }

  /** What the process wrote to descriptor 1. */
  get stdout(): string {
    return new TextDecoder().decode(this.process.output.stdout);
  }

  /** See {@link Process.dispose}. */
  [Symbol.dispose](): void {
    this.process.dispose();
  }
}
