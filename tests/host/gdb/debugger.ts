// SPDX-License-Identifier: MPL-2.0
// A debugger of a few lines, at the other end of a connection in memory: it sends packets and takes answers.

import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { bytesOf, frame, PacketReader, textOf } from "../../../host/gdb/packets.ts";
import { GdbServer, type SessionEnd } from "../../../host/gdb/server.ts";
import { GdbSession } from "../../../host/gdb/session.ts";
import { Process } from "../../../host/process.ts";
import type { Connection } from "../../../host/remote/arrivals.ts";
import { Timeline } from "../../../host/timeline/timeline.ts";

/** The program. */
export const PROGRAM: Program = build([{
  name: "debugged.s",
  text: Deno.readTextFileSync(new URL("debugged.s", import.meta.url)),
}]);

/** The address of a symbol of the program. */
export function addressOf(name: string): bigint {
  const symbol = PROGRAM.symbol(name);
  if (symbol === undefined) throw new RangeError(`Cannot find the symbol ${name}`);
  return symbol.value;
}

/** A debugger with a process to debug. */
export class Debugger implements AsyncDisposable {
  readonly process = new Process(PROGRAM);
  readonly timeline = new Timeline(this.process);
  readonly #reader = new PacketReader();
  readonly #toServer: Uint8Array[] = [];
  readonly #answers: string[] = [];
  /** Bytes that the server sent outside of packets. */
  marks = "";
  #wakeServer: () => void = () => {};
  #wake: () => void = () => {};
  #closed = false;
  /** How the session ended. */
  readonly end: Promise<SessionEnd>;

  constructor() {
    const session = new GdbSession(this.process, this.timeline, {
      path: "/debugged",
      monitor: (command) => command === "when" ? `${this.timeline.position}` : undefined,
    });
    const connection: Connection = {
      read: async () => {
        while (this.#toServer.length === 0) {
          if (this.#closed) return undefined;
          await new Promise<void>((resolve) => this.#wakeServer = resolve);
        }
        return this.#toServer.shift();
      },
      write: (bytes) => {
        if (bytes.length === 1) this.marks += textOf(bytes);
        for (const arrival of this.#reader.read(bytes)) {
          if (arrival.kind === "packet") this.#answers.push(textOf(arrival.data));
        }
        this.#wake();
        return Promise.resolve();
      },
    };
    const server = new GdbServer(connection, {
      session,
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
      readInput: () => Promise.resolve(),
    });
    this.end = server.serve();
  }

  /** Sends bytes as they are. */
  sendRaw(bytes: Uint8Array): void {
    this.#toServer.push(bytes);
    this.#wakeServer();
  }

  /** Sends a packet and takes the answer. */
  async ask(text: string): Promise<string> {
    this.sendRaw(frame(bytesOf(text)));
    return await this.answer();
  }

  /** The next packet of the server. */
  async answer(): Promise<string> {
    while (this.#answers.length === 0) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return this.#answers.shift() ?? "";
  }

  /** Breaks the connection. */
  close(): void {
    this.#closed = true;
    this.#wakeServer();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.end;
    this.process.dispose();
  }
}
