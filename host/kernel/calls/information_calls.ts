// SPDX-License-Identifier: MPL-2.0
// The system calls that tell about the system: uname and sysinfo; and getrandom. Their results do not depend
// on the host and are the same in every run.

import { SECOND } from "../abi/clock.ts";
import { ERRNO } from "../abi/errno.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

/** The fields of struct utsname. Every C library accepts that release. */
const UTSNAME = ["Linux", "leveret", "6.6.0", "#1", "riscv64", "(none)"];
/** Bytes of each field. */
const UTSNAME_FIELD = 65;

function uname(call: SyscallContext): number {
  const bytes = new Uint8Array(UTSNAME.length * UTSNAME_FIELD);
  UTSNAME.forEach((field, index) => {
    bytes.set(new TextEncoder().encode(field), index * UTSNAME_FIELD);
  });
  call.memory.write(call.arg(0), bytes);
  return 0;
}

/** The size of struct sysinfo, and the offsets of its fields. */
const SYSINFO = {
  size: 112,
  uptime: 0,
  totalram: 32,
  freeram: 40,
  procs: 80,
  memUnit: 104,
} as const;

function sysinfo(call: SyscallContext): number {
  const { memory, clock } = call.kernel;
  const view = new DataView(new ArrayBuffer(SYSINFO.size));
  view.setBigUint64(SYSINFO.uptime, clock.monotonic / SECOND, true);
  view.setBigUint64(SYSINFO.totalram, BigInt(memory.limit), true);
  view.setBigUint64(SYSINFO.freeram, BigInt(memory.available), true);
  view.setUint16(SYSINFO.procs, 1, true);
  view.setUint32(SYSINFO.memUnit, 1, true);
  call.memory.write(call.arg(0), new Uint8Array(view.buffer));
  return 0;
}

const GRND = { NONBLOCK: 1, RANDOM: 2, INSECURE: 4 } as const;
/** The most bytes of one call: INT_MAX, rounded down to pages. */
const MAX_RANDOM = 0x7fff_f000n;

function getrandom(call: SyscallContext): number {
  const flags = Number(BigInt.asUintN(32, call.arg(2)));
  const both = GRND.RANDOM | GRND.INSECURE;
  if ((flags & ~(GRND.NONBLOCK | both)) !== 0 || (flags & both) === both) return -ERRNO.EINVAL;
  const start = call.arg(0);
  const wanted = call.arg(1) < MAX_RANDOM ? call.arg(1) : MAX_RANDOM;
  const parts = call.kernel.memory.within(start, start + wanted);
  let at = start;
  for (const part of parts) {
    if (part.start !== at || !part.permissions.write) break;
    while (at < part.end) {
      const chunk = new Uint8Array(Math.min(Number(part.end - at), 1 << 16));
      call.kernel.random.fill(chunk);
      call.memory.write(at, chunk);
      at += BigInt(chunk.length);
    }
  }
  return at === start && wanted > 0n ? -ERRNO.EFAULT : Number(at - start);
}

/** The calls of this file. */
export const INFORMATION_CALLS: readonly SyscallRow[] = [
  row(160, "uname", ["pointer"], uname),
  row(179, "sysinfo", SIX_LONGS, sysinfo),
  row(278, "getrandom", ["pointer", "size", "unsigned"], getrandom),
];
