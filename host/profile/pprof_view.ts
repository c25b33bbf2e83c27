// SPDX-License-Identifier: MPL-2.0
// The profile for pprof: profile.proto (github.com/google/pprof, proto/profile.proto), compressed with
// gzip. A sample is a chain of calls with what its innermost function did itself.

import type { Profile } from "./profile.ts";
import { visitStacks } from "./stack_views.ts";

/** Wire types of protocol buffers. */
const WIRE = { varint: 0, bytes: 2 } as const;

/** The fields that are written, by message. */
const FIELD = {
  profile: { sampleType: 1, sample: 2, mapping: 3, location: 4, function: 5, strings: 6 },
  valueType: { type: 1, unit: 2 },
  sample: { location: 1, value: 2 },
  mapping: { id: 1, start: 2, limit: 3, file: 5, hasFunctions: 7, hasFiles: 8, hasLines: 9 },
  location: { id: 1, mapping: 2, address: 3, line: 4 },
  line: { function: 1, line: 2 },
  function: { id: 1, name: 2, systemName: 3, file: 4, startLine: 5 },
} as const;

/** A message that is being written. */
class Message {
  readonly bytes: number[] = [];

  number(field: number, value: number): this {
    this.#varint(field * 8 + WIRE.varint);
    this.#varint(value);
    return this;
  }

  message(field: number, { bytes }: { readonly bytes: ArrayLike<number> }): this {
    this.#varint(field * 8 + WIRE.bytes);
    this.#varint(bytes.length);
    for (let index = 0; index < bytes.length; index++) this.bytes.push(bytes[index] ?? 0);
    return this;
  }

  packed(field: number, values: readonly number[]): this {
    const packed = new Message();
    for (const value of values) packed.#varint(value);
    return this.message(field, packed);
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.bytes.push(rest % 0x80 + 0x80);
    this.bytes.push(rest);
  }
}

const EVENTS = ["instructions", "loads", "stores", "branches", "taken"] as const;

/** The bytes of a profile for pprof, before they are compressed. `name` is that of the program. */
export function pprofMessage(profile: Profile, name: string): Uint8Array<ArrayBuffer> {
  const strings = new Map([["", 0]]);
  const stringOf = (text: string): number => {
    const known = strings.get(text) ?? strings.size;
    strings.set(text, known);
    return known;
  };
  const out = new Message();
  for (const event of EVENTS) {
    const type = new Message().number(FIELD.valueType.type, stringOf(event));
    out.message(
      FIELD.profile.sampleType,
      type.number(FIELD.valueType.unit, stringOf("count")),
    );
  }
  const functions = new Map<number, number>();
  const locations = new Map<string, number>();
  const tables = new Message();
  const functionOf = (start: number): number => {
    const known = functions.get(start);
    if (known !== undefined) return known;
    const id = functions.size + 1;
    functions.set(start, id);
    const { name, location } = profile.functionAt(start);
    const message = new Message()
      .number(FIELD.function.id, id)
      .number(FIELD.function.name, stringOf(name))
      .number(FIELD.function.systemName, stringOf(name))
      .number(FIELD.function.file, stringOf(location?.file ?? ""))
      .number(FIELD.function.startLine, location?.line ?? 0);
    tables.message(FIELD.profile.function, message);
    return id;
  };
  /** The location in a function at an address: that of a call, or of its first instruction. */
  const locationOf = (start: number, address: number): number => {
    const key = `${start} ${address}`;
    const known = locations.get(key);
    if (known !== undefined) return known;
    const id = locations.size + 1;
    locations.set(key, id);
    const line = new Message()
      .number(FIELD.line.function, functionOf(start))
      .number(FIELD.line.line, profile.locationOf(address)?.line ?? 0);
    const message = new Message()
      .number(FIELD.location.id, id)
      .number(FIELD.location.mapping, 1)
      .number(FIELD.location.address, address)
      .message(FIELD.location.line, line);
    tables.message(FIELD.profile.location, message);
    return id;
  };
  visitStacks(profile.root, (stack) => {
    const innermost = stack.at(-1);
    if (innermost === undefined || innermost.instructions === 0) return;
    const ids = stack.map(({ start }, index) => {
      const site = stack[index + 1]?.site ?? 0;
      return locationOf(start, site === 0 ? start : site - 1);
    });
    const sample = new Message()
      .packed(FIELD.sample.location, ids.reverse())
      .packed(FIELD.sample.value, EVENTS.map((event) => innermost[event]));
    out.message(FIELD.profile.sample, sample);
  });
  const mapping = new Message()
    .number(FIELD.mapping.id, 1)
    .number(FIELD.mapping.start, 0)
    .number(FIELD.mapping.limit, 2 ** 39)
    .number(FIELD.mapping.file, stringOf(name))
    .number(FIELD.mapping.hasFunctions, 1)
    .number(FIELD.mapping.hasFiles, 1)
    .number(FIELD.mapping.hasLines, 1);
  out.message(FIELD.profile.mapping, mapping);
  const encoder = new TextEncoder();
  const texts = new Message();
  for (const text of strings.keys()) {
    texts.message(FIELD.profile.strings, { bytes: encoder.encode(text) });
  }
  return Uint8Array.from([out, tables, texts].flatMap(({ bytes }) => bytes));
}

/** The bytes of a profile for pprof. */
export async function pprofView(profile: Profile, name: string): Promise<Uint8Array> {
  const compressed = new Blob([pprofMessage(profile, name)]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}
