// SPDX-License-Identifier: MPL-2.0
// Frames and source excerpts for pages, from the lines of one program.

import type { Program, SourceLocation } from "../../asm/object/program.ts";
import { printable } from "../../asm/object/printable.ts";
import type { PageFrame, SourceExcerpt } from "../report_page/data.ts";
import { type CodeLocation, formatSourceLocation, isRuntime } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";

/** Lines shown before and after the one that counts. */
const AROUND = 3;

/** A frame of any kind of call stack. */
export interface NamedFrame {
  /** The pc, or a return address. */
  readonly address: bigint;
  /** The function. */
  readonly name: string | undefined;
  /** The line. */
  readonly location: SourceLocation | undefined;
}

/** The frame of a location. */
export function frameOf(frame: CodeLocation & { readonly address: bigint }): NamedFrame {
  return { address: frame.address, name: frame.symbol, location: frame.location };
}

/** A frame for the page. */
export function pageFrame({ address, name, location }: NamedFrame): PageFrame {
  return {
    address: hex(address),
    function: name === undefined ? undefined : printable(name),
    location: location && formatSourceLocation(location),
  };
}

/** Frames for the page; equal ones in a row become one. */
export function pageFrames(frames: readonly NamedFrame[], most: number): PageFrame[] {
  const found: (PageFrame & { times: number })[] = [];
  let last: bigint | undefined;
  for (const frame of frames) {
    const before = found.at(-1);
    if (before !== undefined && frame.address === last) before.times++;
    else if (found.length === most) break;
    else found.push({ ...pageFrame(frame), times: 1 });
    last = frame.address;
  }
  return found.map(({ times, ...frame }) => times === 1 ? frame : { ...frame, times });
}

/** The source lines of one program. */
export class Excerpts {
  readonly #lines: Program["lines"] | undefined;

  /** Without a program, there are none. */
  constructor(program: Pick<Program, "lines"> | undefined) {
    this.#lines = program?.lines;
  }

  /** The lines around a location. */
  at(location: SourceLocation | undefined): SourceExcerpt | undefined {
    if (location === undefined || this.#textOf(location) === undefined) return undefined;
    const { file, line } = location;
    const first = Math.max(1, line - AROUND);
    const text: string[] = [];
    for (let at = first; at <= line + AROUND; at++) {
      const source = this.#textOf({ file, line: at });
      if (source === undefined) break;
      text.push(source.trimEnd());
    }
    return { file, line, first, text };
  }

  /** The lines around the innermost frame that is the program's own, or else around the innermost. */
  ofStack(frames: readonly NamedFrame[]): SourceExcerpt | undefined {
    const known = frames.filter(({ location }) => this.at(location) !== undefined);
    const own = known.find(({ name, location }) =>
      !isRuntime({ symbol: name, location, source: undefined })
    );
    return this.at((own ?? known[0])?.location);
  }

  #textOf(location: SourceLocation): string | undefined {
    return this.#lines?.text(location);
  }
}
