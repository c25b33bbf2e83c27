// SPDX-License-Identifier: MPL-2.0
// The files that commands write.

import { fileError } from "../command_line/errors.ts";

/** The mode of files that can be run. */
export const EXECUTABLE = 0o755;

/**
 * Writes a file.
 *
 * @throws {CommandError} when it cannot be written.
 */
export function writeFile(
  path: string,
  bytes: Uint8Array,
  options: { readonly mode?: number } = {},
): void {
  try {
    Deno.writeFileSync(path, bytes, options);
  } catch (error) {
    throw fileError("write", path, error);
  }
}

/** The folder that names of files are seen from; undefined where that may not be known. */
export function workingFolder(): string | undefined {
  try {
    return Deno.cwd();
  } catch {
    return undefined;
  }
}
