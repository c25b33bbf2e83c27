// SPDX-License-Identifier: MPL-2.0
// From sources, objects and archives to a program in one step: assembles, links, and throws an error that
// carries all diagnostics when there is something wrong.

import type { Include } from "./state/assembly.ts";
import { assemble } from "./assembler.ts";
import { type Diagnostic, Diagnostics, formatDiagnostic } from "./object/diagnostic.ts";
import { link, type LinkOptions } from "./link/link.ts";
import type { ObjectFile } from "./object/object.ts";
import type { Program } from "./object/program.ts";
import type { SourceFile } from "./object/source.ts";
import { SourceArchive } from "./source_archive.ts";
import type { LinkInput } from "./link/symbol_resolution.ts";
import { type BrokenFile, reportUndefinedNames } from "./link/undefined_names.ts";

/** What build() may be given. */
export interface BuildOptions extends Omit<LinkOptions, "archive" | "diagnostics"> {
  /** Sources to take what is undefined from. Each is assembled only when it is needed. */
  readonly archive?: readonly SourceFile[];
  /**
   * The instruction set that all sources are assembled for, as `-march` of GNU as: `rv64gc`,
   * `rv64im_zba`. With C, instructions are compressed. Left out: all that the machine has, and no
   * compression.
   */
  readonly architecture?: string;
  /** Finds the files that `.include` names. Without it every `.include` is an error. */
  readonly include?: Include;
  /** Is given the warnings of a program that was built. */
  readonly onWarning?: (warning: Diagnostic) => void;
}

/** Sources that are no program. */
export class BuildError extends Error {
  /** What is wrong: 20 errors at most, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The number of errors, those not in the list included. */
  readonly errorCount: number;

  /** An error for these diagnostics, of which `errorCount` or fewer are errors. */
  constructor(diagnostics: readonly Diagnostic[], errorCount: number) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const first = errors[0];
    const place = first === undefined || first.span.line === 0
      ? ""
      : `${first.span.file}:${first.span.line}:${first.span.column}: `;
    const more = errorCount > 1 ? ` (and ${errorCount - 1} more)` : "";
    super(`Cannot build the program: ${place}${first?.message ?? "it has errors"}${more}`);
    this.name = "BuildError";
    this.diagnostics = diagnostics;
    this.errorCount = errorCount;
  }

  /** All diagnostics as text, and how many errors there are beyond them. */
  format(options: { readonly color?: boolean } = {}): string {
    const shown = this.diagnostics.filter(({ severity }) => severity === "error").length;
    const more = this.errorCount - shown;
    const lines = this.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, options));
    if (more > 0) lines.push(`and ${more} more ${more === 1 ? "error" : "errors"}`);
    return lines.join("\n");
  }
}

/** What build() makes a program of: sources, and objects and archives of them that were read. */
export type BuildInput = SourceFile | LinkInput;

function isSource(input: BuildInput): input is SourceFile {
  return "text" in input;
}

/**
 * Assembles sources and links them, with the objects and archives among them, in the order given.
 *
 * @throws {BuildError} When the sources have errors, or do not go together.
 * @throws {ArchitectureError} When the architecture given is none.
 *
 * @example
 * ```ts
 * const program = build([{ name: "exit.s", text: ".globl _start\n_start: li a7, 93\necall\n" }]);
 * ```
 */
export function build(inputs: readonly BuildInput[], options: BuildOptions = {}): Program {
  const { include, onWarning, architecture, archive: sources, ...linkOptions } = options;
  const archive = sources === undefined ? undefined : new SourceArchive(sources, architecture);
  const diagnostics = new Diagnostics();
  const given: LinkInput[] = [];
  const objects: ObjectFile[] = [];
  const broken: BrokenFile[] = [];
  for (const input of inputs) {
    if (!isSource(input)) {
      given.push(input);
      if (!("take" in input)) objects.push(input);
      continue;
    }
    const { object, partial } = assemble(
      input,
      {
        diagnostics,
        ...(include !== undefined && { include }),
        ...(architecture !== undefined && { architecture }),
      },
    );
    if (object !== undefined) {
      given.push(object);
      objects.push(object);
    } else if (partial !== undefined) {
      broken.push({ source: input, object: partial });
    }
  }
  // What an archive defines is not looked up for a program that cannot be linked anyway.
  if (broken.length > 0 && !given.some((input) => "take" in input)) {
    reportUndefinedNames(broken, objects, archive, diagnostics);
  }
  const program = diagnostics.errorCount === 0
    ? link(given, { ...linkOptions, ...(archive !== undefined && { archive }), diagnostics })
      .program
    : undefined;
  if (program === undefined) throw new BuildError(diagnostics.list, diagnostics.errorCount);
  if (onWarning !== undefined) diagnostics.list.forEach(onWarning);
  return program;
}
