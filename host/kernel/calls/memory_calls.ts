// SPDX-License-Identifier: MPL-2.0
// The system calls that change mappings: mmap, munmap, mprotect, madvise, brk. mremap has a file of its own.
// They make Linux's checks in Linux's order, which decides the error that a program sees (mm/mmap.c,
// mm/mprotect.c, mm/madvise.c; man pages of section 2).

import { isElf } from "../../../asm/object/elf/magic.ts";
import type { Permissions } from "../../../cpu/memory/image.ts";
import { ERRNO } from "../abi/errno.ts";
import { MADV, MAP, PROT } from "../abi/memory_flags.ts";
import { O } from "../abi/open_flags.ts";
import { DeviceFile } from "../files/device_file.ts";
import { MAX_OFFSET, RegularOpenFile } from "../files/node_file.ts";
import type { OpenFile } from "../files/open_file.ts";
import { FileError, isRegularFile } from "../files/file_system.ts";
import { readWholeFile } from "../files/whole_file.ts";
import { isPageAligned, PAGE, pageAlign } from "../memory/memory_manager.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";
import { CHUNK_SIZE } from "./transfer.ts";

/** Bytes by which an ELF file is recognized. */
const ELF_PROBE = 4;

/** The permissions of PROT_ bits. RISC-V has no pages that are writable but not readable. */
function permissionsOf(prot: number): Permissions {
  return {
    read: (prot & (PROT.READ | PROT.WRITE)) !== 0,
    write: (prot & PROT.WRITE) !== 0,
    execute: (prot & PROT.EXEC) !== 0,
  };
}

function mmap(call: SyscallContext): bigint | number {
  const { memory, files } = call.kernel;
  const flags = call.int(3);
  const offset = call.arg(5);
  const anonymous = (flags & MAP.ANONYMOUS) !== 0;
  const fixed = (flags & (MAP.FIXED | MAP.FIXED_NOREPLACE)) !== 0;

  if (!isPageAligned(offset)) return -ERRNO.EINVAL;
  // A descriptor of O_PATH counts as none.
  const file = anonymous ? undefined : files.get(call.int(4));
  if (!anonymous && ((file?.flags ?? O.PATH) & O.PATH) !== 0) return -ERRNO.EBADF;
  if (call.arg(1) === 0n) return -ERRNO.EINVAL;
  const length = pageAlign(call.arg(1));
  if (length === 0n || length > memory.userEnd) return -ERRNO.ENOMEM;
  if (offset !== 0n && overflows(offset, length)) return -ERRNO.EOVERFLOW;

  const wanted = fixed ? call.arg(0) : call.arg(0) & ~(PAGE - 1n);
  if (fixed && wanted > memory.userEnd - length) return -ERRNO.ENOMEM;
  if (!isPageAligned(wanted)) return -ERRNO.EINVAL;
  // Page 0 is never mapped, so that a null pointer always faults.
  if (fixed && wanted === 0n) return -ERRNO.EPERM;
  const replaced = fixed ? memory.within(wanted, wanted + length) : [];
  if ((flags & MAP.FIXED_NOREPLACE) !== 0 && replaced.length > 0) return -ERRNO.EEXIST;

  const type = flags & MAP.TYPE;
  const isKnown = type === MAP.PRIVATE || type === MAP.SHARED ||
    (type === MAP.SHARED_VALIDATE && !anonymous);
  if (!isKnown || (type === MAP.SHARED && (flags & MAP.GROWSDOWN) !== 0)) return -ERRNO.EINVAL;
  if (!anonymous) {
    const error = mappingError(file, call.int(2), type !== MAP.PRIVATE);
    if (error !== 0) return -error;
  }
  // There are no huge pages.
  if (memory.hasTooMany) return -ERRNO.ENOMEM;
  if ((flags & MAP.HUGETLB) !== 0 || !memory.allows(length, replaced)) return -ERRNO.ENOMEM;

  const permissions = permissionsOf(call.int(2));
  const start = fixed ? wanted : memory.find(length, wanted);
  if (start === undefined) return -ERRNO.ENOMEM;
  if (fixed && !memory.canReplace(replaced, start, start + length)) return -ERRNO.ENOMEM;
  if (replaced.length > 0) memory.unmap(start, start + length);
  memory.map(start, length, permissions);
  if (!anonymous) {
    copyFile(call, start, Number(length), offset);
    if (offset === 0n) noteFile(call, start, start + length);
  }
  return start;
}

/** Tells of a shared library: its names are of use in traces and reports. */
function noteFile(call: SyscallContext, start: bigint, end: bigint): void {
  const { kernel, memory } = call;
  const file = kernel.files.get(call.int(4));
  if (kernel.onFileMapped === undefined || !(file instanceof RegularOpenFile)) return;
  const node = file.entry.node;
  if (!isElf(memory.read(start, ELF_PROBE, "any")) || !isRegularFile(node)) return;
  const read = () => {
    try {
      return readWholeFile(node);
    } catch (error) {
      // It may have been removed since.
      if (error instanceof FileError) return undefined;
      throw error;
    }
  };
  kernel.onFileMapped({ start, end, name: "shared library", read });
}

/** Whether the page numbers of a mapping in its file exceed 64 bits; offsets are signed. */
function overflows(offset: bigint, length: bigint): boolean {
  const firstPage = BigInt.asUintN(64, BigInt.asIntN(64, offset) >> 12n);
  return firstPage + length / PAGE >= 1n << 64n;
}

/**
 * The error number for a file that cannot be mapped; 0 when it can. A mapping is a copy, so a shared one that
 * would write to the file is refused.
 */
function mappingError(file: OpenFile | undefined, prot: number, isShared: boolean): number {
  if (file instanceof DeviceFile && file.isMappable) return file.readable ? 0 : ERRNO.EACCES;
  if (!(file instanceof RegularOpenFile)) return ERRNO.ENODEV;
  const writes = isShared && (prot & PROT.WRITE) !== 0;
  if ((writes && !file.writable) || !file.readable) return ERRNO.EACCES;
  return writes ? ERRNO.ENODEV : 0;
}

/** Copies the contents of a file into its mapping; what is beyond the end of the file stays zero. */
function copyFile(call: SyscallContext, start: bigint, length: number, offset: bigint): void {
  const file = call.kernel.files.get(call.int(4));
  if (!(file instanceof RegularOpenFile) || offset > MAX_OFFSET) return;
  for (let done = 0; done < length;) {
    const bytes = file.readAt(Number(offset) + done, Math.min(CHUNK_SIZE, length - done));
    if (bytes.length === 0) return;
    call.memory.write(start + BigInt(done), bytes, "any");
    done += bytes.length;
  }
}

function munmap(call: SyscallContext): number {
  const start = call.arg(0);
  const length = call.arg(1);
  const { memory } = call.kernel;
  if (!isPageAligned(start) || start > memory.userEnd || length > memory.userEnd - start) {
    return -ERRNO.EINVAL;
  }
  if (length === 0n) return -ERRNO.EINVAL;
  const end = start + pageAlign(length);
  if (!memory.maySplit(start, end, "unmap")) return -ERRNO.ENOMEM;
  memory.unmap(start, end);
  return 0;
}

function mprotect(call: SyscallContext): number {
  const { memory } = call.kernel;
  const asked = Number(BigInt.asUintN(32, call.arg(2)));
  const grows = asked & (PROT.GROWSDOWN | PROT.GROWSUP);
  const prot = asked & ~grows;
  let start = call.arg(0);
  if (grows === (PROT.GROWSDOWN | PROT.GROWSUP)) return -ERRNO.EINVAL;
  if (!isPageAligned(start)) return -ERRNO.EINVAL;
  if (call.arg(1) === 0n) return 0;
  const end = BigInt.asUintN(64, start + pageAlign(call.arg(1)));
  if (end <= start) return -ERRNO.ENOMEM;
  if ((prot & ~(PROT.READ | PROT.WRITE | PROT.EXEC | PROT.SEM)) !== 0) return -ERRNO.EINVAL;

  if (grows !== 0) {
    const [first] = memory.within(start, end);
    if (first === undefined) return -ERRNO.ENOMEM;
    // Only the stack grows, downwards: its permissions change from its lowest page on.
    if (grows === PROT.GROWSUP || first.name !== "[stack]") return -ERRNO.EINVAL;
    start = call.memory.mappingAt(first.start)?.start ?? first.start;
  }
  if (!memory.maySplit(start, end, "protect")) return -ERRNO.ENOMEM;
  return memory.protect(start, end, permissionsOf(prot)) ? 0 : -ERRNO.ENOMEM;
}

/** The effect of an advice. */
type Effect = "nothing" | "discard" | { readonly error: number };

const EFFECTS: Readonly<Record<keyof typeof MADV, Effect>> = {
  NORMAL: "nothing",
  RANDOM: "nothing",
  SEQUENTIAL: "nothing",
  WILLNEED: "nothing",
  DONTNEED: "discard",
  // Linux may keep the contents for any time; here they are always kept.
  FREE: "nothing",
  REMOVE: { error: ERRNO.EINVAL },
  DONTFORK: "nothing",
  DOFORK: "nothing",
  MERGEABLE: "nothing",
  UNMERGEABLE: "nothing",
  HUGEPAGE: "nothing",
  NOHUGEPAGE: "nothing",
  DONTDUMP: "nothing",
  DODUMP: "nothing",
  WIPEONFORK: "nothing",
  KEEPONFORK: "nothing",
  COLD: "nothing",
  PAGEOUT: "nothing",
  POPULATE_READ: "nothing",
  POPULATE_WRITE: "nothing",
  DONTNEED_LOCKED: "discard",
  COLLAPSE: { error: ERRNO.EINVAL },
  HWPOISON: { error: ERRNO.EPERM },
  SOFT_OFFLINE: { error: ERRNO.EPERM },
};

const EFFECT_OF: ReadonlyMap<number, Effect> = new Map(
  Object.entries(MADV).map(([name, advice]) => [advice, EFFECTS[name as keyof typeof MADV]]),
);

function madvise(call: SyscallContext): number {
  const { memory } = call.kernel;
  const start = call.arg(0);
  const length = pageAlign(call.arg(1));
  const end = BigInt.asUintN(64, start + length);
  const effect = EFFECT_OF.get(call.int(2));
  if (effect === undefined || !isPageAligned(start)) return -ERRNO.EINVAL;
  if ((call.arg(1) !== 0n && length === 0n) || end < start) return -ERRNO.EINVAL;
  if (end === start) return 0;
  const parts = memory.within(start, end);
  if (typeof effect === "object") return parts.length > 0 ? -effect.error : -ERRNO.ENOMEM;
  if (effect === "discard") memory.discard(parts);
  return memory.covers(parts, start, end) ? 0 : -ERRNO.ENOMEM;
}

function brk(call: SyscallContext): bigint {
  const { memory } = call.kernel;
  memory.moveHeapEnd(call.arg(0));
  return memory.heapEnd;
}

/** mlock, munlock and msync: checks that the range is mapped, since mapped pages are always in memory. */
function resident(call: SyscallContext): number {
  const { memory } = call.kernel;
  const start = call.arg(0) & ~(PAGE - 1n);
  const length = pageAlign(call.arg(1) + (call.arg(0) & (PAGE - 1n)));
  const end = BigInt.asUintN(64, start + length);
  if (end < start) return -ERRNO.EINVAL;
  return memory.covers(memory.within(start, end), start, end) ? 0 : -ERRNO.ENOMEM;
}

const MS = { ASYNC: 1, INVALIDATE: 2, SYNC: 4 } as const;

function msync(call: SyscallContext): number {
  const flags = call.int(2);
  const known = MS.ASYNC | MS.INVALIDATE | MS.SYNC;
  const both = MS.ASYNC | MS.SYNC;
  if ((flags & ~known) !== 0 || (flags & both) === both) return -ERRNO.EINVAL;
  return isPageAligned(call.arg(0)) ? resident(call) : -ERRNO.EINVAL;
}

/** Says for each page of a range whether it was touched: an untouched one is not in memory yet. */
function mincore(call: SyscallContext): number {
  const { memory } = call.kernel;
  const start = call.arg(0);
  if (!isPageAligned(start)) return -ERRNO.EINVAL;
  if (start > memory.userEnd || call.arg(1) > memory.userEnd - start) return -ERRNO.ENOMEM;
  const end = start + pageAlign(call.arg(1));
  let at = call.arg(2);
  for (const part of memory.within(start, end)) {
    for (let page = part.start; page < part.end; page += PAGE) {
      if (page !== start + (at - call.arg(2)) * PAGE) return -ERRNO.ENOMEM;
      call.memory.writeUint(at++, 1, call.memory.isTouched(page) ? 1n : 0n);
    }
  }
  return start + (at - call.arg(2)) * PAGE === end ? 0 : -ERRNO.ENOMEM;
}

/** The calls of this file. */
export const MEMORY_CALLS: readonly SyscallRow[] = [
  row(214, "brk", ["address"], brk, "address"),
  row(215, "munmap", ["address", "size"], munmap),
  row(222, "mmap", ["address", "size", "prot", "mmap flags", "fd", "hex"], mmap, "address"),
  row(226, "mprotect", ["address", "size", "prot"], mprotect),
  row(227, "msync", SIX_LONGS, msync),
  row(228, "mlock", ["pointer", "size"], resident),
  row(229, "munlock", ["pointer", "size"], resident),
  row(232, "mincore", ["address", "size", "pointer"], mincore),
  row(233, "madvise", ["address", "size", "advice"], madvise),
];
