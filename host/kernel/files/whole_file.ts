// SPDX-License-Identifier: MPL-2.0
// All bytes of a regular file, for what reads files on behalf of the user rather than of the process.

import type { RegularFile } from "./file_system.ts";

/**
 * Reads a file from start to end.
 *
 * @throws {FileError} when it cannot be opened or read
 */
export function readWholeFile(node: RegularFile): Uint8Array {
  const handle = node.open({ read: true, write: false });
  try {
    const bytes = new Uint8Array(handle.status().size);
    let end = 0;
    for (let count = -1; count !== 0 && end < bytes.length; end += count) {
      count = handle.read(bytes.subarray(end), end);
    }
    return bytes.subarray(0, end);
  } finally {
    handle.close();
  }
}
