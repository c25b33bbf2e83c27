// SPDX-License-Identifier: MPL-2.0
// Source lines as a debugger needs them: the line of an address, the code of a line, and where a function's own
// code begins after its prologue. Takes a program; knows the libraries that it has loaded so far.

import { didYouMean, nearestName } from "../../asm/text/nearest_name.ts";
import type { Program, SourceLocation } from "../../asm/object/program.ts";

/** Code that comes from one line. */
export interface LineCode {
  /** Address of the first byte. */
  readonly start: bigint;
  /** Address after the last one. */
  readonly end: bigint;
  /** The line. */
  readonly location: SourceLocation;
}

const ASSEMBLY = /\.[sS]$/;

/** The lines of one program. */
export class SourceLines {
  readonly #program: Program;
  #modules = -1;
  #all: readonly LineCode[] = [];
  readonly #byFile = new Map<string, LineCode[]>();

  /** The lines of a program. */
  constructor(program: Program) {
    this.#program = program;
  }

  /** All code that comes from lines, by address. */
  get all(): readonly LineCode[] {
    const modules = this.#program.modules?.length ?? 0;
    if (modules !== this.#modules) {
      this.#modules = modules;
      this.#all = [...this.#program.lines.entries()].map(({ address, end, location }) => ({
        start: address,
        end,
        location,
      })).sort((a, b) => a.start < b.start ? -1 : a.start > b.start ? 1 : 0);
      this.#byFile.clear();
      for (const code of this.#all) {
        const known = this.#byFile.get(code.location.file);
        if (known === undefined) this.#byFile.set(code.location.file, [code]);
        else known.push(code);
      }
    }
    return this.#all;
  }

  /** The files that have code. */
  get files(): readonly string[] {
    this.all;
    return [...this.#byFile.keys()];
  }

  /** The code around an address that comes from the same line. */
  at(address: bigint): LineCode | undefined {
    const { all } = this;
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (all[middle]!.start <= address) low = middle + 1;
      else high = middle;
    }
    const code = all[low - 1];
    return code !== undefined && address < code.end ? code : undefined;
  }

  /**
   * The file of a name: the whole path, its end, or its last part.
   *
   * @throws {RangeError} when there is none, with the nearest name
   */
  file(name: string): string {
    const { files } = this;
    if (files.includes(name)) return name;
    const found = files.find((file) => file.endsWith(`/${name}`)) ??
      files.find((file) => name.endsWith(`/${file}`)) ??
      files.find((file) => basename(file) === basename(name));
    if (found !== undefined && basename(found) === basename(name)) return found;
    const near = nearestName(name, files.flatMap((file) => [file, basename(file)]));
    throw new RangeError(`no code comes from a file ${name}${didYouMean(near)}`);
  }

  /**
   * Where the code of a line begins, for breakpoints: if the line has none, that of the next line in the file
   * that has some. Several addresses when it has several parts.
   */
  codeOf(file: string, line: number): readonly LineCode[] {
    this.all;
    const inFile = this.#byFile.get(file) ?? [];
    let best = Infinity;
    for (const { location } of inFile) {
      if (location.line >= line && location.line < best) best = location.line;
    }
    const parts = inFile.filter(({ location }) => location.line === best);
    // Of the parts in one function the first counts, as it begins the line.
    const seen = new Set<bigint | undefined>();
    return parts.filter(({ start }) => {
      const owner = this.#program.symbolAt(start)?.value;
      if (seen.has(owner)) return false;
      seen.add(owner);
      return true;
    });
  }

  /** Where the body of a function begins: in C after the prologue, in assembly language at once. */
  bodyOf(start: bigint): bigint {
    const first = this.at(start);
    if (first === undefined || ASSEMBLY.test(first.location.file)) return start;
    const symbol = this.#program.symbolAt(start);
    const next = this.at(first.end);
    const isInside = next !== undefined &&
      (symbol === undefined || symbol.size === 0 ||
        next.start < symbol.value + BigInt(symbol.size));
    return isInside ? next.start : start;
  }
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
