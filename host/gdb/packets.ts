// SPDX-License-Identifier: MPL-2.0
// The packets of GDB's remote serial protocol (GDB manual, "Remote Protocol"): `$data#checksum`, with `}` before
// bytes that have a meaning of their own. Guarantees: whatever arrives, the reader goes on, and keeps at
// most one packet of limited size.

/** The most bytes of a packet's data, which the debugger is told. */
export const MAX_PACKET = 0x8000;

/** What arrives from a debugger. */
export type Arrival =
  /** The data of a packet with the right checksum. */
  | { readonly kind: "packet"; readonly data: Uint8Array }
  /** A packet that was damaged on the way, or is too long. */
  | { readonly kind: "damaged" }
  /** The last packet sent is to be sent again. */
  | { readonly kind: "again" }
  /** Ctrl-C. */
  | { readonly kind: "interrupt" };

const DOLLAR = 0x24;
const HASH = 0x23;
const MINUS = 0x2d;
const ESCAPE = 0x7d;
const STAR = 0x2a;
const CONTROL_C = 3;
const FLIPPED = 0x20;

const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");

/** The bytes of a packet with that data. */
export function frame(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = [DOLLAR];
  for (const byte of data) {
    if (byte === DOLLAR || byte === HASH || byte === ESCAPE || byte === STAR) {
      bytes.push(ESCAPE, byte ^ FLIPPED);
    } else bytes.push(byte);
  }
  let sum = 0;
  for (const byte of bytes.slice(1)) sum = (sum + byte) & 0xff;
  bytes.push(...encoder.encode(`#${sum.toString(16).padStart(2, "0")}`));
  return Uint8Array.from(bytes);
}

/** The characters of a packet's data: one for each byte. */
export const textOf = (data: Uint8Array): string => decoder.decode(data);

/** The bytes of characters, of which none is above 255. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Bytes as pairs of hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes that pairs of hexadecimal digits stand for; undefined when they are none. */
export function fromHex(digits: string): Uint8Array<ArrayBuffer> | undefined {
  if (digits.length % 2 !== 0 || !/^[\da-fA-F]*$/.test(digits)) return undefined;
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}

/** Takes a stream of bytes apart. */
export class PacketReader {
  #data: number[] = [];
  #state: "between" | "data" | "first digit" | "second digit" = "between";
  #sum = 0;
  #digits = "";

  /** What the next bytes of the stream bring. */
  *read(bytes: Uint8Array): Generator<Arrival> {
    for (const byte of bytes) {
      const arrival = this.#take(byte);
      if (arrival !== undefined) yield arrival;
    }
  }

  #take(byte: number): Arrival | undefined {
    switch (this.#state) {
      case "between":
        if (byte === DOLLAR) this.#begin();
        return byte === CONTROL_C
          ? { kind: "interrupt" }
          : byte === MINUS
          ? { kind: "again" }
          : undefined;
      case "data":
        if (byte === DOLLAR) this.#begin();
        else if (byte === HASH) this.#state = "first digit";
        else {
          this.#sum = (this.#sum + byte) & 0xff;
          if (this.#data.length <= MAX_PACKET) this.#data.push(byte);
        }
        return undefined;
      case "first digit":
        this.#digits = String.fromCharCode(byte);
        this.#state = "second digit";
        return undefined;
      case "second digit": {
        this.#state = "between";
        const digits = this.#digits + String.fromCharCode(byte);
        const isWhole = /^[\da-fA-F]{2}$/.test(digits) && Number.parseInt(digits, 16) === this.#sum;
        if (!isWhole || this.#data.length > MAX_PACKET) return { kind: "damaged" };
        return { kind: "packet", data: unescape(this.#data) };
      }
    }
  }

  #begin(): void {
    this.#state = "data";
    this.#data = [];
    this.#sum = 0;
  }
}

function unescape(data: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (let index = 0; index < data.length; index++) {
    const byte = data[index]!;
    if (byte === ESCAPE && index + 1 < data.length) bytes.push(data[++index]! ^ FLIPPED);
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
