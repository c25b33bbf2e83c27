// SPDX-License-Identifier: MPL-2.0
// The directories whose files a source, an archive or debug information may lead to: those of --include-root,
// or else those of the named files and of -I. Guarantees: with symlinks resolved, what is read lies in one of
// them; it is a regular file, so that reading it ends.

import { CommandError } from "../command_line/errors.ts";

/** What decides about the directories. */
export interface IncludeOptions {
  /** The files that the command line names. */
  readonly files?: readonly string[] | undefined;
  /** The directories of -I. */
  readonly includeDirectories?: readonly string[] | undefined;
  /** The directories of --include-root, which replace all others. */
  readonly includeRoots?: readonly string[] | undefined;
}

/** The directory of a file, as a prefix of paths: empty or with a slash at the end. */
export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The path with symlinks resolved; undefined when there is nothing. */
export function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch {
    return undefined;
  }
}

/** The directories that included files may be in. */
export class IncludeRoot {
  readonly #given: readonly string[];
  #real: readonly string[] | undefined;

  /** Those of the options. */
  constructor({ files = [], includeDirectories = [], includeRoots = [] }: IncludeOptions) {
    const usual = [...files.map((file) => directoryOf(file) || "."), ...includeDirectories];
    this.#given = includeRoots.length > 0 ? includeRoots : usual.length > 0 ? usual : ["."];
  }

  /** Their paths, with symlinks resolved. */
  get directories(): readonly string[] {
    return this.#real ??= [...new Set(this.#given.flatMap((path) => realPath(path) ?? []))];
  }

  /** Whether what a path leads to is in one of them. */
  contains(path: string): boolean {
    const real = realPath(path);
    return real !== undefined &&
      this.directories.some((directory) =>
        real.startsWith(directory === "/" ? directory : `${directory}/`)
      );
  }

  /** The error for a file outside. */
  refusal(path: string, from: string): CommandError {
    const given = [...new Set(this.#given)].map((directory) => directory.replace(/(.)\/$/, "$1"));
    return new CommandError(
      `Cannot read ${path}, which ${from} names: it is outside ${given.join(", ")}; ` +
        `--include-root DIR allows the files in DIR`,
    );
  }
}
