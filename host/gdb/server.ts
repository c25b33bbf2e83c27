// SPDX-License-Identifier: MPL-2.0
// Serves one debugger over a connection: takes packets off the stream, moves the process in slices, so that
// Ctrl-C is seen, and sends answers. Guarantees: it ends when the connection does.

import { Arrivals, type Connection, isBroken } from "../remote/arrivals.ts";
import { type Arrival, bytesOf, frame, PacketReader, toHex } from "./packets.ts";
import type { Direction, GdbSession, Reaction } from "./session.ts";

/** What a server needs to know. */
export interface ServerOptions {
  /** The session: it may have had other debuggers. */
  readonly session: GdbSession;
  /** Called between the slices of a run, to pass on what the process wrote. */
  readonly breathe: () => Promise<void>;
  /** Reads standard input for the process. */
  readonly readInput: () => Promise<void>;
}

/** How a session ended: the process is to go on alone, or to end; or the connection broke. */
export type SessionEnd = "detached" | "killed" | "ended" | "disconnected";

/** How long to wait for input before the next look at the debugger, in milliseconds. */
const PATIENCE = 50;

/** A server for one debugger. */
export class GdbServer {
  readonly #connection: Connection;
  readonly #options: ServerOptions;
  readonly #arrivals: Arrivals<Arrival>;
  #input: Promise<void> | undefined;
  #acknowledges = true;
  #lastSent = new Uint8Array();

  /** Serves the debugger at the other end of the connection. */
  constructor(connection: Connection, options: ServerOptions) {
    this.#connection = connection;
    this.#options = options;
    const reader = new PacketReader();
    this.#arrivals = new Arrivals(connection, (bytes) => reader.read(bytes));
  }

  /** Serves until the session ends. */
  async serve(): Promise<SessionEnd> {
    try {
      for (;;) {
        const arrival = await this.#arrivals.next();
        if (arrival === undefined) return "disconnected";
        const end = await this.#handle(arrival);
        if (end !== undefined) return end;
      }
    } catch (error) {
      if (isBroken(error)) return "disconnected";
      throw error;
    }
  }

  /** Shows text of the process in the debugger. */
  async show(bytes: Uint8Array): Promise<void> {
    await this.#send(`O${toHex(bytes)}`);
  }

  async #handle(arrival: Arrival): Promise<SessionEnd | undefined> {
    switch (arrival.kind) {
      case "interrupt":
        return undefined;
      case "again":
        await this.#connection.write(this.#lastSent);
        return undefined;
      case "damaged":
        if (this.#acknowledges) await this.#connection.write(bytesOf("-"));
        return undefined;
      case "packet": {
        if (this.#acknowledges) await this.#connection.write(bytesOf("+"));
        const reaction = this.#options.session.react(arrival.data);
        const end = await this.#carryOut(reaction);
        if (bytesEqual(arrival.data, "QStartNoAckMode")) this.#acknowledges = false;
        return end;
      }
    }
  }

  async #carryOut(reaction: Reaction): Promise<SessionEnd | undefined> {
    switch (reaction.kind) {
      case "answer":
        await this.#send(reaction.text);
        return undefined;
      case "leave":
        await this.#send(reaction.text);
        return reaction.goOn ? "detached" : "killed";
      case "move":
        return await this.#move(reaction.how);
    }
  }

  async #move(how: Direction): Promise<SessionEnd | undefined> {
    const { session, breathe } = this.#options;
    for (;;) {
      let stop = session.move(how);
      await breathe();
      if (typeof stop === "string") {
        if (stop === "input") await this.#waitForInput();
        const interrupt = this.#arrivals.take(({ kind }) => kind === "interrupt");
        if (interrupt === undefined && this.#arrivals.isClosed) return "disconnected";
        if (interrupt === undefined) continue;
        stop = session.interrupt();
      }
      await this.#send(stop.reply);
      return stop.ended ? "ended" : undefined;
    }
  }

  /** Waits for input a moment; reading goes on when that ends, because it cannot be stopped. */
  async #waitForInput(): Promise<void> {
    this.#input ??= this.#options.readInput().finally(() => this.#input = undefined);
    await Promise.race([this.#input, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }

  async #send(text: string): Promise<void> {
    this.#lastSent = frame(bytesOf(text));
    await this.#connection.write(this.#lastSent);
  }
}

const bytesEqual = (bytes: Uint8Array, text: string) =>
  bytes.length === text.length && bytesOf(text).every((byte, index) => byte === bytes[index]);
