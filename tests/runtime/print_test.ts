// SPDX-License-Identifier: MPL-2.0
// Reading, and printing of bytes and strings: rt.write goes on until everything is written, whatever the
// system takes at once, and gives up only with a reason.

import { assertEquals } from "@std/assert";
import { ERRNO } from "../../host/kernel/abi/errno.ts";
import { SYSCALLS } from "../../host/kernel/calls/syscall_table.ts";
import type { SyscallContext, SyscallRow } from "../../host/kernel/calls/syscall.ts";
import { GuestCaller, runtimeProgram } from "./guest_caller.ts";

const WRITE = 64;
const TEXT = "a hare, a leveret";

const program = runtimeProgram(
  ["rt.write", "rt.read", "rt.putmem", "rt.putstr", "rt.putchar"],
  `
        .data
        .globl  text, buffer
text:   .asciz  "${TEXT}"
buffer: .zero   64
`,
);

/** The kernel's write with another answer. */
function writeThat(handler: (call: SyscallContext) => number): SyscallRow {
  const row = SYSCALLS.find(({ number }) => number === WRITE);
  if (row === undefined) throw new TypeError("Cannot change write: the kernel has none");
  return { ...row, handler };
}

for (const name of ["rt.write", "rt.putmem"]) {
  Deno.test(`${name} writes what the system did not take at once`, () => {
    const counts: number[] = [];
    const taken: Uint8Array[] = [];
    const write = writeThat((call) => {
      const count = Math.min(5, call.int(2));
      counts.push(call.int(2));
      taken.push(call.memory.read(call.arg(1), count));
      return count;
    });
    using guest = new GuestCaller(program, { syscalls: [write] });
    assertEquals(guest.call(name, 1, guest.address("text"), TEXT.length), 0n);
    assertEquals(counts, [17, 12, 7, 2]);
    assertEquals(taken.map((bytes) => new TextDecoder().decode(bytes)).join(""), TEXT);
  });
}

Deno.test("rt.write gives the error that stopped it, also after a part was written", () => {
  const answers = [3, -ERRNO.EAGAIN];
  const write = writeThat(() => answers.shift() ?? 0);
  using guest = new GuestCaller(program, { syscalls: [write] });
  const result = guest.call("rt.write", 1, guest.address("text"), TEXT.length);
  assertEquals(BigInt.asIntN(64, result), BigInt(-ERRNO.EAGAIN));
  assertEquals(answers, []);
});

Deno.test("rt.write does not retry forever when nothing is written and there is no error", () => {
  using guest = new GuestCaller(program, { syscalls: [writeThat(() => 0)] });
  const result = guest.call("rt.write", 1, guest.address("text"), TEXT.length);
  assertEquals(BigInt.asIntN(64, result), BigInt(-ERRNO.EIO));
});

Deno.test("rt.write makes no call for no bytes", () => {
  using guest = new GuestCaller(program);
  assertEquals(guest.call("rt.write", 99, 0, 0), 0n);
  assertEquals(guest.process.statistics.systemCalls, 0);
});

Deno.test("rt.write on a descriptor that is not open gives -EBADF", () => {
  using guest = new GuestCaller(program);
  const result = guest.call("rt.write", 99, guest.address("text"), 1);
  assertEquals(BigInt.asIntN(64, result), BigInt(-ERRNO.EBADF));
});

Deno.test("rt.putstr prints up to the NUL, rt.putchar one byte, to the descriptor they are given", () => {
  using guest = new GuestCaller(program);
  assertEquals(guest.call("rt.putstr", 1, guest.address("text")), 0n);
  assertEquals(guest.call("rt.putchar", 1, 0x121), 0n);
  assertEquals(guest.call("rt.putstr", 2, guest.address("text") + 10n), 0n);
  assertEquals([guest.stdout, guest.stderr], [`${TEXT}!`, "leveret"]);
});

Deno.test("rt.read reads once: what is available, then 0 at the end", () => {
  using guest = new GuestCaller(program, { stdin: new TextEncoder().encode("hare") });
  const buffer = guest.address("buffer");
  const read = (length: number) => guest.call("rt.read", 0, buffer, length);
  assertEquals([read(3), read(3), read(3)], [3n, 1n, 0n]);
  assertEquals(guest.process.machine.memory.readCString(buffer), new TextEncoder().encode("ear"));
});
