// SPDX-License-Identifier: MPL-2.0
// mremap: shrinks, grows or moves a mapping, with Linux's checks in Linux's order (mm/mremap.c). A moved
// mapping keeps its bytes and permissions; its old addresses fault from then on.

import type { Mapping } from "../../../cpu/memory/memory.ts";
import { ERRNO } from "../abi/errno.ts";
import { MREMAP } from "../abi/memory_flags.ts";
import { isPageAligned, pageAlign } from "../memory/memory_manager.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

/** The arguments, with lengths in whole pages. */
interface Request {
  readonly start: bigint;
  readonly oldLength: bigint;
  readonly newLength: bigint;
  readonly target: bigint;
  readonly flags: number;
  readonly mapping: Mapping;
}

function mremap(call: SyscallContext): bigint | number {
  const start = call.arg(0);
  const oldLength = pageAlign(call.arg(1));
  const newLength = pageAlign(call.arg(2));
  const flags = Number(BigInt.asUintN(32, call.arg(3)));
  const has = (flag: number) => (flags & flag) !== 0;

  if (call.arg(3) > 0b111n) return -ERRNO.EINVAL;
  if (has(MREMAP.FIXED) && !has(MREMAP.MAYMOVE)) return -ERRNO.EINVAL;
  if (has(MREMAP.DONTUNMAP) && (!has(MREMAP.MAYMOVE) || oldLength !== newLength)) {
    return -ERRNO.EINVAL;
  }
  if (!isPageAligned(start) || newLength === 0n || newLength > call.kernel.memory.userEnd) {
    return -ERRNO.EINVAL;
  }
  const mapping = start < call.kernel.memory.userEnd ? call.memory.mappingAt(start) : undefined;
  if (mapping === undefined) return -ERRNO.EFAULT;

  const request = { start, oldLength, newLength, target: call.arg(4), flags, mapping };
  if (has(MREMAP.FIXED | MREMAP.DONTUNMAP)) return moveTo(call, request);
  if (newLength > oldLength) return grow(call, request);
  const error = shrink(call, request);
  return error === undefined ? start : -error;
}

/** Unmaps what is beyond the new length, or returns an error number. The old range may have holes. */
function shrink(
  call: SyscallContext,
  { start, oldLength, newLength }: Request,
): number | undefined {
  if (start + oldLength > call.kernel.memory.userEnd) return ERRNO.EINVAL;
  if (newLength < oldLength) call.kernel.memory.unmap(start + newLength, start + oldLength);
  return undefined;
}

/** The error for an old range that is not within one mapping. Duplicates (length 0) are not supported. */
function rangeError({ start, oldLength, mapping }: Request): number | undefined {
  if (oldLength > mapping.end - start) return ERRNO.EFAULT;
  return oldLength === 0n ? ERRNO.EINVAL : undefined;
}

function grow(call: SyscallContext, request: Request): bigint | number {
  const { memory } = call.kernel;
  const { start, oldLength, newLength, mapping } = request;
  const error = rangeError(request);
  if (error !== undefined) return -error;
  const more = newLength - oldLength;
  if (!memory.allows(more)) return -ERRNO.ENOMEM;
  const end = start + oldLength;
  if (
    mapping.end === end && end + more <= memory.userEnd && memory.canReplace([], end, end + more)
  ) {
    memory.map(end, more, mapping.permissions, mapping.name);
    return start;
  }
  if ((request.flags & MREMAP.MAYMOVE) === 0) return -ERRNO.ENOMEM;
  const target = memory.find(newLength, 0n);
  // While it is copied the mapping exists twice, but the limit counts it once.
  return target === undefined ? -ERRNO.ENOMEM : move(call, request, target);
}

function moveTo(call: SyscallContext, request: Request): bigint | number {
  const { memory } = call.kernel;
  const { start, newLength, target } = request;
  let { oldLength } = request;
  const isFixed = (request.flags & MREMAP.FIXED) !== 0;
  const keeps = (request.flags & MREMAP.DONTUNMAP) !== 0;
  if (!isPageAligned(target) || target > memory.userEnd - newLength) return -ERRNO.EINVAL;
  if (isFixed && target === 0n) return -ERRNO.EPERM;
  if (start + oldLength > target && target + newLength > start) return -ERRNO.EINVAL;
  if (oldLength > newLength) {
    const error = shrink(call, request);
    if (error !== undefined) return -error;
    oldLength = newLength;
  }
  const error = rangeError({ ...request, oldLength });
  if (error !== undefined) return -error;
  const replaced = isFixed ? memory.within(target, target + newLength) : [];
  const added = newLength - (keeps ? 0n : oldLength);
  if (memory.hasTooMany || !memory.allows(added, replaced)) return -ERRNO.ENOMEM;

  if (!isFixed) {
    const found = memory.find(newLength, target);
    return found === undefined ? -ERRNO.ENOMEM : move(call, { ...request, oldLength }, found);
  }
  if (!memory.canReplace(replaced, target, target + newLength)) return -ERRNO.ENOMEM;
  if (replaced.length > 0) memory.unmap(target, target + newLength);
  return move(call, { ...request, oldLength }, target);
}

function move(call: SyscallContext, request: Request, target: bigint): bigint {
  const { memory } = call.kernel;
  const { start, oldLength, newLength, mapping, flags } = request;
  memory.map(target, newLength, mapping.permissions, mapping.name);
  call.memory.copyPages(start, target, Number(oldLength));
  if ((flags & MREMAP.DONTUNMAP) !== 0) memory.discard(memory.within(start, start + oldLength));
  else memory.unmap(start, start + oldLength);
  return target;
}

/** The calls of this file. */
export const MREMAP_CALLS: readonly SyscallRow[] = [
  row(216, "mremap", ["address", "size", "size", "mremap flags", "address"], mremap, "address"),
];
