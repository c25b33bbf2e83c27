// SPDX-License-Identifier: MPL-2.0
// Serves one client of the Debug Adapter Protocol over a connection: takes messages off the stream, answers
// requests one after the other, and sends events. Guarantees: it ends when the connection or the session
// does; whatever arrives gets an answer or is passed over with a note.

import { Arrivals, type Connection, isBroken } from "../remote/arrivals.ts";
import { type Arrival, frameMessage, MessageReader } from "./messages.ts";
import { RequestArguments, RequestError } from "./request_arguments.ts";
import { DapSession, type SessionOptions } from "./session.ts";

/** Serves one client. */
export class DapServer {
  readonly #connection: Connection;
  readonly #arrivals: Arrivals<Arrival>;
  readonly #session: DapSession;
  #sequence = 0;
  /** The end of what is being sent. */
  #sent: Promise<void> = Promise.resolve();

  /** Serves the client at the other end of a connection. */
  constructor(connection: Connection, options: Pick<SessionOptions, "launch">) {
    const reader = new MessageReader();
    this.#connection = connection;
    this.#arrivals = new Arrivals(connection, (bytes) => reader.read(bytes));
    this.#session = new DapSession({
      ...options,
      emit: (event, body) => this.#send({ type: "event", event, ...(body && { body }) }),
    });
  }

  /** Serves until the client disconnects. */
  async serve(): Promise<void> {
    using session = this.#session;
    try {
      while (!session.isClosed) {
        const arrival = await this.#arrivals.next();
        if (arrival === undefined) break;
        if (arrival.kind === "damaged") this.#note(arrival.reason);
        else await this.#answer(arrival.value);
      }
      await this.#sent;
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
  }

  async #answer(value: unknown): Promise<void> {
    const message = new RequestArguments(value);
    let request: { readonly command: string; readonly seq: number };
    try {
      // Responses are to requests of ours, and there are none.
      if (message.optionalText("type") === "response") return;
      request = { command: message.text("command"), seq: message.integer("seq") };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return this.#note(`a message is no request: ${error.message}`);
    }
    const { command, seq } = request;
    const response = { type: "response", request_seq: seq, command };
    try {
      const body = await this.#session.handle(command, message.object("arguments"));
      this.#send({ ...response, success: true, ...(body && { body }) });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { message: format } = error;
      // Braces are for variables of the message.
      const escaped = format.replace(/[{}]/g, (brace) => brace === "{" ? "(" : ")");
      const body = { error: { id: 1, format: escaped, showUser: command === "launch" } };
      this.#send({ ...response, success: false, message: format, body });
    }
  }

  /** Tells the client of something that cannot be answered. */
  #note(reason: string): void {
    const output = `leveret: ${reason}\n`;
    this.#send({ type: "event", event: "output", body: { category: "console", output } });
  }

  #send(message: object): void {
    const bytes = frameMessage({ seq: ++this.#sequence, ...message });
    this.#sent = this.#sent.then(() => this.#connection.write(bytes));
    // Whoever waits for the end sees the error.
    this.#sent.catch(() => {});
  }
}
