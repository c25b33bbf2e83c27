// SPDX-License-Identifier: MPL-2.0
// The files that the current command has read. They must not be written: output_file.ts asks.

/** The paths of the files; `-` is standard input. */
export const inputPaths: Set<string> = new Set();
