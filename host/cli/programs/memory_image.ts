// SPDX-License-Identifier: MPL-2.0
// The bytes of a program's memory in a row, from its lowest address on, as `objcopy -O binary` writes them:
// without the zeros at the end.

import type { Segment } from "../../../cpu/memory/image.ts";
import { CommandError } from "../command_line/errors.ts";

const MAX_BYTES = 2 ** 30;

/**
 * The bytes from the first segment to the end of the last that has any.
 *
 * @throws {CommandError} when they are too many
 */
export function memoryImage(segments: readonly Segment[]): Uint8Array<ArrayBuffer> {
  const filled = segments.filter(({ data }) => data.length > 0);
  const start = filled.reduce((least, { address }) => address < least ? address : least, 2n ** 64n);
  const ends = filled.map(({ address, data }) => Number(address - start) + data.length);
  const size = Math.max(0, ...ends);
  if (size > MAX_BYTES) {
    throw new CommandError(`Cannot write the image: it would have ${size} bytes`);
  }
  const bytes = new Uint8Array(size);
  for (const { address, data } of filled) bytes.set(data, Number(address - start));
  return bytes;
}
