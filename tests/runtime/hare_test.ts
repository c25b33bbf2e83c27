// SPDX-License-Identifier: MPL-2.0
// What the code of Hare's compiler calls: aborts with a location, comparison of strings, slices; and an rt of
// Hare's own beside our allocator. The calls have the shape that harec and qbe give them.

import { assertEquals } from "@std/assert";
import { build } from "../../asm/build.ts";
import { fc } from "../properties.ts";
import { Process } from "../../host/process.ts";
import { runtimeFiles } from "../../runtime/files.ts";
import { buildProgram, GuestCaller, runtimeProgram } from "./guest_caller.ts";

const REASONS = [
  "slice or array access out of bounds",
  "type assertion failed",
  "out of memory",
  "static insert/append exceeds slice capacity",
  "execution reached unreachable code (compiler bug)",
  "slice allocation capacity smaller than initializer",
  "assertion failed",
  "error occurred",
];

const BUFFER_SIZE = 64;

const program = runtimeProgram(
  ["rt.abort", "rt.abort_fixed", "rt.strcmp"],
  `
        .data
        .balign 8
        .globl  path, message, first, second, buffers
path:   .dword  name, 7, 7
message:
        .dword  reason, 13, 13
first:  .dword  buffers, 0, 0
second: .dword  buffers + ${BUFFER_SIZE}, 0, 0
name:   .ascii  "main.ha<-- not a part of it"
reason: .ascii  "no hares leftover"
buffers:
        .zero   2 * ${BUFFER_SIZE}
`,
);

Deno.test("rt.abort writes path, line, column and message, and ends with SIGABRT", () => {
  for (const [line, column] of [[1, 1], [42, 7], [0, 0], [123456, 4294967295]] as const) {
    using guest = new GuestCaller(program);
    const [path, message] = [guest.address("path"), guest.address("message")];
    const end = guest.attempt("rt.abort", path, line, column, message);
    assertEquals(end.kind === "killed" && end.signal, { number: 6, name: "SIGABRT" });
    assertEquals(guest.stderr, `Abort: main.ha:${line}:${column}: no hares left\n`);
  }
});

Deno.test("rt.abort writes any number, and keeps sp, s0 to s11 and ra", () => {
  using guest = new GuestCaller(program);
  const { registers } = guest.process.machine;
  registers.set(2, 0n);
  const kept = [2, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
  const before = kept.map((register) => registers.get(register));
  const most = (1n << 64n) - 1n;
  guest.attempt("rt.abort", guest.address("path"), most, 0, guest.address("message"));
  assertEquals(guest.stderr, `Abort: main.ha:${most}:0: no hares left\n`);
  assertEquals(kept.map((register) => registers.get(register)), before);
  assertEquals(registers.get(1), guest.address("test.stop"));
});

Deno.test("rt.abort_fixed has the compiler's messages", () => {
  for (const [reason, message] of [...REASONS, "unknown reason", "unknown reason"].entries()) {
    using guest = new GuestCaller(program);
    const end = guest.attempt("rt.abort_fixed", guest.address("path"), 3, 9, reason);
    assertEquals(end.kind === "killed" && end.signal.name, "SIGABRT");
    assertEquals(guest.stderr, `Abort: main.ha:3:9: ${message}\n`);
  }
});

Deno.test("rt.strcmp is 1 for equal strings, whatever lies behind them, and 0 for others", () => {
  using guest = new GuestCaller(program);
  const { memory } = guest.process.machine;
  const [first, second, buffers] = ["first", "second", "buffers"].map((name) =>
    guest.address(name)
  ) as [bigint, bigint, bigint];
  const bytes = fc.uint8Array({ max: 2, maxLength: 6 });
  fc.assert(fc.property(bytes, bytes, (a, b) => {
    memory.write(buffers, Uint8Array.from([...a, 7, 7, 7]));
    memory.write(buffers + BigInt(BUFFER_SIZE), Uint8Array.from([...b, 8, 8, 8]));
    memory.writeUint(first + 8n, 8, BigInt(a.length));
    memory.writeUint(second + 8n, 8, BigInt(b.length));
    const isEqual = a.length === b.length && a.every((byte, index) => byte === b[index]);
    assertEquals(guest.call("rt.strcmp", first, second), isEqual ? 1n : 0n);
    assertEquals(guest.call("rt.strcmp", first, first), 1n);
  }));
});

/** `.main` as the compiler writes it for: let x: []int = alloc([], 2); append(x, n)...; x[3]. */
const compiled = (members: number) => `
        .section ".data.path", "aw"
        .balign 8
path:   .dword  name, 7, 7
        .section ".rodata.name", "a"
name:   .ascii  "main.ha"
        .section ".text..main", "ax"
        .globl  .main
        .type   .main, @function
.main:  sd      ra, -8(sp)
        sd      fp, -16(sp)
        addi    fp, sp, -16
        addi    sp, sp, -64
        sd      zero, 0(sp)
        sd      zero, 8(sp)
        sd      zero, 16(sp)
        li      t0, ${members}
        sd      t0, 8(sp)
        mv      a0, sp
        li      a1, 4
        call    rt.ensure
        ld      t0, 8(sp)
        li      t1, 3
        bltu    t1, t0, 1f
        la      a0, path
        li      a1, 5
        li      a2, 12
        li      a3, 0
        call    rt.abort_fixed
        ebreak
1:      ld      a0, 0(sp)
        call    rt.free
        addi    sp, fp, 16
        ld      ra, -8(sp)
        ld      fp, -16(sp)
        ret
`;

Deno.test("a compiled program needs nothing but the runtime for allocation, slices and indexing", () => {
  const run = (members: number) => {
    using process = new Process(buildProgram(compiled(members), "main.ha.s"));
    const outcome = process.run({ maxInstructions: 100_000 });
    return [outcome.kind, new TextDecoder().decode(process.output.stderr)];
  };
  assertEquals(run(4), ["exited", ""]);
  assertEquals(run(3), ["killed", `Abort: main.ha:5:12: ${REASONS[0]}\n`]);
});

Deno.test("an rt that defines Hare's names itself links beside the allocator, and is used", () => {
  const own = `
        .globl  _start, rt.abort, rt.abort_fixed, rt.strcmp, rt.memcpy, rt.memmove, rt.memset
_start: li      a0, 100
        call    rt.malloc
        li      a1, 5000
        call    rt.realloc
        call    rt.free
        call    rt.abort_fixed
rt.abort:
rt.abort_fixed:
        li      a0, 9
        li      a7, 94
        ecall
rt.strcmp:
rt.memmove:
rt.memset:
        ebreak
rt.memcpy:
        ret
`;
  const program = build([{ name: "rt.s", text: own }], { archive: runtimeFiles });
  using process = new Process(program);
  assertEquals(process.run({ maxInstructions: 100_000 }), { kind: "exited", status: 9 });
});

Deno.test("a program's own abort does not replace the end of rt.abort", () => {
  const text = `
        .globl  main, abort
main:   la      a0, path
        li      a1, 1
        li      a2, 2
        li      a3, 6
        call    rt.abort_fixed
abort:  ebreak
        .data
        .balign 8
path:   .dword  name, 1, 1
name:   .ascii  "x"
`;
  using process = new Process(buildProgram(text));
  assertEquals(process.run({ maxInstructions: 100_000 }).kind, "killed");
  assertEquals(new TextDecoder().decode(process.output.stderr), "Abort: x:1:2: assertion failed\n");
});
