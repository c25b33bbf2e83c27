// SPDX-License-Identifier: MPL-2.0
// The names of addresses in traces and reports: symbol and source line. Takes a program; keeps
// the answers, because traces ask about the same few thousand addresses millions of times.

import { printable } from "../../asm/object/printable.ts";
import type { Program, SourceLocation } from "../../asm/object/program.ts";
import { sectionAt } from "../../asm/object/symbol_index.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { hex } from "../text/hex.ts";

/** The symbol and the source location of an address. */
export interface CodeLocation {
  /** The symbol that covers it and the offset from it, as `main+0x10`; undefined if there is none. */
  readonly symbol: string | undefined;
  /** The source line it came from. */
  readonly location: SourceLocation | undefined;
  /** The text of that line, trimmed. */
  readonly source: string | undefined;
}

/** The parts of a program that give addresses their names. */
export type Names = Pick<Program, "symbolAt" | "lines" | "sections">;

/** What stands for a symbol where a signal handler returns to, as in gdb. */
export const HANDLER_CALLED = "<signal handler called>";

/** Whether an image is a program with symbols and lines. */
export function hasNames<T extends object>(image: T): image is T & Program {
  return "symbolAt" in image && "lines" in image && "symbols" in image;
}

/** What is known of the module that holds an address: of the whole program, if it is the only one. */
export function moduleAt(image: Image, address: bigint): Image {
  return hasNames(image) ? image.moduleAt?.(address) ?? image : image;
}

const NOWHERE: CodeLocation = { symbol: undefined, location: undefined, source: undefined };

/** Looks up the locations of addresses in one program. */
export class CodeLocations {
  readonly #names: Names | undefined;
  readonly #cache = new Map<bigint, CodeLocation>();

  /** Locations in `program`; without one, every address is nowhere. */
  constructor(program: Names | undefined) {
    this.#names = program;
  }

  /** The location of an address. */
  at(address: bigint): CodeLocation {
    const known = this.#cache.get(address);
    if (known !== undefined) return known;
    const location = this.#find(address);
    this.#cache.set(address, location);
    return location;
  }

  /** The location of the call that returns to `returnAddress`; the offset is that of the address. */
  callBefore(returnAddress: bigint): CodeLocation {
    // The address may be in the next function; one less is inside the call, whatever its length.
    const location = this.at(returnAddress - 1n);
    const names = this.#names;
    if (names === undefined || location.symbol === undefined) return location;
    return { ...location, symbol: symbolic(names, returnAddress, returnAddress - 1n) };
  }

  #find(address: bigint): CodeLocation {
    const names = this.#names;
    if (names === undefined) return NOWHERE;
    const location = names.lines.find(address);
    const source = location === undefined ? undefined : names.lines.text(location)?.trim();
    return { symbol: symbolic(names, address, address), location, source };
  }
}

/** `main+0x10` for `address`, in terms of the symbol that covers `within`. */
function symbolic(names: Names, address: bigint, within: bigint): string | undefined {
  const isInside = sectionAt(names.sections, within) !== undefined;
  const symbol = isInside ? names.symbolAt(within) : undefined;
  if (symbol === undefined || symbol.section === undefined) return undefined;
  const distance = address - symbol.value;
  return distance === 0n ? symbol.name : `${symbol.name}+${hex(distance)}`;
}

/** The name of a symbol that {@link CodeLocation} gives, without the offset. */
export function withoutOffset(symbol: string): string {
  return symbol.replace(/\+0x[0-9a-f]+$/, "");
}

/** Whether a location is in the runtime that comes with Leveret or in Hare's, not in the program itself. */
export function isRuntime({ location, symbol }: CodeLocation): boolean {
  return symbol?.startsWith("rt.") === true || location?.file.startsWith("runtime/") === true;
}

/** `hello.s:12`. */
export function formatSourceLocation(location: SourceLocation): string {
  return `${printable(location.file)}:${location.line}`;
}

/** `main+0x10 at hello.s:12`, or just the address if nothing is known about it. */
export function formatLocation(address: bigint, location: CodeLocation): string {
  const name = location.symbol === undefined ? hex(address) : printable(location.symbol);
  return location.location === undefined
    ? name
    : `${name} at ${formatSourceLocation(location.location)}`;
}
