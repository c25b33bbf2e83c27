// SPDX-License-Identifier: MPL-2.0
// Builds a program from sources, objects and archives in one step: assembles and links, and throws an
// error with all diagnostics if anything is wrong.

import type { Include } from "./state/assembly.ts";
import { assemble } from "./assembler.ts";
import { type Diagnostic, Diagnostics, formatDiagnostic } from "./object/diagnostic.ts";
import { link, type LinkOptions } from "./link/link.ts";
import type { ObjectFile } from "./object/object.ts";
import type { Program } from "./object/program.ts";
import type { SourceFile } from "./object/source.ts";
import { SourceArchive } from "./source_archive.ts";
import type { LinkInput } from "./link/resolution.ts";
import { type BrokenFile, reportUndefinedNames } from "./link/undefined_names.ts";

/** Options of {@link build}. */
export interface BuildOptions extends Omit<LinkOptions, "archive" | "diagnostics"> {
  /** Sources that define what is otherwise undefined. Each is assembled only when needed. */
  readonly archive?: readonly SourceFile[];
  /**
   * The architecture that all sources are assembled for, as in `-march` of GNU as: `rv64gc`,
   * `rv64im_zba`. With C, instructions are compressed. By default, all that the machine has, without
   * compression.
   */
  readonly architecture?: string;
  /** Finds the files of `.include` and `.incbin`. Without it, each of them is an error. */
  readonly include?: Include;
  /** Symbols that the sources find defined, as by `--defsym` of GNU as. */
  readonly symbols?: Readonly<Record<string, bigint>>;
  /** Called with each warning, if the program could be built. */
  readonly onWarning?: (warning: Diagnostic) => void;
}

/** The sources have errors, or cannot be linked. */
export class BuildError extends Error {
  /** Errors, at most 20, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The number of errors, including those not in the list. */
  readonly errorCount: number;

  /** An error with these diagnostics. `errorCount` counts all errors, also those left out. */
  constructor(diagnostics: readonly Diagnostic[], errorCount: number) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const first = errors[0];
    const location = first === undefined || first.span.line === 0
      ? ""
      : `${first.span.file}:${first.span.line}:${first.span.column}: `;
    const more = errorCount > 1 ? ` (and ${errorCount - 1} more)` : "";
    super(`Cannot build the program: ${location}${first?.message ?? "it has errors"}${more}`);
    this.name = "BuildError";
    this.diagnostics = diagnostics;
    this.errorCount = errorCount;
  }

  /** All diagnostics as text, and the number of errors left out. */
  format(options: { readonly color?: boolean } = {}): string {
    const shown = this.diagnostics.filter(({ severity }) => severity === "error").length;
    const more = this.errorCount - shown;
    const lines = this.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, options));
    if (more > 0) lines.push(`and ${more} more ${more === 1 ? "error" : "errors"}`);
    return lines.join("\n");
  }
}

/** An input of {@link build}: a source, or an object or archive that was read. */
export type BuildInput = SourceFile | LinkInput;

function isSource(input: BuildInput): input is SourceFile {
  return "text" in input;
}

/**
 * Assembles the sources among the inputs, and links everything in the given order.
 *
 * @throws {BuildError} When a source has errors, or the inputs cannot be linked.
 * @throws {ArchitectureError} When the architecture is invalid or not supported.
 *
 * @example
 * ```ts
 * const program = build([{ name: "exit.s", text: ".globl _start\n_start: li a7, 93\necall\n" }]);
 * ```
 */
export function build(inputs: readonly BuildInput[], options: BuildOptions = {}): Program {
  const { include, onWarning, architecture, archive: sources, symbols, ...linkOptions } = options;
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
        ...(symbols !== undefined && { symbols }),
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
  // What archives define is not looked up for a program that cannot be linked anyway.
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
