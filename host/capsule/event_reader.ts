// SPDX-License-Identifier: MPL-2.0
// Answers a replayed run as the host answered the recorded one: takes the events of a capsule in order, each at
// the question that it belongs to. Guarantees: whatever the bytes are, a question gets an answer of its kind or
// throws a CapsuleError.

import type { FileStatus, FileType } from "../kernel/files/file_system.ts";
import { BytesReader } from "./bytes.ts";
import { DivergenceError } from "./capsule_error.ts";
import {
  CODE_MASK,
  CODES,
  errorOf,
  FAILED,
  FILE_TYPES,
  type Question,
  QUESTIONS,
  RESERVED,
} from "./host_event.ts";
import { KnownContents } from "./known_contents.ts";
import { STATUS_FIELDS, statusWith } from "./status_fields.ts";

/** A node as an event describes it. */
export interface RecordedNode {
  /** What it is. */
  readonly type: FileType;
  /** The number of a directory. */
  readonly directory: number | undefined;
  /** Its status, if the lookup gave one. */
  readonly found: FileStatus | undefined;
}

/** Gives the answers. */
export class EventReader {
  /** What is known of files: see {@link KnownContents}. */
  readonly known = new KnownContents();
  readonly #events: BytesReader;
  readonly #data: BytesReader;
  readonly #instructions: () => number;
  readonly #inodes: bigint[] = [];
  readonly #statuses: (readonly bigint[])[] = [];
  #directories = 0;
  #quiet = 0;
  #isOver = false;

  /** The events and the data of a capsule; `instructions` says how far the replay is. */
  constructor(
    events: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
    instructions: () => number,
  ) {
    this.#events = new BytesReader(events);
    this.#data = new BytesReader(data);
    this.#instructions = instructions;
  }

  /** Whether all answers were given. */
  get isAtEnd(): boolean {
    return this.#events.isAtEnd && this.#data.isAtEnd;
  }

  /** Whether the recorded run asked this next. */
  isNext(question: Question): boolean {
    const code = this.#events.peek();
    return code !== undefined && (code & CODE_MASK) === CODES[question];
  }

  /**
   * Answers a question: by `read`, or with the recorded error. `reserve` gets the bytes of the process's memory
   * that it took.
   *
   * @throws {FileError} what the host answered
   * @throws {DivergenceError} when the recorded run asked something else
   */
  ask<T>(
    question: Question,
    read: (from: BytesReader) => T,
    reserve?: (bytes: number) => void,
  ): T {
    const first = this.#events.peek();
    if (first === undefined) {
      throw this.diverged(`it asks the host to ${question}, and the recording ends before`);
    }
    if ((first & CODE_MASK) !== CODES[question]) {
      const other = QUESTIONS[first & CODE_MASK] ?? "something else";
      throw this.diverged(`it asks the host to ${question} where it asked to ${other}`);
    }
    this.#begin(reserve);
    if ((first & FAILED) !== 0) throw this.#error();
    return read(this.#events);
  }

  /** Answers a question that mostly has no event. */
  askQuietly(reserve?: (bytes: number) => void): void {
    if (this.#isOver) return;
    const before = this.#quiet++;
    if (!this.isNext("close a file or write to a stream")) return;
    const first = this.#events.peek() ?? 0;
    // The count comes after what was reserved, which must not be reserved too early.
    const at = this.#events.position;
    let reserved = 0;
    this.#begin((bytes) => reserved = bytes);
    if (this.#events.count() !== before) {
      this.#events.back(at);
      return;
    }
    this.#quiet = 0;
    if (reserved !== 0) reserve?.(reserved);
    if ((first & FAILED) !== 0) throw this.#error();
  }

  /** How many bytes were read or written, of at most `of`; and the flag that came with it. */
  amount(of: number): { readonly count: number; readonly flag: number } {
    const value = this.#events.count();
    const flag = value % 2;
    const count = value === flag ? of : (value - flag) / 2 - 1;
    if (count > of) throw this.#events.damaged("an answer is too long");
    return { count, flag };
  }

  /** The next bytes that the program reads. */
  bytes(count: number): Uint8Array<ArrayBuffer> {
    return this.#data.raw(count);
  }

  /** A status. */
  status(): FileStatus {
    const number = this.inode();
    const before = this.#statuses[number];
    const mask = this.#events.byte();
    const values = STATUS_FIELDS.map((_, index) => {
      const old = before?.[index] ?? 0n;
      return (mask & 1 << index) === 0 ? old : old + this.#events.signed();
    });
    const status = statusWith(this.#inodes[number] ?? 0n, values);
    if (status === undefined) throw this.#events.damaged("a status makes no sense");
    this.#statuses[number] = values;
    return status;
  }

  /** The number of an inode. */
  inode(): number {
    const number = this.#events.count();
    if (number > this.#inodes.length) throw this.#events.damaged("an inode is missing");
    if (number === this.#inodes.length) this.#inodes.push(this.#events.signed());
    return number;
  }

  /** A node, or none. */
  node(): RecordedNode | undefined {
    const code = this.#events.byte();
    if (code === 0) return undefined;
    const type = FILE_TYPES[(code & 15) >> 1];
    if (type === undefined || (code & 1) === 0 || code > 31) {
      throw this.#events.damaged("a node makes no sense");
    }
    const directory = type === "directory" ? this.#events.count() : undefined;
    if (directory !== undefined && directory > this.#directories) {
      throw this.#events.damaged("a directory is missing");
    }
    if (directory === this.#directories) this.#directories++;
    return { type, directory, found: (code & 16) === 0 ? undefined : this.status() };
  }

  /** The replay ends: files that are closed from now on have no events. */
  finish(): void {
    this.#isOver = true;
  }

  /** The error for a replay that is another run. */
  diverged(what: string): DivergenceError {
    return new DivergenceError(this.#instructions(), what);
  }

  /** Takes the first byte of an event, and what it reserved. */
  #begin(reserve?: (bytes: number) => void): void {
    if ((this.#events.byte() & RESERVED) === 0) return;
    const bytes = this.#events.signed();
    if (bytes !== BigInt.asIntN(53, bytes)) throw this.#events.damaged("a number is too large");
    reserve?.(Number(bytes));
  }

  #error(): Error {
    const error = errorOf(this.#events.count());
    return error ?? this.#events.damaged("an error is unknown");
  }
}
