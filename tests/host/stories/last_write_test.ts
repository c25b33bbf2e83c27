// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertRejects } from "@std/assert";
import { ENGINE_NAMES } from "../../../cpu/machine.ts";
import { lastWrite, type WatchedBytes, type Write } from "../../../host/stories/last_write.ts";
import { RerunError } from "../../../host/stories/rerun.ts";
import { Process, type ProcessOptions } from "../../../host/process.ts";
import { assembled, starter } from "./fixture.ts";

/** Asks for the last write to `word`, or to other bytes relative to it, before the program's end. */
async function writeTo(
  text: string,
  { offset = 0n, size = 8, before, options = {} }: {
    readonly offset?: bigint;
    readonly size?: number;
    readonly before?: number;
    readonly options?: ProcessOptions;
  } = {},
): Promise<Write | undefined> {
  const program = assembled(text);
  const start = starter(program, options);
  using process = start();
  process.run({ maxInstructions: 1e7 });
  const address = (program.symbol("word")?.value ?? 0n) + offset;
  const watched: WatchedBytes = {
    address,
    size,
    before: before ?? process.machine.instructions,
  };
  return await lastWrite({ start }, watched);
}

const lineOf = (write: Write | undefined) => write?.location.location?.line;
const bytes = (value: number, size = 8) =>
  Uint8Array.from({ length: size }, (_, index) => index === 0 ? value : 0);

const TWO_STORES = `
        .globl main
main:   la      t0, word
        li      t1, 1
        sd      t1, 0(t0)
        li      t1, 2
        sd      t1, 0(t0)
        li      a0, 0
        ret
        .bss
        .balign 8
word:   .zero   64
`;

Deno.test("lastWrite() finds the last of two stores, and the first when asked for that time", async () => {
  const last = await writeTo(TWO_STORES);
  assertEquals([lineOf(last), last?.old, last?.new], [7, bytes(1), bytes(2)]);
  assertEquals(last?.series.count, 1);
  const first = await writeTo(TWO_STORES, { before: last?.number ?? 0 });
  assertEquals([lineOf(first), first?.old, first?.new], [5, bytes(0), bytes(1)]);
  assertEquals(await writeTo(TWO_STORES, { before: first?.number ?? 0 }), undefined);
});

Deno.test("lastWrite() leaves out stores that end right before the bytes or begin right after", async () => {
  assertEquals(await writeTo(TWO_STORES, { offset: 8n }), undefined);
  assertEquals(lineOf(await writeTo(TWO_STORES, { offset: 7n, size: 1 })), 7);
  assertEquals(await writeTo(TWO_STORES, { offset: -8n }), undefined);
  assertEquals(lineOf(await writeTo(TWO_STORES, { offset: -7n })), 7);
});

/** Stores once, then works for \`rounds\` rounds of ten instructions, storing elsewhere. */
const farStore = (rounds: number) => `
        .globl main
main:   la      t0, word
        li      t1, ${rounds}
        sd      t1, 0(t0)
1:      sd      t1, 64(t0)
        sb      t1, -1(t0)
        ld      t2, 0(t0)
        ld      t2, 8(t0)
        addi    t1, t1, -1
        mv      t3, t1
        mv      t3, t1
        mv      t3, t1
        mv      t3, t1
        bnez    t1, 1b
        li      a0, 0
        ret
        .bss
        .zero   8
        .balign 8
word:   .zero   128
`;

Deno.test("lastWrite() finds a store long before, on every engine", async () => {
  for (const engine of ENGINE_NAMES) {
    for (const rounds of [1, 5000, 60_000]) {
      const write = await writeTo(farStore(rounds), { options: { engine } });
      assertEquals([lineOf(write), write?.series.count], [5, 1], `${engine}, ${rounds}`);
      assertEquals(write?.number, (await writeTo(farStore(rounds)))?.number);
    }
  }
});

Deno.test("lastWrite() counts a loop's stores to the bytes as one series", async () => {
  const write = await writeTo(`
        .globl main
main:   la      t0, word
        li      t1, 'A'
        li      t2, 6
1:      sb      t1, 0(t0)
        addi    t0, t0, 1
        addi    t2, t2, -1
        bnez    t2, 1b
        li      a0, 0
        ret
        .data
        .balign 8
word:   .quad   7
`);
  assertEquals([lineOf(write), write?.series.count], [6, 6]);
  assertEquals(write?.number, (write?.series.first ?? 0) + 5 * 4);
  assertEquals(write?.old, bytes(7));
  assertEquals(new TextDecoder().decode(write?.new), "AAAAAA\0\0");
});

Deno.test("lastWrite() takes an sc for a store only if it succeeds, and an AMO always", async () => {
  const conditional = (addressOfLoad: string) => `
        .globl main
main:   la      t0, word
        la      t1, ${addressOfLoad}
        li      t3, 9
        sd      t3, 0(t0)
        lr.d    t2, (t1)
        sc.d    t2, t3, (t0)
        li      a0, 0
        ret
        .bss
        .balign 64
word:   .zero   64
other:  .zero   8
`;
  assertEquals(lineOf(await writeTo(conditional("word"))), 8);
  assertEquals(lineOf(await writeTo(conditional("other"))), 6);
  const atomic = await writeTo(`
        .globl main
main:   la      t0, word
        li      t1, 5
        amoadd.d t2, t1, (t0)
        ret
        .bss
        .balign 8
word:   .zero   8
`);
  assertEquals([lineOf(atomic), atomic?.old, atomic?.new], [5, bytes(0), bytes(5)]);
});

Deno.test("lastWrite() finds cbo.zero from anywhere in its block", async () => {
  const write = await writeTo(`
        .globl main
main:   la      t0, word+40
        cbo.zero (t0)
        li      a0, 0
        ret
        .data
        .balign 64
word:   .quad   7
        .zero   56
`);
  assertEquals([lineOf(write), write?.old, write?.new], [4, bytes(7), bytes(0)]);
  assertEquals(write?.size, 64);
});

Deno.test("lastWrite() finds the system call that wrote the bytes", async () => {
  const write = await writeTo(
    `
        .globl main
main:   li      a0, 0
        la      a1, word
        sd      zero, 0(a1)
        li      a2, 8
        li      a7, 63
        ecall
        li      a0, 0
        ret
        .bss
        .balign 8
word:   .zero   8
`,
    { options: { stdin: new TextEncoder().encode("hello") } },
  );
  assertEquals([write?.kernel, lineOf(write)], ["read", 8]);
  assertEquals(new TextDecoder().decode(write?.new), "hello\0\0\0");
});

Deno.test("lastWrite() has the backtrace of that moment, with the caller of memcpy", async () => {
  const write = await writeTo(`
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        call    copy
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
copy:   addi    sp, sp, -16
        sd      ra, 8(sp)
        la      a0, word
        la      a1, text
        li      a2, 12
        call    memcpy
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
        .section .rodata
text:   .ascii  "123456789012"
        .bss
        .balign 8
word:   .zero   16
`);
  const lines = write?.backtrace.frames.map(({ symbol }) => symbol?.split("+")[0]);
  assertEquals(lines, ["rt.memcpy", "copy", "main", "_start"]);
});

Deno.test("lastWrite() gives up at its deadline", async () => {
  const program = assembled(".globl main\nmain: j main\n");
  const start = starter(program);
  const error = await assertRejects(
    () => lastWrite({ start, deadline: performance.now() + 50 }, { address: 8n, before: 1e12 }),
    RerunError,
  );
  assertEquals(error.reason, "time");
});

Deno.test("lastWrite() notices that the program ends earlier than before", async () => {
  const program = assembled(TWO_STORES);
  const start = () => new Process(program);
  const error = await assertRejects(
    () => lastWrite({ start }, { address: 8n, before: 1e6 }),
    RerunError,
    "Cannot run the program again: the second run is not the same as the first",
  );
  assertEquals(error.reason, "different");
});

Deno.test("lastWrite() takes counts and sizes only", async () => {
  const start = starter(assembled(TWO_STORES));
  for (const watched of [{ before: -1 }, { before: 0.5 }, { before: 1, size: 0 }]) {
    await assertRejects(() => lastWrite({ start }, { address: 0n, ...watched }), RangeError);
  }
  await assertRejects(
    () => lastWrite({ start }, { address: 0n, before: 1, size: 4097 }),
    RangeError,
    "Cannot find the last write to 4097 bytes: 1 to 4096 can be watched",
  );
});
