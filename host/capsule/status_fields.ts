// SPDX-License-Identifier: MPL-2.0
// The fields of a file's status, as numbers, in the order in which a capsule has them. Of the same file, only
// those that have changed are written, as the difference.

import type { FileStatus } from "../kernel/files/file_system.ts";
import { FILE_TYPES } from "./host_event.ts";

/** A field. */
interface StatusField {
  /** Its value. */
  readonly get: (status: FileStatus) => bigint;
}

/** All fields but the inode, at most eight. */
export const STATUS_FIELDS: readonly StatusField[] = [
  { get: ({ type }) => BigInt(FILE_TYPES.indexOf(type)) },
  { get: ({ mode }) => BigInt(mode) },
  { get: ({ links }) => BigInt(links) },
  { get: ({ size }) => BigInt(size) },
  { get: ({ blocks }) => BigInt(blocks) },
  { get: ({ accessed }) => accessed },
  { get: ({ modified }) => modified },
  { get: ({ changed }) => changed },
];

/** The status with those values; undefined when they make none. */
export function statusWith(
  inode: bigint,
  values: readonly bigint[],
): FileStatus | undefined {
  const [type = 0n, mode = 0n, links = 0n, size = 0n, blocks = 0n, ...times] = values;
  const [accessed = 0n, modified = 0n, changed = 0n] = times;
  const counts = [mode, links, size, blocks];
  const fileType = FILE_TYPES[Number(type)];
  if (fileType === undefined) return undefined;
  if (counts.some((count) => count < 0n || count > Number.MAX_SAFE_INTEGER)) return undefined;
  if ([inode, ...times].some((value) => value !== BigInt.asIntN(65, value))) return undefined;
  return {
    ...{ type: fileType, inode, accessed, modified, changed },
    ...{ mode: Number(mode), links: Number(links) },
    ...{ size: Number(size), blocks: Number(blocks) },
  };
}
