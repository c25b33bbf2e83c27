// SPDX-License-Identifier: MPL-2.0
// read, readv, write and writev: their transfers, and buffers that are only partly mapped.

import { assertEquals } from "@std/assert";
import { Caller, DATA } from "./one_call.ts";

/** The end of the data pages; nothing is mapped after it. */
const END = DATA + 0x1_0000n;

Deno.test("write() passes the bytes to the stream of the descriptor", () => {
  using caller = new Caller();
  caller.put("hello");
  assertEquals(caller.answer("write", 1, DATA, 5), 5);
  assertEquals(caller.answer("write", 2, DATA, 2), 2);
  assertEquals(caller.stdout, "hello");
  assertEquals(new TextDecoder().decode(caller.process.output.stderr), "he");
});

Deno.test("write() of no bytes succeeds with any address", () => {
  using caller = new Caller();
  assertEquals(caller.answer("write", 1, 0, 0), 0);
  assertEquals(caller.answer("write", 1, END, 0), 0);
  assertEquals(caller.answer("write", 9, 0, 0), "EBADF");
});

Deno.test("write() reports a bad descriptor before a bad buffer", () => {
  using caller = new Caller();
  for (const descriptor of [-1, 0, 3, 99, 0x7fff_ffff]) {
    assertEquals(caller.answer("write", descriptor, 0, 5), "EBADF");
  }
  // The descriptor is an int: its upper half is ignored.
  assertEquals(caller.answer("write", (1n << 32n) + 1n, DATA, 5), 5);
});

Deno.test("write() writes a buffer up to the first unmapped page", () => {
  using caller = new Caller();
  caller.put("ab", END - 2n);
  assertEquals(caller.answer("write", 1, END - 2n, 100), 2);
  assertEquals(caller.answer("write", 1, END - 2n, 1n << 40n), 2);
  assertEquals(caller.stdout, "abab");
  assertEquals(caller.answer("write", 1, END, 1), "EFAULT");
  assertEquals(caller.answer("write", 1, 1n << 63n, 1), "EFAULT");
  assertEquals(caller.answer("write", 1, -1, 1), "EFAULT");
  assertEquals(caller.answer("write", 1, END - 2n, (1n << 63n) - 1n), "EFAULT");
  // Linux checks the range before the sign of the length.
  assertEquals(caller.answer("write", 1, END - 2n, -1), "EFAULT");
});

Deno.test("write() of many pages arrives whole and in order", () => {
  using caller = new Caller({ stdout: (bytes) => parts.push(bytes) });
  const parts: Uint8Array[] = [];
  const length = 3 * 2 ** 20 + 17;
  const start = caller.call("mmap", 0, length, 3, 0x22, -1, 0);
  caller.process.machine.memory.writeUint(start + BigInt(length - 1), 1, 0x61n);
  assertEquals(caller.answer("write", 1, start, length), length);
  assertEquals(parts.reduce((sum, part) => sum + part.length, 0), length);
  assertEquals(parts.at(-1)?.at(-1), 0x61);
});

Deno.test("read() returns the input in parts, then 0 at its end", () => {
  using caller = new Caller({ stdin: new TextEncoder().encode("hello") });
  assertEquals(caller.answer("read", 0, DATA, 3), 3);
  assertEquals(caller.answer("read", 0, DATA + 3n, 100), 2);
  assertEquals(caller.answer("read", 0, DATA, 100), 0);
  assertEquals(caller.process.machine.memory.read(DATA, 6), new TextEncoder().encode("hello\0"));
});

Deno.test("read() into a bad buffer loses no input", () => {
  using caller = new Caller({ stdin: new TextEncoder().encode("hello") });
  assertEquals(caller.answer("read", 0, 8, 5), "EFAULT");
  assertEquals(caller.answer("read", 0, END - 2n, 5), 2);
  assertEquals(caller.answer("read", 0, DATA, 5), 3);
  assertEquals(caller.process.machine.memory.read(DATA, 3), new TextEncoder().encode("llo"));
  assertEquals(caller.answer("read", 0, 0, 0), 0);
  for (const descriptor of [1, 2, 3, -1]) {
    assertEquals(caller.answer("read", descriptor, DATA, 5), "EBADF");
  }
});

Deno.test("read() asks the host for no more bytes than it needs", () => {
  const asked: number[] = [];
  const read = (buffer: Uint8Array) => {
    asked.push(buffer.length);
    buffer.fill(0x78);
    return Math.min(buffer.length, 3);
  };
  using caller = new Caller({ stdin: { read } });
  assertEquals(caller.answer("read", 0, DATA, 2), 2);
  assertEquals(caller.answer("read", 0, DATA, 0), 0);
  assertEquals(caller.answer("read", 0, DATA, 10), 3);
  assertEquals(asked, [2, 10]);
});

Deno.test("writev() writes its buffers in order, up to the first bad one", () => {
  using caller = new Caller();
  caller.put("hello ", DATA + 0x100n);
  caller.put("world", DATA + 0x200n);
  const vector = (...buffers: [bigint, bigint][]) => caller.put(buffers.flat());
  vector([DATA + 0x100n, 6n], [0n, 0n], [DATA + 0x200n, 5n]);
  assertEquals(caller.answer("writev", 1, DATA, 3), 11);
  assertEquals(caller.stdout, "hello world");
  assertEquals(caller.answer("writev", 1, DATA, 0), 0);
  vector([DATA + 0x100n, 6n], [8n, 5n], [DATA + 0x200n, 5n]);
  assertEquals(caller.answer("writev", 1, DATA, 3), 6);
  vector([8n, 5n], [DATA + 0x200n, 5n]);
  assertEquals(caller.answer("writev", 1, DATA, 2), "EFAULT");
});

Deno.test("writev() refuses what Linux refuses", () => {
  using caller = new Caller();
  assertEquals(caller.answer("writev", 1, DATA, 1025), "EINVAL");
  assertEquals(caller.answer("writev", 1, DATA, -1), "EINVAL");
  assertEquals(caller.answer("writev", 0, DATA, 1), "EBADF");
  assertEquals(caller.answer("writev", 1, END, 1), "EFAULT");
  assertEquals(caller.answer("writev", 1, END - 8n, 1), "EFAULT");
  caller.put([DATA, -1n]);
  assertEquals(caller.answer("writev", 1, DATA, 1), "EINVAL");
  caller.put([-1n, 5n]);
  assertEquals(caller.answer("writev", 1, DATA, 1), "EFAULT");
});

Deno.test("readv() fills its buffers in order", () => {
  using caller = new Caller({ stdin: new TextEncoder().encode("hello world") });
  caller.put([DATA + 0x100n, 5n, DATA + 0x200n, 100n]);
  assertEquals(caller.answer("readv", 0, DATA, 2), 11);
  const text = (address: bigint, length: number) =>
    new TextDecoder().decode(caller.process.machine.memory.read(address, length));
  assertEquals(text(DATA + 0x100n, 5), "hello");
  assertEquals(text(DATA + 0x200n, 6), " world");
  assertEquals(caller.answer("readv", 0, DATA, 2), 0);
});
