// SPDX-License-Identifier: MPL-2.0
// Reads archives of object files (`ar`): GNU archives, with their symbol index and table of long names, thin
// archives, whose members are separate files, and BSD archives. Takes the bytes of a file; members are read
// when a program needs a symbol that they define.

import type { Archive } from "../archive.ts";
import type { Diagnostics } from "../diagnostic.ts";
import type { ObjectFile } from "../object.ts";
import { ByteReader, FileFormatError } from "./byte_reader.ts";
import { readObject } from "./object_reader.ts";
import { isElf } from "./magic.ts";
import { StringTableReader } from "./string_table.ts";

const MAGIC_SIZE = 8;
const HEADER_SIZE = 60;
const SIZE_AT = 48;
const END_AT = 58;
const DECODER = new TextDecoder();

/** Reads the file of a thin archive's member; undefined when it cannot be read. */
export type ReadMember = (path: string) => Uint8Array | undefined;

/** How an archive is read. */
export interface ReadArchiveOptions {
  /** Reads members of a thin archive, whose paths are relative to it. Without it they are missing. */
  readonly readMember?: ReadMember;
}

/** A member, from its header. */
interface Member {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** An archive of object files. A program takes those that it needs. */
export class ObjectArchive implements Archive {
  readonly #reader: ByteReader;
  readonly #readMember: ReadMember | undefined;
  readonly #isThin: boolean;
  /** For each symbol, the offsets of the headers of the members that define it. */
  readonly #index = new Map<string, number[]>();
  readonly #members = new Map<number, Member>();
  readonly #objects = new Map<number, ObjectFile>();
  #longNames: StringTableReader | undefined;
  #hasIndex = false;

  /**
   * Reads the structure of an archive.
   *
   * @param name Its name in messages.
   * @throws {FileFormatError} When it is not an archive, or is damaged.
   */
  constructor(bytes: Uint8Array, readonly name: string, options: ReadArchiveOptions = {}) {
    this.#reader = new ByteReader(bytes, name);
    this.#readMember = options.readMember;
    const magic = DECODER.decode(bytes.subarray(0, MAGIC_SIZE));
    this.#isThin = magic === "!<thin>\n";
    if (!this.#isThin && magic !== "!<arch>\n") throw this.#reader.error("it is not an archive");
    this.#readHeaders();
    if (!this.#hasIndex) this.#makeIndex();
  }

  /** The symbols that the members define. */
  get names(): Iterable<string> {
    return this.#index.keys();
  }

  /** The names of the members, in order. */
  get members(): string[] {
    return [...this.#members.values()].map(({ name }) => name);
  }

  /**
   * The names and bytes of the members, in order.
   *
   * @throws {FileFormatError} When one cannot be read.
   */
  contents(): { readonly name: string; readonly bytes: Uint8Array }[] {
    return [...this.#members.values()].map((member) => ({
      name: member.name,
      bytes: this.#bytes(member),
    }));
  }

  /** The next member that defines a symbol and is not in `taken`; see `Archive.take`. */
  take(name: string, taken: Set<unknown>, diagnostics: Diagnostics): ObjectFile | undefined {
    const at = this.#index.get(name)?.find((offset) => !taken.has(offset));
    if (at === undefined) return undefined;
    taken.add(at);
    try {
      return this.#object(at);
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      diagnostics.add({
        severity: "error",
        message: error.reason,
        span: { file: error.file, line: 0, column: 0, length: 0, lineText: "" },
        notes: [],
      });
      return undefined;
    }
  }

  #object(at: number): ObjectFile {
    const known = this.#objects.get(at);
    if (known !== undefined) return known;
    const member = this.#members.get(at);
    if (member === undefined) {
      throw this.#reader.error(`its index refers to a member at byte ${at}, where there is none`);
    }
    const object = readObject(this.#bytes(member), `${this.name}(${member.name})`);
    this.#objects.set(at, object);
    return object;
  }

  #bytes({ name, offset, size }: Member): Uint8Array {
    if (!this.#isThin) return this.#reader.slice(offset, size, `the member ${name}`);
    const bytes = this.#readMember?.(name);
    if (bytes === undefined) {
      throw this.#reader.error(`it is a thin archive, and cannot read its member ${name}`);
    }
    return bytes;
  }

  #readHeaders(): void {
    const reader = this.#reader;
    let at = MAGIC_SIZE;
    while (at < reader.length) {
      const header = DECODER.decode(reader.slice(at, HEADER_SIZE, "a member header"));
      if (header.slice(END_AT) !== "`\n") {
        throw reader.error(`there is no valid member header at byte ${at}`);
      }
      const size = Number(header.slice(SIZE_AT, END_AT).trim() || NaN);
      const name = header.slice(0, 16).trimEnd();
      const offset = at + HEADER_SIZE;
      const isTable = name === "/" || name === "//" || name === "/SYM64/";
      const isInside = isTable || !this.#isThin;
      if (!Number.isSafeInteger(size) || size < 0) {
        throw reader.error(`the member at byte ${at} has no valid size`);
      }
      if (isInside) reader.need(offset, size, `the member at byte ${at}`);
      this.#readMemberHeader(name, at, offset, size);
      // Members start at even offsets.
      at = offset + (isInside ? size + size % 2 : 0);
    }
  }

  #readMemberHeader(name: string, at: number, offset: number, size: number): void {
    const reader = this.#reader;
    if (name === "//") {
      // Long names end with a slash and a newline; the reader expects a NUL.
      const names = reader.slice(offset, size, "its table of long names").map((byte) =>
        byte === 10 ? 0 : byte
      );
      this.#longNames = new StringTableReader(names, (reason) => reader.error(reason));
    } else if (name === "/") {
      this.#readIndex(offset, size, 4);
    } else if (name === "/SYM64/") {
      this.#readIndex(offset, size, 8);
    } else if (name.startsWith("#1/")) {
      const length = Number(name.slice(3));
      const own = DECODER.decode(reader.slice(offset, length, "the name of a member")).replace(
        /\0.*$/s,
        "",
      );
      // BSD's index is not read: #makeIndex() makes one.
      if (!own.startsWith("__.SYMDEF")) {
        this.#members.set(at, {
          name: own,
          offset: offset + length,
          size: Math.max(0, size - length),
        });
      }
    } else {
      const long = /^\/(\d+)$/.exec(name)?.[1];
      const full = long === undefined
        ? name
        : this.#longNames?.at(Number(long), "the name of a member") ?? name;
      this.#members.set(at, { name: full.replace(/\/$/, ""), offset, size });
    }
  }

  /** GNU's index, big-endian: the number of symbols, the offsets of their members, their names. */
  #readIndex(offset: number, size: number, width: 4 | 8): void {
    const reader = this.#reader;
    const bytes = reader.slice(offset, size, "its index");
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const number = (at: number) => width === 4 ? view.getUint32(at) : Number(view.getBigUint64(at));
    const count = size >= width ? number(0) : 0;
    if (width * (count + 1) > size) {
      throw reader.error(`its index is too short for ${count} symbols`);
    }
    const names = bytes.subarray(width * (count + 1));
    let at = 0;
    for (let index = 0; index < count; index++) {
      const end = names.indexOf(0, at);
      if (end < 0) throw reader.error("the names in its index are truncated");
      this.#add(DECODER.decode(names.subarray(at, end)), number(width * (index + 1)));
      at = end + 1;
    }
    this.#hasIndex = true;
  }

  #add(name: string, at: number): void {
    const list = this.#index.get(name);
    if (list === undefined) this.#index.set(name, [at]);
    else list.push(at);
  }

  /** Indexes the symbols that the members define. */
  #makeIndex(): void {
    for (const [at, member] of this.#members) {
      if (!isElf(this.#bytes(member))) continue;
      for (const { name, binding, section } of this.#object(at).symbols) {
        if (binding !== "local" && section !== "undefined") this.#add(name, at);
      }
    }
  }
}
