// SPDX-License-Identifier: MPL-2.0
// The errors that a memory checker finds: one for each place where the program makes it, however
// often it does.

import type { BlockPosition } from "./blocks.ts";
import type { CallStack } from "./call_stacks.ts";

/** What the program does wrong. */
export type ErrorKind =
  /** It accesses memory that it may not access. */
  | "invalid read"
  | "invalid write"
  /** It branches on a value that was never set, or uses one as an address. */
  | "undefined condition"
  | "undefined address"
  /** It passes a value that was never set to a system call, or has it read one from memory. */
  | "undefined system call argument"
  | "undefined system call buffer"
  /** It has a system call access memory that the program may not access. */
  | "inaccessible system call buffer"
  /** It frees what is no block; what was freed before is a kind of it. */
  | "invalid free"
  /** It frees a block in another way than it was allocated. */
  | "mismatched free"
  /** It copies between ranges that overlap. */
  | "overlap";

/** What is known of the address of an error. */
export interface AddressNote {
  /** The address. */
  readonly address: bigint;
  /** The heap block that it belongs to. */
  readonly block: BlockPosition | undefined;
  /** Otherwise where it is: `12 bytes below the stack pointer`, `in .data, 3 bytes after table`, or which variable was left. */
  readonly text: string | undefined;
}

/** An error, where it happened first. */
export interface MemoryError {
  /** What the program does wrong. */
  readonly kind: ErrorKind;
  /** What Valgrind prints, such as `Invalid read of size 4`. */
  readonly message: string;
  /** The call stack of the instruction. */
  readonly stack: CallStack;
  /** The address that it is about. */
  readonly address: AddressNote | undefined;
  /** The register with undefined bits: `leveret run --origin` shows where they come from. */
  readonly register: string | undefined;
  /** How often it happened. */
  count: number;
}

/** The errors of a run. */
export class ErrorLog {
  readonly #errors = new Map<string, MemoryError>();
  /** Errors that a suppression hides. */
  suppressed = 0;

  /** The errors, in the order in which they first happened. */
  get errors(): readonly MemoryError[] {
    return [...this.#errors.values()];
  }

  /** How many there were in all. */
  get count(): number {
    return this.errors.reduce((sum, { count }) => sum + count, 0);
  }

  /** Counts an error that happened before at the same place; false if it is new. */
  countAgain(message: string, { addresses }: CallStack): boolean {
    const error = this.#errors.get(keyOf(message, addresses));
    if (error === undefined) return false;
    error.count++;
    return true;
  }

  /** Adds a new error. */
  add(error: MemoryError): void {
    this.#errors.set(keyOf(error.message, error.stack.addresses), error);
  }
}

/** Errors are the same if their innermost four frames are, as in Valgrind. */
const keyOf = (message: string, addresses: readonly bigint[]): string =>
  `${message} ${addresses.slice(0, 4).join(" ")}`;
