// SPDX-License-Identifier: MPL-2.0
// Makes archives like GNU ar, for tests that run without it: a symbol index, a table of long names, members
// at even offsets.

import { ElfFile } from "../../../asm/object/elf/elf_file.ts";

const encoder = new TextEncoder();

/** A member: its name and its bytes. */
export type Member = readonly [name: string, bytes: Uint8Array];

/** How an archive is made. */
export interface ArchiveOptions {
  /** Whether there is an index; true by default. */
  readonly hasIndex?: boolean;
  /** Names that the index attributes to the first member, instead of those that members define. */
  readonly names?: readonly string[];
}

function header(name: string, size: number): Uint8Array {
  const fields = name.padEnd(16) + "0".padEnd(12) + "0".padEnd(6) + "0".padEnd(6) +
    "644".padEnd(8) +
    String(size).padEnd(10) + "`\n";
  return encoder.encode(fields);
}

function definedNames(bytes: Uint8Array): string[] {
  const file = new ElfFile(bytes, "member");
  const table = file.section(".symtab");
  return table === undefined
    ? []
    : file.symbols(table).filter(({ binding, section }) => binding !== 0 && section !== 0)
      .map(({ name }) => name);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function padded(bytes: Uint8Array): Uint8Array[] {
  return bytes.length % 2 === 0 ? [bytes] : [bytes, encoder.encode("\n")];
}

/** The bytes of an archive. */
export function makeArchive(members: readonly Member[], options: ArchiveOptions = {}): Uint8Array {
  let longNames = "";
  const parts = members.map(([name, bytes]) => {
    if (name.length < 16) return [header(`${name}/`, bytes.length), ...padded(bytes)];
    const at = longNames.length;
    longNames += `${name}/\n`;
    return [header(`/${at}`, bytes.length), ...padded(bytes)];
  });
  const table = encoder.encode(longNames);
  const names = options.names?.map((name) => [name, 0] as const) ??
    (options.hasIndex === false
      ? []
      : members.flatMap(([, bytes], index) =>
        definedNames(bytes).map((name) => [name, index] as const)
      ));
  const strings = encoder.encode(names.map(([name]) => `${name}\0`).join(""));
  const index = new Uint8Array(4 + names.length * 4 + strings.length);
  const tables = [
    ...(options.hasIndex === false ? [] : [header("/", index.length), ...padded(index)]),
    ...(table.length === 0 ? [] : [header("//", table.length), ...padded(table)]),
  ];
  let at = 8 + join(tables).length;
  const offsets = parts.map((part) => {
    const start = at;
    at += join(part).length;
    return start;
  });
  const view = new DataView(index.buffer);
  view.setUint32(0, names.length);
  names.forEach(([, member], position) => view.setUint32(4 + position * 4, offsets[member] ?? 0));
  index.set(strings, 4 + names.length * 4);
  // The index was added with its final size; its contents are complete by now.
  const head = [
    ...(options.hasIndex === false ? [] : [header("/", index.length), ...padded(index)]),
    ...(table.length === 0 ? [] : [header("//", table.length), ...padded(table)]),
  ];
  return join([encoder.encode("!<arch>\n"), ...head, ...parts.flat()]);
}
