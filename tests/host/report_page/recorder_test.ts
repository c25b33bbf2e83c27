// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import type { PageFlame } from "../../../host/report_page/data.ts";
import { KeptOutput } from "../../../host/run_report/kept_output.ts";
import { RunRecorder } from "../../../host/run_report/recorder.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { reportOf, reportOfExample } from "./recorded.ts";

Deno.test("a report is plain data: JSON keeps all of it", () => {
  for (const name of ["hash_table.s", "bugs/use_after_free.s", "bugs/null_field.s", "hello.s"]) {
    const report = reportOfExample(name);
    const again = JSON.parse(JSON.stringify(report));
    assertEquals(again.summary, { ...report.summary });
    assertEquals(again, JSON.parse(JSON.stringify(reportOfExample(name))), `${name} repeats`);
  }
});

Deno.test("the recorder does not change what a program does", () => {
  const name = "examples/bugs/use_after_free.s";
  const text = Deno.readTextFileSync(new URL(`../../../${name}`, import.meta.url));
  using process = new Process(build([{ name, text }], { archive: runtimeFiles }));
  process.run();
  const report = reportOf(name, text);
  assertEquals(report.summary.instructions, process.statistics.instructions);
  assertEquals(report.summary.systemCalls, process.statistics.systemCalls);
  assertEquals(
    report.output.parts.map(({ text }) => text).join(""),
    new TextDecoder().decode(process.output.stderr),
  );
  const { summary, errors, fault } = report;
  assertEquals([summary.status, summary.instructions, summary.outcome], [134, 557, "failed"]);
  assertEquals(errors.map(({ title }) => title), [
    "Invalid read of size 8",
    "Invalid write of size 8",
  ]);
  assertEquals(errors.map(({ excerpt }) => excerpt?.line), [66, 68]);
  assertEquals([fault?.signal, fault?.excerpt?.line], ["SIGABRT", 51]);
});

Deno.test("an excerpt has the line, and those around it as far as the file goes", () => {
  const { fault } = reportOf("short.s", ".globl _start\n_start: ld a0, 8(zero)\n");
  const { first, line, text } = fault?.excerpt ?? {};
  assertEquals([first, line], [1, 2]);
  assertEquals(text?.[1], "_start: ld a0, 8(zero)");
});

Deno.test("lost blocks, heap, and the map of it are in the report", () => {
  const report = reportOf(
    "lost.s",
    `
        .globl main
main:   addi sp, sp, -16
        sd ra, 8(sp)
        li a0, 24
        call malloc
        li a0, 5000
        call malloc
        call free
        li a0, 0
        ld ra, 8(sp)
        addi sp, sp, 16
        ret
`,
  );
  assertEquals(report.leaks.map(({ title, notes, excerpt }) => [title, notes, excerpt?.line]), [
    ["Blocks are definitely lost", ["24 bytes in 1 block."], 6],
  ]);
  assertEquals(report.summary.outcome, "errors");
  assertEquals([report.heap?.peak.bytes, report.heap?.live], [5024, { blocks: 1, bytes: 24 }]);
  const { contents = [], chunks = [] } = report.heapMap ?? {};
  assertEquals(contents[0]?.bytes, 24);
  assertEquals(chunks.map(({ used, free }) => [used, free]), [[1, 0]]);
  assertEquals(contents.reduce((sum, { bytes }) => sum + bytes, 0), 2 ** 21);
});

Deno.test("a program without an allocator has no heap", () => {
  const { heap, heapMap, leaks } = reportOfExample("hello.s");
  assertEquals([heap, heapMap, leaks], [undefined, undefined, []]);
});

Deno.test("the frames of the flame graph add up, and lie inside those that called them", () => {
  const { profile, summary } = reportOfExample("hash_table.s");
  assertEquals(profile.total, summary.instructions);
  assertEquals(profile.flame.total, summary.instructions);
  const check = ({ name, self, total, children }: PageFlame) => {
    const inside = children.reduce((sum, child) => sum + child.total, self);
    assert(inside <= total, `${name}: ${inside} of ${total}`);
    children.forEach(check);
  };
  check(profile.flame);
});

Deno.test("the beginning and the end of a long output are kept", () => {
  const output = new KeptOutput();
  const line = (number: number) => new TextEncoder().encode(`line ${number}\n`);
  let bytes = 0;
  for (let number = 0; number < 100_000; number++) {
    output.add(number === 99_999 ? "stderr" : "stdout", line(number));
    bytes += line(number).length;
  }
  const { parts, omitted } = output.output();
  assertStringIncludes(parts[0]?.text ?? "", "line 0\nline 1\n");
  assertEquals(parts.at(-1), { stream: "stderr", text: "line 99999\n" });
  const kept = parts.reduce((sum, { text }) => sum + text.length, 0);
  assertEquals(kept + omitted.bytes, bytes);
  assert(kept <= 64 * 1024 && omitted.after === 1);
});

Deno.test("control characters in the output are shown, and what is no UTF-8 is replaced", () => {
  const output = new KeptOutput();
  output.add("stdout", Uint8Array.of(0x1b, 0x5b, 0x31, 0x6d, 0xff, 0x00, 0x0a, 0xc3));
  output.add("stdout", Uint8Array.of(0xa9));
  assertEquals(output.output().parts, [
    { stream: "stdout", text: "\\u001b[1m\ufffd\\u0000\né" },
  ]);
});

Deno.test("report() wants a process", () => {
  const recorder = new RunRecorder(
    build([{ name: "x.s", text: ".globl _start\n_start: nop\n" }]),
    "x",
  );
  assertThrows(
    () => recorder.report({ outcome: { kind: "exited", status: 0 } }),
    TypeError,
    "Cannot report: nothing is attached",
  );
});

Deno.test("a program that is stopped at a limit has a report, too", () => {
  const text = ".globl _start\n_start: j _start\n";
  const program = build([{ name: "loop.s", text }]);
  const recorder = new RunRecorder(program, "loop.s");
  using process = new Process(program, recorder.processOptions);
  recorder.attach(process);
  const outcome = process.run({ maxInstructions: 1000 });
  const { summary } = recorder.report({ outcome });
  assertEquals([summary.outcome, summary.status], ["stopped", 124]);
  assertEquals(summary.ending, "The program was stopped at its limit, after 1,000 instructions.");
});
