// SPDX-License-Identifier: MPL-2.0
// The fault report of each program in examples/bugs: what happened, in which line, and the hint that names
// the mistake. The expected headlines are in tests/examples/expected.ts.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { inspectHeap } from "../../../host/heap/inspector.ts";
import { allocatorSegments } from "../../../host/heap/segments.ts";
import { Process } from "../../../host/process.ts";
import { type FaultReport, makeFaultReport } from "../../../host/report/fault_report.ts";
import { faultReportJson, formatFaultReport } from "../../../host/report/format_report.ts";
import { History } from "../../../host/watch/history.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { exampleRuns } from "../../examples/expected.ts";
import { fc } from "../../properties.ts";

const ROOT = new URL("../../../", import.meta.url);
const BUGS = exampleRuns.filter(({ program }) => program.startsWith("bugs/"));

/** The expected hints; programs that are not listed have none. */
const HINTS: Readonly<Record<string, string>> = {
  "bugs/jump_unmapped": 'is the text "AAAAAAAA"',
  "bugs/null_field": "is null: this is an access through a null pointer, at offset 8",
  "bugs/pointer_cut": "lost its upper half",
  "bugs/poison_pointer": "use after free",
  "bugs/stack_overflow": "stack overflow",
  "bugs/store_read_only": "constants cannot be written",
  "bugs/use_after_free_large": "was unmapped by main+0x",
  "bugs/use_after_munmap": "was unmapped by main+0x",
  "bugs/illegal_instruction": "zeros are not code",
};

function buildExample(name: string): Program {
  const file = `examples/${name}.s`;
  const text = Deno.readTextFileSync(new URL(file, ROOT));
  return build([{ name: file, text }], { archive: runtimeFiles });
}

/** Runs a program that is killed; returns the report, and what `look` returns. */
function reportOf<T>(
  program: Program,
  look: (process: Process, history: History) => T,
): { report: FaultReport; seen: T } {
  using process = new Process(program);
  const history = new History(process);
  const outcome = process.run({ maxInstructions: 100_000_000 });
  if (outcome.kind !== "killed") throw new TypeError(`Cannot report: it ${outcome.kind}`);
  const seen = look(process, history);
  return { report: makeFaultReport(process.machine, program, outcome, history), seen };
}

for (const { program: name, report: words, abort, status } of BUGS) {
  if (status < 128) continue;
  Deno.test(`the report about ${name} says what happened and where`, () => {
    const { report } = reportOf(buildExample(name), () => {});
    if (words !== undefined) assertStringIncludes(report.headline, words);
    if (abort !== undefined) {
      assertEquals([report.signal, report.cause], ["SIGABRT", undefined]);
      assertEquals(report.headline, "the program aborted");
    }
    const hint = HINTS[name];
    if (hint === undefined) assertEquals(report.hints, []);
    else assertStringIncludes(report.hints[0] ?? "", hint);
    const { frames } = report.backtrace;
    const file = `examples/${name}.s`;
    const isFound = frames.some(({ location }) => location?.file === file);
    // One has no main, one aborts after main has returned, and one jumps without a return address.
    const without = ["bugs/no_main", "bugs/use_after_free_at_exit", "bugs/jump_unmapped"];
    assertEquals(isFound, !without.includes(name));
    assert(frames.length > 1);
    const text = formatFaultReport(report);
    assert(text.startsWith(`${report.signal}: ${report.headline}\n`));
    assertEquals(JSON.parse(JSON.stringify(faultReportJson(report))).message, report.headline);
  });
}

Deno.test("the heap view of each program in examples/bugs shows whether the heap is corrupted", () => {
  const expected: Readonly<Record<string, string>> = {
    "bugs/overflow_into_free": "where no header can be",
    "bugs/overflow_large": "the footer of the large block",
    // It aborts when the block is off its free list, but not in use yet.
    "bugs/use_after_free": "marked free, but no free list holds it",
    "bugs/use_after_free_at_exit": "was written after it was freed",
  };
  for (const [name, words] of Object.entries(expected)) {
    const program = buildExample(name);
    const { seen } = reportOf(program, ({ machine }, history) => {
      const watched = inspectHeap(
        machine.memory,
        program,
        allocatorSegments(program, history, machine.memory),
      );
      const guessed = inspectHeap(machine.memory, program);
      return [watched, guessed].map((view) =>
        view?.problems.map(({ message }) => message).join("\n") ?? ""
      );
    });
    for (const problems of seen) assertStringIncludes(problems, words, name);
  }
});

Deno.test("formatFaultReport() writes the most important facts first", () => {
  const text = `.globl _start
_start:
    call main
    ebreak
main:
    addi sp, sp, -16
    sd   ra, 8(sp)
    li   a0, 0x40
    call first
    ld   ra, 8(sp)
    addi sp, sp, 16
    ret
first:
    lw   a0, 4(a0)      # faults
    ret
`;
  const program = build([{ name: "x.s", text }]);
  const { report } = reportOf(program, () => {});
  const registers = report.registers.map((value) => value.toString(16).padStart(16, "0"));
  const page = formatFaultReport(report);
  assertEquals(
    page.replace(/Registers\n(.*\n)+?\n/, "Registers\n\n"),
    `SIGSEGV: load of 4 bytes from unmapped address 0x44
  in first at x.s:14, after 7 instructions
  0x1002c: lw a0, 4(a0)
  x.s:14 | lw   a0, 4(a0)      # faults

hint: null plus 68: this is an access to a field or element through a null pointer

Registers

Backtrace
  #0  0x1002c first at x.s:14
  #1  0x10020 main+0x14 at x.s:9
  #2  0x10008 _start+0x8 at x.s:3

Around 0x44
  0x10000-0x11000 r-x program  starts 63.9 KiB above
`,
  );
  const lines = page.split("\n");
  const table = lines.slice(lines.indexOf("Registers") + 1, lines.indexOf("Backtrace"));
  assertEquals(
    table[0],
    `  zero ${registers[0]}   s0   ${registers[8]}   ` +
      `a6   ${registers[16]}   s8   ${registers[24]}`,
  );
  assertStringIncludes(table.join("\n"), `a0   ${registers[10]}*`);
  assertEquals(table.at(-2), "  * a0: the base address");
});

Deno.test("formatFaultReport() marks uncertain frames, and counts repeated ones", () => {
  const text = `.globl _start
_start:
    call main
    ebreak
main:
    addi sp, sp, -16
    sd   ra, 8(sp)
    call main
`;
  const { report } = reportOf(build([{ name: "x.s", text }]), () => {});
  const page = formatFaultReport(report);
  assertStringIncludes(page, "main+0x10 at x.s:8  (999 times)\n");
  assertStringIncludes(page, "... further frames omitted\n");
  const likely = {
    ...report,
    backtrace: {
      cut: false,
      frames: report.backtrace.frames.slice(0, 2).map((frame) => ({
        ...frame,
        origin: "scan" as const,
      })),
    },
  };
  assertStringIncludes(formatFaultReport(likely), "(uncertain: found by searching the stack)");
});

Deno.test("makeFaultReport() does not throw for random code", () => {
  const anyWord = fc.oneof(
    fc.nat(0xffff_ffff),
    // Loads, stores, jumps and stack adjustments with any registers.
    fc.tuple(fc.constantFrom(0x03, 0x13, 0x23, 0x67, 0x6f, 0x17, 0x37), fc.nat(0x1ff_ffff))
      .map(([opcode, rest]) => ((rest << 7) | opcode) >>> 0),
    fc.constantFrom(0xff010113, 0x00113423, 0x00813023, 0x01010413, 0x00008067),
  );
  fc.assert(
    fc.property(fc.array(anyWord, { minLength: 1, maxLength: 60 }), (words) => {
      const text = `.globl _start\n_start:\n${words.map((word) => `.4byte ${word}\n`).join("")}`;
      const program = build([{ name: "x.s", text }]);
      using process = new Process(program);
      const outcome = process.run({ maxInstructions: 1000 });
      const end = outcome.kind === "killed"
        ? outcome
        : { signal: { number: 6, name: "SIGABRT" }, trap: undefined };
      const report = makeFaultReport(process.machine, program, end);
      formatFaultReport(report);
      JSON.stringify(faultReportJson(report));
    }),
    { numRuns: 300 },
  );
});

Deno.test("formatFaultReport() prints the address of a frame without a symbol once", () => {
  const code = new Uint8Array(4);
  const segment = { address: 0x1_0000n, data: code, size: 4 };
  const image = {
    entry: 0x1_0000n,
    segments: [{ ...segment, read: true, write: false, execute: true }],
  };
  using process = new Process(image);
  const outcome = process.run();
  if (outcome.kind !== "killed") throw new TypeError(`Cannot report: it ${outcome.kind}`);
  const text = formatFaultReport(makeFaultReport(process.machine, image, outcome));
  assertStringIncludes(text, "#0  0x10000\n");
});
