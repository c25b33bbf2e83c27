// SPDX-License-Identifier: MPL-2.0
// Source files as an editor sees them: by their path where the host has them, and else by a number, under which
// their text is sent. Takes the names in the program's line table.

import { isRuntime } from "../symbols/locations.ts";
import type { Program, SourceLocation } from "../../asm/object/program.ts";
import { type RequestArguments, RequestError } from "./request_arguments.ts";

/** A source, as the protocol describes it. */
export interface DapSource {
  readonly name: string;
  readonly path?: string;
  readonly sourceReference?: number;
  readonly presentationHint?: "deemphasize";
}

/** Finds a source file on the host: its absolute path, if it is there. */
export type FindPath = (file: string) => string | undefined;

/** No source has more lines. */
const MAX_LINES = 1_000_000;

/** The sources of one program. */
export class Sources {
  readonly #program: Program | undefined;
  readonly #findPath: FindPath;
  readonly #sources = new Map<string, DapSource>();
  /** Files by their number, less one. */
  readonly #referred: string[] = [];

  /** The sources of a program, which are looked for on the host. */
  constructor(program: Program | undefined, findPath: FindPath) {
    this.#program = program;
    this.#findPath = findPath;
  }

  /** The source of a location. */
  of({ file, line }: SourceLocation): DapSource {
    const known = this.#sources.get(file);
    if (known !== undefined) return known;
    const name = file.slice(file.lastIndexOf("/") + 1);
    const path = this.#findPath(file);
    const isHidden = isRuntime({ symbol: undefined, location: { file, line }, source: undefined });
    const source: DapSource = {
      name,
      ...(path === undefined ? { sourceReference: this.#refer(file) } : { path }),
      ...(isHidden && { presentationHint: "deemphasize" }),
    };
    this.#sources.set(file, source);
    return source;
  }

  /** The text of a source that the host does not have. */
  text(reference: number): string {
    const file = this.#referred[reference - 1];
    if (file === undefined) throw new RequestError(`there is no source ${reference}`);
    const lines: string[] = [];
    for (let line = 1; line <= MAX_LINES; line++) {
      const text = this.#program?.lines.text({ file, line });
      if (text === undefined) break;
      lines.push(text);
    }
    if (lines.length === 0) throw new RequestError(`the text of ${file} is not known`);
    return lines.join("\n");
  }

  /** The name in the line table of a source that a request names. */
  nameOf(request: RequestArguments): string {
    const source = request.object("source");
    const path = source.optionalText("path");
    const referred = this.#referred[(source.optionalInteger("sourceReference") ?? 0) - 1];
    if (referred !== undefined) return referred;
    for (const [file, source] of this.#sources) {
      if (path !== undefined && source.path === path) return file;
    }
    const wanted = path ?? source.optionalText("name");
    if (wanted === undefined) throw new RequestError("the source has neither a path nor a name");
    return wanted;
  }

  #refer(file: string): number {
    return this.#referred.push(file);
  }
}
