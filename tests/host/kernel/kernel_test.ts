// SPDX-License-Identifier: MPL-2.0
// The kernel as a whole: no argument makes it throw; the memory limit holds; hooks see every event; a user of
// the library can add calls.

import { assert, assertEquals } from "@std/assert";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { SYSCALLS } from "../../../host/kernel/calls/syscall_table.ts";
import type { MappingEvent } from "../../../host/kernel/memory/memory_manager.ts";
import { syscallName } from "../../../host/kernel/abi/syscall_names.ts";
import { fc } from "../../properties.ts";
import { Caller, DATA } from "./one_call.ts";

const MIB = 1 << 20;

/** Arguments: addresses, lengths, flags, and arbitrary values. */
const ARGUMENT = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc.constantFrom(0n, 1n, -1n, 4095n, 4096n, 1n << 20n, 1n << 31n, 1n << 32n, 1n << 56n, 1n << 63n),
  fc.integer({ min: 0, max: 0x40 }).map(BigInt),
  fc.integer({ min: -16, max: 0x1_0010 }).map((offset) => DATA + BigInt(offset)),
  fc.integer({ min: -16, max: 32 }).map((page) => 0x3f_1000_0000n + BigInt(page) * 4096n),
  fc.integer({ min: 0, max: 64 }).map((pages) => BigInt(pages) * 4096n),
  fc.constantFrom(-100n),
  fc.integer({ min: 0, max: 6 }).map((index) => DATA + BigInt(16 * index)),
);

/** Addresses that arguments often point to. */
const PATHS = ["f", "d", "d/g", "new", "d/../link", "/", "d/new/"];

/** The calls that always end the process, which would cut a sequence short. */
const EXITS = new Set([93, 94]);
const NUMBERS = SYSCALLS.map(({ number }) => number).filter((number) => !EXITS.has(number));

/** A call with random arguments; most calls exist. */
const CALL = fc.record({
  number: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...NUMBERS) },
    { weight: 1, arbitrary: fc.integer({ min: -5, max: 600 }).filter((n) => !EXITS.has(n)) },
  ),
  args: fc.array(ARGUMENT, { minLength: 6, maxLength: 6 }),
});

/** Valid anonymous mappings, so that the other calls find mapped memory. */
const MAPPING = fc.record({
  number: fc.constant(222),
  args: fc.tuple(ARGUMENT, ARGUMENT, fc.nat(7).map(BigInt), fc.constantFrom(0x22n, 0x32n))
    .map((args) => [...args, -1n, 0n]),
});

Deno.test("No system call throws, whatever its arguments, and every run ends", () => {
  const LIMIT = 64 * MIB;
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 4, arbitrary: CALL }, { weight: 1, arbitrary: MAPPING }), {
        minLength: 30,
        maxLength: 60,
      }),
      fc.boolean(),
      (calls, watched) => {
        const onSyscall = (event: { text(): string }) => assert(event.text().length > 0);
        using caller = new Caller({
          memoryLimit: LIMIT,
          stdin: Uint8Array.from({ length: 100 }, (_, index) => index),
          stdout: () => {},
          stderr: () => {},
          mounts: [{ at: "/", fileSystem: new MemoryFileSystem({ f: "text", d: { g: "" } }) }],
          ...(watched ? { hooks: { onSyscall } } : {}),
        });
        const { memory } = caller.process.machine;
        // Some of the addresses hold paths, and some of the descriptors are open.
        PATHS.forEach((path, index) => caller.put(`${path}\0`, DATA + BigInt(16 * index)));
        caller.call("openat", -100, DATA, 2, 0);
        caller.call("pipe2", DATA + 0x100n, 0);
        const base = memory.mappedBytes;
        for (const { number, args } of calls) {
          const result = caller.call(number, ...args);
          if (caller.outcome.kind !== "limit") break;
          assert(result >= -4095n, `${number} answered ${result}`);
          assert(memory.mappedBytes - base <= LIMIT);
        }
      },
    ),
    { numRuns: 400 },
  );
});

Deno.test("mmap() maps memory up to the limit, and all of it again after munmap()", () => {
  using caller = new Caller({ memoryLimit: 4 * MIB });
  const map = (length: number) => caller.answer("mmap", 0, length, 3, 0x22, -1, 0);
  for (let round = 0; round < 3; round++) {
    assertEquals(map(4 * MIB + 1), "ENOMEM");
    const first = map(3 * MIB);
    assert(typeof first === "number");
    assertEquals(map(MIB + 1), "ENOMEM");
    const second = map(MIB);
    assert(typeof second === "number");
    assertEquals(map(1), "ENOMEM");
    // A mapping that replaces another needs no more memory.
    assertEquals(caller.answer("mmap", first, 3 * MIB, 1, 0x32, -1, 0), first);
    assertEquals(caller.answer("munmap", first, 3 * MIB), 0);
    assertEquals(caller.answer("munmap", second, MIB), 0);
  }
});

Deno.test("brk() and mremap() respect the limit", () => {
  using caller = new Caller({ memoryLimit: MIB });
  const heap = caller.call("brk", 0);
  assertEquals(caller.call("brk", heap + BigInt(MIB) + 1n), heap);
  assertEquals(caller.call("brk", heap + BigInt(MIB)), heap + BigInt(MIB));
  assertEquals(caller.answer("mmap", 0, 1, 3, 0x22, -1, 0), "ENOMEM");
  assertEquals(caller.call("brk", heap), heap);
  const block = caller.call("mmap", 0, MIB / 2, 3, 0x22, -1, 0);
  assertEquals(caller.answer("mremap", block, MIB / 2, MIB + 1, 1), "ENOMEM");
  assert(caller.call("mremap", block, MIB / 2, MIB, 1) > 0n);
});

Deno.test("An unmapped address is never reused", () => {
  using caller = new Caller();
  const seen = new Set<bigint>();
  for (let round = 0; round < 3000; round++) {
    const start = caller.call("mmap", 0, 2 * MIB, 3, 0x22, -1, 0);
    assert(start > 1n << 32n && !seen.has(start));
    seen.add(start);
    assertEquals(caller.call("munmap", start, 2 * MIB), 0n);
  }
});

Deno.test("mmap() maps nothing at address 0, nor an address whose low 32 bits are in use", () => {
  using caller = new Caller();
  assertEquals(caller.answer("mmap", 0, 4096, 3, 0x32, -1, 0), "EPERM");
  assertEquals(caller.answer("mmap", (1n << 32n) + DATA, 4096, 3, 0x32, -1, 0), "ENOMEM");
  assertEquals(caller.answer("mmap", 0x7000_0000n, 4096, 3, 0x32, -1, 0), "ENOMEM");
  assertEquals(caller.answer("mmap", 1n << 56n, 4096, 3, 0x32, -1, 0), "ENOMEM");
  assertEquals(caller.answer("mmap", 0, 4096, 3, 2, 1, 0), "ENODEV");
});

Deno.test("Every change of the mappings is reported", () => {
  const events: MappingEvent[] = [];
  using caller = new Caller({ hooks: { onMapping: (event) => events.push(event) } });
  const start = caller.call("mmap", 0, 0x4000, 3, 0x22, -1, 0);
  caller.call("mprotect", start, 0x1000, 1);
  caller.call("madvise", start, 0x2000, 4);
  caller.call("munmap", start + 0x1000n, 0x1000);
  // Not beyond Sv39's addresses: that changes nothing.
  caller.call("munmap", start, 1n << 50n);
  const rest = (1n << 38n) - start;
  caller.call("munmap", start, rest);
  const told = events.map(({ change, start: from, end, permissions, instruction }) => [
    change,
    from - start,
    end - start,
    permissions?.write,
    instruction,
  ]);
  assertEquals(told, [
    ["map", 0n, 0x4000n, true, 0],
    ["protect", 0n, 0x1000n, false, 1],
    ["discard", 0n, 0x1000n, undefined, 2],
    ["discard", 0x1000n, 0x2000n, undefined, 2],
    ["unmap", 0x1000n, 0x2000n, undefined, 3],
    ["unmap", 0n, rest, undefined, 5],
  ]);
});

Deno.test("An added system call is dispatched and traced like the kernel's own", () => {
  const texts: string[] = [];
  using caller = new Caller({
    hooks: { onSyscall: (event) => texts.push(event.text()) },
    syscalls: [{
      number: 5000,
      name: "add",
      arguments: ["int", "int"],
      returns: "int",
      handler: (call) => call.int(0) + call.int(1),
    }, {
      number: 172,
      name: "getpid",
      arguments: [],
      returns: "int",
      handler: () => 7,
    }],
  });
  assertEquals(caller.call(5000, 40, 2), 42n);
  assertEquals(caller.call("getpid"), 7n);
  assertEquals(texts, ["1000 add(40,2) = 42", "1000 getpid() = 7"]);
  assertEquals(caller.process.kernel.counts.get("add"), 1);
});

Deno.test("Each system call has one row, with Linux's name", () => {
  assertEquals(new Set(SYSCALLS.map(({ number }) => number)).size, SYSCALLS.length);
  for (const { number, name } of SYSCALLS) assertEquals(syscallName(number), name);
});
