// SPDX-License-Identifier: MPL-2.0
// The files that commands write.

import { fileError } from "../command_line/errors.ts";

/** The mode of executable files. */
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

/** The working directory; undefined when Deno is not permitted to tell. */
export function workingDirectory(): string | undefined {
  try {
    return Deno.cwd();
  } catch {
    return undefined;
  }
}
