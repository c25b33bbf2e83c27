// SPDX-License-Identifier: MPL-2.0
// A connection to a debugger or an editor, and what has arrived on it. Guarantees: arrivals come in their
// order, and one can be looked for among them while others wait; a connection that breaks has ended.

/** A connection to another program. */
export interface Connection {
  /** The next bytes that arrive; undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Sends bytes. */
  write(bytes: Uint8Array): Promise<void>;
}

/** The arrivals of a connection, as they come. */
export class Arrivals<Arrival> {
  readonly #queue: Arrival[] = [];
  #isClosed = false;
  #wake: () => void = () => {};

  /** Reads the connection to its end; `split` takes its bytes apart. */
  constructor(connection: Connection, split: (bytes: Uint8Array) => Iterable<Arrival>) {
    this.#pump(connection, split);
  }

  /** Whether nothing more will come. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The next arrival; undefined when the connection has ended. */
  async next(): Promise<Arrival | undefined> {
    while (this.#queue.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return this.#queue.shift();
  }

  /** Takes the first of those that wait for which the predicate holds. */
  take(isWanted: (arrival: Arrival) => boolean): Arrival | undefined {
    const index = this.#queue.findIndex(isWanted);
    return index < 0 ? undefined : this.#queue.splice(index, 1)[0];
  }

  async #pump(
    connection: Connection,
    split: (bytes: Uint8Array) => Iterable<Arrival>,
  ): Promise<void> {
    try {
      for (;;) {
        const bytes = await connection.read();
        if (bytes === undefined) break;
        for (const arrival of split(bytes)) this.#queue.push(arrival);
        this.#wake();
      }
    } catch {
      // A connection that breaks has ended.
    }
    this.#isClosed = true;
    this.#wake();
  }
}

/** Whether the error means that the other end has gone. */
export function isBroken(error: unknown): boolean {
  return error instanceof Error &&
    ["BrokenPipe", "ConnectionReset", "ConnectionAborted", "BadResource"].includes(error.name);
}
