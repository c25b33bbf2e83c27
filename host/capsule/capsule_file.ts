// SPDX-License-Identifier: MPL-2.0
// The file of a capsule, which host/README.md describes: a mark and a version, the size of what follows, and a
// gzip stream of parts, each with its number and size. Guarantees: reading takes no more memory than the file
// says, which has a limit, and damage is found.

import { BytesReader, BytesWriter } from "./bytes.ts";
import { CapsuleError } from "./capsule_error.ts";
import { MAX_RECORDED } from "./event_writer.ts";
import { isCapsule, MARK } from "./mark.ts";

/** The version of the format. */
const VERSION = 1;
/** The most bytes of all parts. */
const MAX_SIZE = MAX_RECORDED + 2 ** 28;

/** The parts, in the order of their numbers, which begin at 1. */
const PARTS = [
  "header",
  "program",
  "interpreter",
  "input",
  "sources",
  "events",
  "data",
  "checks",
] as const;

/** The name of a part. */
type PartName = (typeof PARTS)[number];

/** The parts of a capsule. */
export type Parts = Readonly<Partial<Record<PartName, Uint8Array<ArrayBuffer>>>>;

/** The file with these parts. */
export async function writeParts(parts: Parts): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (const [index, name] of PARTS.entries()) {
    const bytes = parts[name];
    if (bytes === undefined) continue;
    const head = new BytesWriter();
    head.byte(index + 1);
    head.count(bytes.length);
    pieces.push(head.bytes, bytes);
  }
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  if (size > MAX_SIZE) {
    throw new CapsuleError(`Cannot record the run: it would take ${size} bytes, which is too much`);
  }
  const file = new BytesWriter();
  file.raw(Uint8Array.from(MARK));
  file.byte(VERSION);
  file.count(size);
  const stream = new Blob(pieces).stream().pipeThrough(new CompressionStream("gzip"));
  for await (const chunk of stream) file.raw(chunk);
  return file.bytes;
}

/**
 * The parts in a file.
 *
 * @throws {CapsuleError} when it is no capsule, is of another version, or is damaged
 */
export async function readParts(file: Uint8Array<ArrayBuffer>): Promise<Parts> {
  if (!isCapsule(file)) throw new CapsuleError("Cannot read the capsule: it is not a capsule");
  const head = new BytesReader(file);
  head.raw(MARK.length);
  const version = head.byte();
  if (version !== VERSION) {
    throw new CapsuleError(
      `Cannot read the capsule: it has version ${version} of the format, and this Leveret reads ${VERSION}`,
    );
  }
  const size = head.count();
  if (size > MAX_SIZE) throw head.damaged("its size makes no sense");
  const body = await unpack(file.subarray(head.position), size);
  if (body === undefined) throw head.damaged("its contents are not those that were written");
  const reader = new BytesReader(body);
  const parts: Partial<Record<PartName, Uint8Array<ArrayBuffer>>> = {};
  let last = 0;
  while (!reader.isAtEnd) {
    const number = reader.byte();
    const name = PARTS[number - 1];
    if (name === undefined || number <= last) throw reader.damaged(`it has a part ${number}`);
    parts[name] = reader.block();
    last = number;
  }
  return parts;
}

/** Unpacks a gzip stream of `size` bytes; undefined when it is none. */
async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  size: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > size) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  if (length !== size) return undefined;
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
