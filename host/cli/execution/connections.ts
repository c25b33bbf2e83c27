// SPDX-License-Identifier: MPL-2.0
// The connections on which other programs, debuggers and editors, drive a command: its standard streams, or a
// port of this computer, and no other.

import type { Connection } from "../../remote/arrivals.ts";
import { CommandError } from "../command_line/errors.ts";
import { printError } from "../command_line/output.ts";
import { invalidValue, parseCount } from "../command_line/values.ts";

/**
 * The port that an option gives; undefined if it was not given. 0 stands for any that is free.
 *
 * @throws {UsageError} for a number that is no port
 */
export function parsePort(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = parseCount(option, text);
  if (port > 65535) throw invalidValue(option, text, "must be from 0 to 65535");
  return port;
}

/** The connection by standard input and output. */
export function standardStreams(): Connection {
  return connectionOf(Deno.stdin, Deno.stdout);
}

/** What happens on a port. */
export interface PortService<End> {
  /** Who is awaited, as in "waiting for a debugger". */
  readonly client: string;
  /** How the client connects, given the port. */
  readonly advice: (port: number) => string;
  /** Serves a client; undefined when it has gone and another may come. */
  readonly serve: (connection: Connection) => Promise<End | undefined>;
}

/**
 * Serves one client after the other on a port of this computer, until one brings it to an end.
 *
 * @throws {CommandError} when the port is not available
 */
export async function listen<End>(port: number, service: PortService<End>): Promise<End> {
  let listener: Deno.TcpListener;
  try {
    listener = Deno.listen({ hostname: "127.0.0.1", port });
  } catch (error) {
    const reason = error instanceof Deno.errors.AddrInUse
      ? "it is in use; --port 0 chooses another"
      : error instanceof Deno.errors.NotCapable
      ? "Deno has no permission for it; run leveret with --allow-net=127.0.0.1"
      : error instanceof Error
      ? error.message
      : String(error);
    throw new CommandError(`Cannot listen on port ${port} of 127.0.0.1: ${reason}`);
  }
  using _listener = listener;
  const { client, advice, serve } = service;
  printError(`leveret: waiting for ${client}: ${advice(listener.addr.port)}\n`);
  for (;;) {
    using socket = await listener.accept();
    const end = await serve(connectionOf(socket, socket));
    if (end !== undefined) return end;
    printError(`leveret: ${client.replace(/^an? /, "the ")} is gone; waiting for another\n`);
  }
}

/** Reads from one end and writes to the other. */
function connectionOf(
  input: { read(bytes: Uint8Array): Promise<number | null> },
  output: { write(bytes: Uint8Array): Promise<number> },
): Connection {
  const buffer = new Uint8Array(1 << 16);
  return {
    async read() {
      const count = await input.read(buffer);
      return count === null ? undefined : buffer.slice(0, count);
    },
    async write(bytes) {
      for (let at = 0; at < bytes.length;) at += await output.write(bytes.subarray(at));
    },
  };
}
