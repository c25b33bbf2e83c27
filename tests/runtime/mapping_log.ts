// SPDX-License-Identifier: MPL-2.0
// Numbers the mappings of a process in the order they are made, and keeps what the process asked for, so
// that addresses and system calls can be compared independently of placement.
// Takes system call events; one log for each process.

import type { SyscallEvent } from "../../host/kernel/calls/syscall.ts";

/** The mmap and munmap calls of a process. */
export class MappingLog {
  readonly #starts: bigint[] = [];
  #calls: string[] = [];

  /** To be given to the process as a hook. */
  readonly onSyscall = ({ name, args, result, errorName }: SyscallEvent): void => {
    const [address = 0n, length = 0n] = args;
    if (name === "mmap") {
      this.#calls.push(errorName === undefined ? `map=${length}` : `map=${length}:${errorName}`);
      if (result !== undefined && errorName === undefined) this.#starts.push(result);
    } else if (name === "munmap") {
      const what = `unmap=${this.#starts.indexOf(address)},${length}`;
      this.#calls.push(errorName === undefined ? what : `${what}:${errorName}`);
    }
  };

  /** The calls since the last time: `map=LENGTH`, `unmap=M,LENGTH`, and `:ERROR` after a failed one. */
  take(): readonly string[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  /** The start of the M-th mapping. */
  start(mapping: number): bigint | undefined {
    return this.#starts[mapping];
  }
}
