// SPDX-License-Identifier: MPL-2.0
import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { TraceFilter } from "../../../host/trace/filter.ts";
import { LastLines } from "../../../host/trace/last_lines.ts";
import { parsePoint, whenReached, whileInside } from "../../../host/trace/points.ts";
import { Tracer } from "../../../host/trace/tracer.ts";

const text = `.globl _start, f, g
_start: li   s0, 3
again:  jal  f
        addi s0, s0, -1
        bnez s0, again
        li   a7, 93
        ecall
f:      addi sp, sp, -16
        sd   ra, 8(sp)
        jal  g
        ld   ra, 8(sp)
        addi sp, sp, 16
        ret
g:      ret
`;
const program = build([{ name: "src/main.s", text }]);

/** The numbers of the instructions at which a point is reached. */
function reached(point: string): number | undefined {
  const parsed = parsePoint(point, program);
  if (parsed === undefined || parsed.kind === "number") return parsed?.number;
  using process = new Process(program);
  let found: number | undefined;
  whenReached(process.machine, parsed, () => found = process.machine.instructions);
  process.run();
  return found;
}

Deno.test("points are numbers, symbols, lines, and returns of calls", () => {
  assertEquals(reached("1,000"), 1000);
  assertEquals(reached("f"), 2);
  assertEquals(reached("main.s:4"), 9);
  assertEquals(reached("src/main.s:4"), 9);
  assertEquals(reached("f#1"), 9);
  assertEquals(reached("f#3"), 29);
  assertEquals(reached("f#4"), undefined);
  for (const wrong of ["h", "f#0", "h#1", "main.s:99", "ain.s:4", ""]) {
    assertEquals(parsePoint(wrong, program), undefined, wrong);
  }
});

Deno.test("whileInside() tells when a function begins and has returned, recursion included", () => {
  const recursive = build([{
    name: "main.s",
    text: `.globl _start, f
_start: li   a0, 2
        jal  f
        jal  f
        li   a7, 93
        ecall
f:      addi sp, sp, -16
        sd   ra, 8(sp)
        beqz a0, 1f
        addi a0, a0, -1
        jal  f
1:      ld   ra, 8(sp)
        addi sp, sp, 16
        ret
`,
  }]);
  using process = new Process(recursive);
  const seen: (readonly [string, number])[] = [];
  const { machine } = process;
  whileInside(
    machine,
    recursive.symbol("f")?.value ?? 0n,
    () => seen.push(["in", machine.instructions]),
    () => seen.push(["out", machine.instructions]),
  );
  process.run();
  assertEquals(seen, [["in", 2], ["out", 24], ["in", 25], ["out", 31]]);
});

Deno.test("a tracer goes on after it was detached, and leaves out the first events", () => {
  using process = new Process(program);
  let log = "";
  const tracer = new Tracer(program, {
    formats: ["instructions"],
    filter: new TraceFilter({ skip: 1 }, program),
    annotate: true,
    sink: (bytes) => log += new TextDecoder().decode(bytes),
  });
  tracer.attach(process);
  process.run({ maxInstructions: 2 });
  tracer.detach();
  process.run({ maxInstructions: 9 });
  tracer.attach(process);
  process.run({ maxInstructions: 10 });
  tracer.finish();
  const symbols = log.trimEnd().split("\n").map((line) => /# (\S+)/.exec(line)?.[1]);
  assertEquals(symbols, ["again", "again+0x4"]);
});

Deno.test("accesses have numbers in JSON", () => {
  using process = new Process(program);
  let log = "";
  const tracer = new Tracer(program, {
    formats: ["memory"],
    json: true,
    filter: new TraceFilter({ first: 2 }, program),
    sink: (bytes) => log += new TextDecoder().decode(bytes),
  });
  tracer.attach(process);
  process.run();
  tracer.finish();
  const events = log.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(
    events.map(({ number, mnemonic, operands }) => [number, mnemonic, operands]),
    [[3, "sd", "ra, 8(sp)"], [6, "ld", "ra, 8(sp)"]],
  );
});

Deno.test("LastLines keeps the last lines, in whatever pieces they come", () => {
  const all = Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join("");
  const bytes = new TextEncoder().encode(all);
  for (const most of [0, 1, 7, 100, 200]) {
    for (const size of [1, 5, 64, 1000]) {
      const last = new LastLines(most);
      for (let at = 0; at < bytes.length; at += size) last.write(bytes.subarray(at, at + size));
      let kept = "";
      last.drain((bytes) => kept += new TextDecoder().decode(bytes));
      const expected = most === 0 ? "" : all.split("\n").slice(-most - 1).join("\n");
      assertEquals(kept, expected, `${most} lines in pieces of ${size}`);
    }
  }
});
