// SPDX-License-Identifier: MPL-2.0
// Writes down what the host answers a run: events in the order of the questions, and apart from them the bytes
// that the program reads. A status is written as what has changed since the last one of its file. Guarantees:
// takes a limited amount of memory; a run that needs more cannot be recorded.

import { FileError, type FileNode, type FileStatus } from "../kernel/files/file_system.ts";
import { BytesWriter } from "./bytes.ts";
import { CapsuleError } from "./capsule_error.ts";
import { CODES, errorNumberOf, FAILED, FILE_TYPES, type Question, RESERVED } from "./host_event.ts";
import { KnownContents } from "./known_contents.ts";
import { STATUS_FIELDS } from "./status_fields.ts";

/** The most bytes that a recording may take. */
export const MAX_RECORDED = 2 ** 30;

/** How many bytes, and how many they can be. */
type Amount = { readonly count: number; readonly of: number };

/** Takes the answers of the host. */
export class EventWriter {
  /** What is known of files: see {@link KnownContents}. */
  readonly known = new KnownContents();
  readonly #events = new BytesWriter();
  readonly #data = new BytesWriter();
  readonly #inodes = new Map<bigint, number>();
  readonly #statuses = new Map<number, FileStatus>();
  /** Directories by the numbers under which the capsule knows them. */
  readonly #directories = new Map<object, number>();
  /** Bytes of the process's memory that the question in progress has taken. */
  #reserved = 0;
  /** Questions without an event since the last one of their kind that had one. */
  #quiet = 0;
  #isFull = false;
  /** How many instructions had retired at the last event. */
  #lastMoment = -1;
  readonly #instructions: () => number;

  /** Writes about a run; `instructions` says how far it is. */
  constructor(instructions: () => number) {
    this.#instructions = instructions;
  }

  /** The events. */
  get events(): Uint8Array<ArrayBuffer> {
    if (this.#isFull) {
      throw new CapsuleError(
        `Cannot record the run: it read more than ${MAX_RECORDED / 2 ** 20} MiB`,
      );
    }
    return this.#events.bytes;
  }

  /** What was read. */
  get data(): Uint8Array<ArrayBuffer> {
    return this.#data.bytes;
  }

  /** Takes note that a file system has taken that many bytes of the process's memory. */
  reserved(bytes: number): void {
    this.#reserved += bytes;
  }

  /** Asks the host, and writes its answer down with `write`, or the error. */
  ask<T>(question: Question, act: () => T, write: (answer: T, to: BytesWriter) => void): T {
    let answer: T;
    try {
      answer = act();
    } catch (error) {
      if (error instanceof FileError) this.#failed(question, error);
      throw error;
    }
    this.#begin(question, 0);
    write(answer, this.#events);
    this.#bound();
    return answer;
  }

  /** Asks the host for what nearly always succeeds: only then there is an event. */
  askQuietly(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof FileError) {
        this.#begin("close a file or write to a stream", FAILED);
        this.#events.count(this.#quiet);
        this.#events.count(errorNumberOf(error));
        this.#quiet = 0;
      }
      throw error;
    }
    if (this.#reserved === 0) {
      this.#quiet++;
      return;
    }
    this.#begin("close a file or write to a stream", 0);
    this.#events.count(this.#quiet);
    this.#quiet = 0;
  }

  /**
   * There is no standard input yet, and the system call will be made again. What it asked before will be asked
   * again, too; if that is nothing, there is nothing to write down.
   */
  waits(): void {
    if (this.#lastMoment === this.#instructions()) this.#begin("wait for standard input", 0);
  }

  /** A number of bytes; costs nothing when it is all. */
  amount({ count, of }: Amount, flag = 0): void {
    this.#events.count(2 * (count === of ? 0 : count + 1) + flag);
  }

  /** Bytes that the program reads. */
  bytes(bytes: Uint8Array): void {
    if (!this.#isFull) this.#data.raw(bytes);
  }

  /** The status of a file. */
  status(status: FileStatus): void {
    const number = this.inode(status.inode);
    const before = this.#statuses.get(number);
    this.#statuses.set(number, status);
    const changed = STATUS_FIELDS.filter(({ get }) =>
      before === undefined || get(status) !== get(before)
    );
    this.#events.byte(
      changed.reduce((mask, field) => mask | 1 << STATUS_FIELDS.indexOf(field), 0),
    );
    for (const { get } of changed) {
      this.#events.signed(get(status) - (before === undefined ? 0n : get(before)));
    }
  }

  /** An inode; returns its number in the capsule. */
  inode(inode: bigint): number {
    const known = this.#inodes.get(inode);
    const number = known ?? this.#inodes.size;
    this.#events.count(number);
    if (known === undefined) {
      this.#inodes.set(inode, number);
      this.#events.signed(inode);
    }
    return number;
  }

  /** A node, or none. */
  node(node: FileNode | undefined): void {
    if (node === undefined) {
      this.#events.byte(0);
      return;
    }
    const { type, found } = node;
    this.#events.byte(1 + 2 * FILE_TYPES.indexOf(type) + (found === undefined ? 0 : 16));
    if (type === "directory") {
      const number = this.#directories.get(node) ?? this.#directories.size;
      this.#directories.set(node, number);
      this.#events.count(number);
    }
    if (found !== undefined) this.status(found);
  }

  #failed(question: Question, error: FileError): void {
    this.#begin(question, FAILED);
    this.#events.count(errorNumberOf(error));
    this.#bound();
  }

  #begin(question: Question, flags: number): void {
    const reserved = this.#reserved;
    this.#reserved = 0;
    this.#lastMoment = this.#instructions();
    this.#events.byte(CODES[question] | flags | (reserved === 0 ? 0 : RESERVED));
    if (reserved !== 0) this.#events.signed(BigInt(reserved));
  }

  #bound(): void {
    if (this.#isFull || this.#events.length + this.#data.length <= MAX_RECORDED) return;
    this.#isFull = true;
  }
}
