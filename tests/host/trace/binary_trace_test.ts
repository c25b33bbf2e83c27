// SPDX-License-Identifier: MPL-2.0
// Binary traces: what is read is what was written, for programs of every kind; files that are cut off or damaged
// give what comes before, and an error.
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import type { TraceRecord } from "../../../cpu/trace_buffer.ts";
import { Process } from "../../../host/process.ts";
import {
  BinaryTraceError,
  BinaryTraceWriter,
  readBinaryTrace,
} from "../../../host/trace/binary/binary_trace.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { benchProgram, buildBenchProgram } from "../../bench/programs.ts";

/** The records of a run, and its binary trace. */
function record(
  program: Program,
  args: readonly string[] = [],
  maxInstructions = 30_000,
): { records: TraceRecord[]; file: Uint8Array } {
  const pieces: Uint8Array[] = [];
  const writer = new BinaryTraceWriter((bytes) => pieces.push(bytes.slice()));
  const records: TraceRecord[] = [];
  using process = new Process(program, { args });
  using _ = process.observe({
    instructions: "all",
    onRecords(batch) {
      records.push(...batch);
      writer.write(batch);
    },
  });
  process.run({ maxInstructions });
  writer.finish();
  const file = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return { records, file };
}

/** What a file holds, and the error that ends it. */
function read(file: Uint8Array): { records: TraceRecord[]; error: BinaryTraceError | undefined } {
  const records: TraceRecord[] = [];
  try {
    for (const batch of readBinaryTrace([file])) records.push(...batch);
  } catch (error) {
    if (!(error instanceof BinaryTraceError)) throw error;
    return { records, error };
  }
  return { records, error: undefined };
}

const own = (text: string) => build([{ name: "test.s", text }], { archive: runtimeFiles });

const ODDITIES = own(`
        .globl  main
main:   la      s0, data
        li      s1, 50
1:      lr.w    t0, (s0)
        addi    t0, t0, 3
        sc.w    t1, t0, (s0)
        sc.w    t1, t0, (s0)            # fails
        amoadd.d t2, s1, (s0)
        amomin.w t3, t0, (s0)
        fcvt.d.l ft0, s1
        fsqrt.d ft1, ft0
        fsub.d  ft1, ft1, ft1
        fdiv.d  ft2, ft1, ft1           # NaN
        fadd.d  ft2, ft2, ft0
        fmadd.d ft3, ft0, ft0, ft1
        fsw     ft0, 8(s0)
        flw     ft4, 8(s0)
        fsd     ft3, 16(s0)
        sb      s1, 16(s0)
        ld      t4, 16(s0)
        lb      t4, 16(s0)
        lhu     t4, 9(s0)               # misaligned
        csrr    t5, instret
        frflags t5
        rem     t6, t5, s1
        addw    t6, t6, t5
        sltiu   t6, t6, 5
        li      a7, 172
        ecall
        lw      t4, 0(a0)               # a fault, once
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        ret
        .data
        .balign 8
data:   .zero   64
`);

Deno.test("a binary trace holds every record, number and value", () => {
  const programs: [string, Program, string[]][] = [
    ["oddities", ODDITIES, []],
    ...["malloc_runtime", "sha256", "matmul", "interpreter_goto"].map((
      name,
    ): [string, Program, string[]] => [
      name,
      buildBenchProgram(benchProgram(name)),
      [name, `${benchProgram(name).small.argument}`],
    ]),
  ];
  for (const [name, program, args] of programs) {
    const { records, file } = record(program, args);
    const again = read(file);
    assertEquals(again.error, undefined, name);
    assertEquals(again.records.length, records.length, name);
    assertEquals(again.records, records, name);
    if (records.length > 10_000) {
      assert(file.length < 4 * records.length, `${name}: ${file.length}`);
    }
  }
});

Deno.test("a binary trace keeps the numbers of parts of a run", () => {
  const program = ODDITIES;
  const pieces: Uint8Array[] = [];
  const writer = new BinaryTraceWriter((bytes) => pieces.push(bytes.slice()));
  using process = new Process(program);
  const numbers: number[] = [];
  for (const [from, to] of [[10, 20], [30, 31], [40, 200]] as const) {
    process.run({ maxInstructions: from });
    using _ = process.observe({
      instructions: "all",
      onRecords(batch) {
        for (const { number = -1 } of batch) numbers.push(number);
        writer.write(batch);
      },
    });
    process.run({ maxInstructions: to });
  }
  writer.finish();
  const read = [...readBinaryTrace(pieces)].length;
  assert(read > 0);
  const again: (number | undefined)[] = [];
  for (const batch of readBinaryTrace(pieces)) for (const { number } of batch) again.push(number);
  assertEquals(again, numbers);
});

Deno.test("a binary trace that is cut off or damaged gives what comes before, and an error", () => {
  const { records, file } = record(ODDITIES, [], 900);
  const isPrefix = (some: readonly TraceRecord[]) =>
    assertEquals(some, records.slice(0, some.length));
  for (let length = 0; length < file.length; length += length < 60 ? 3 : 337) {
    const cut = read(file.subarray(0, length));
    isPrefix(cut.records);
    const expected = length === 0 ? "empty" : "cut off after";
    assertStringIncludes(cut.error?.message ?? "", expected, `${length}`);
  }
  for (let at = 0; at < file.length; at += at < 60 ? 2 : 313) {
    const bad = file.slice();
    bad[at] = (bad[at] ?? 0) ^ (1 << (at & 7));
    const damaged = read(bad);
    isPrefix(damaged.records);
    assert(damaged.error !== undefined, `byte ${at}`);
  }
  const longer = new Uint8Array(file.length + 1);
  longer.set(file);
  assertStringIncludes(read(longer).error?.message ?? "", "something follows its end");
  assertThrows(
    () => [...readBinaryTrace([new TextEncoder().encode("leveret trace 2\n")])],
    BinaryTraceError,
    "it has version 2 of the layout, which this program does not know",
  );
});

Deno.test("a binary trace whose content makes no sense is damaged, whatever its checksum says", () => {
  const { file } = record(ODDITIES, [], 900);
  // The checksum is computed as the page says.
  const checksum = (content: Uint8Array): bigint => {
    const padded = new Uint8Array(Math.ceil(content.length / 8) * 8);
    padded.set(content);
    let sum = 0n;
    for (const word of new BigUint64Array(padded.buffer)) {
      sum = BigInt.asUintN(64, ((sum << 31n) | (sum >> 33n)) ^ word);
      sum = BigInt.asUintN(64, sum * 0x9e37_79b9_7f4a_7c15n);
    }
    return sum;
  };
  const view = new DataView(file.buffer);
  const length = view.getUint32(20, true);
  assertEquals(view.getBigUint64(32, true), checksum(file.subarray(40, 40 + length)));
  let errors = 0;
  for (let at = 40; at < 40 + length; at += 97) {
    const bad = file.slice();
    bad[at] = 0xff ^ (bad[at] ?? 0);
    new DataView(bad.buffer).setBigUint64(32, checksum(bad.subarray(40, 40 + length)), true);
    if (read(bad).error !== undefined) errors++;
  }
  assert(errors > 0);
});
