// SPDX-License-Identifier: MPL-2.0
// The messages of the Debug Adapter Protocol: a header with `Content-Length`, an empty line, and JSON. Takes the
// bytes of a connection, in any pieces. Guarantees: whatever arrives, the reader goes on at the next header,
// and keeps at most one message of limited size.

/** The most bytes of a message's JSON. */
export const MAX_MESSAGE = 1 << 24;
/** The most bytes of a header; beyond that, nothing is one. */
const MAX_HEADER = 1 << 10;

/** What arrives from a client. */
export type Arrival =
  /** A JSON value, of whatever kind. */
  | { readonly kind: "message"; readonly value: unknown }
  /** Bytes that are no message, and why. */
  | { readonly kind: "damaged"; readonly reason: string };

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

const encoder = new TextEncoder();
const headerDecoder = new TextDecoder("latin1");
const decoder = new TextDecoder("utf-8", { fatal: true });

/** The bytes of a message with that value. */
export function frameMessage(value: unknown): Uint8Array<ArrayBuffer> {
  const json = encoder.encode(JSON.stringify(value));
  const header = encoder.encode(`Content-Length: ${json.length}\r\n\r\n`);
  const bytes = new Uint8Array(header.length + json.length);
  bytes.set(header);
  bytes.set(json, header.length);
  return bytes;
}

/** Takes a stream of bytes apart. */
export class MessageReader {
  #header: number[] = [];
  /** The JSON that is arriving, and how many of its bytes have; undefined in a header. */
  #body: { readonly bytes: Uint8Array; count: number } | undefined;
  /** Bytes to skip: of a message that is too long. */
  #skipped = 0;

  /** What the next bytes of the stream bring. */
  *read(bytes: Uint8Array): Generator<Arrival> {
    for (let at = 0; at < bytes.length;) {
      if (this.#skipped > 0) {
        const count = Math.min(this.#skipped, bytes.length - at);
        this.#skipped -= count;
        at += count;
        continue;
      }
      const body = this.#body;
      if (body === undefined) {
        const arrival = this.#takeHeader(bytes[at++]!);
        if (arrival !== undefined) yield arrival;
        continue;
      }
      const part = bytes.subarray(at, at + body.bytes.length - body.count);
      body.bytes.set(part, body.count);
      body.count += part.length;
      at += part.length;
      if (body.count === body.bytes.length) {
        this.#body = undefined;
        yield parse(body.bytes);
      }
    }
  }

  /** Takes a byte of a header, which an empty line ends. */
  #takeHeader(byte: number): Arrival | undefined {
    const header = this.#header;
    header.push(byte);
    const isEnd = byte === LINE_FEED && header.at(-2) === CARRIAGE_RETURN &&
      header.at(-3) === LINE_FEED && header.at(-4) === CARRIAGE_RETURN;
    if (!isEnd && header.length < MAX_HEADER) return undefined;
    this.#header = [];
    if (!isEnd) return { kind: "damaged", reason: `no header in ${MAX_HEADER} bytes` };
    // What was damaged may lie in front of a header.
    const fields = headerDecoder.decode(Uint8Array.from(header));
    const digits = /Content-Length:[ \t]*(\d{1,15})[ \t]*\r\n/i.exec(fields)?.[1];
    if (digits === undefined) return { kind: "damaged", reason: "a header has no Content-Length" };
    const length = Number(digits);
    if (length > MAX_MESSAGE) {
      this.#skipped = length;
      return { kind: "damaged", reason: `a message has more than ${MAX_MESSAGE} bytes` };
    }
    if (length === 0) return parse(new Uint8Array());
    this.#body = { bytes: new Uint8Array(length), count: 0 };
    return undefined;
  }
}

function parse(bytes: Uint8Array): Arrival {
  try {
    return { kind: "message", value: JSON.parse(decoder.decode(bytes)) };
  } catch {
    return { kind: "damaged", reason: "a message is not JSON" };
  }
}
