// SPDX-License-Identifier: MPL-2.0
// Probes on functions: signatures, arguments in registers and on the stack by type, results, calls that do not
// return; on all engines, translated.
import { assertEquals, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { ENGINE_NAMES, type EngineName } from "../../../cpu/machine.ts";
import {
  formatProbedCall,
  FunctionProbe,
  parseSignature,
} from "../../../host/calls/function_probes.ts";
import { Process } from "../../../host/process.ts";

/** The calls that a probe tells of, as lines. */
function calls(text: string, signature: string, engine: EngineName = "auto"): string[] {
  const program = build([{ name: "test.s", text }]);
  using process = new Process(program, { engine });
  const seen: string[] = [];
  const probe = new FunctionProbe(
    process,
    parseSignature(signature),
    (call) => seen.push(`${formatProbedCall(call)} ${call.number}`),
  );
  process.run({ maxInstructions: 1_000_000 });
  probe.finish();
  return seen.map((line) => line.replace(/ \d+$/, ""));
}

const EXIT = "li a7, 93\necall\n";

Deno.test("parseSignature() reads names, types and results, and says what it cannot read", () => {
  assertEquals(parseSignature("f"), { name: "f", args: [], result: undefined });
  assertEquals(parseSignature(" rt.malloc( n : size )->p:ptr "), {
    name: "rt.malloc",
    args: [{ name: "n", type: "u64" }],
    result: { name: "p", type: "ptr" },
  });
  assertEquals(parseSignature("f(a, b: double) -> r").args, [
    { name: "a", type: "word" },
    { name: "b", type: "f64" },
  ]);
  for (
    const [text, message] of [
      ["", "it must be like f(n, p: str) -> r"],
      ["f(a", "it must be like f(n, p: str) -> r"],
      ["f(a,)", "nothing is no name, or name: type"],
      ["f(1)", "1 is no name, or name: type"],
      ["f(a: strin)", "there is no type strin"],
      ["f() ->", "nothing is no name"],
    ] as const
  ) assertThrows(() => parseSignature(text), SyntaxError, message);
});

Deno.test("a probe shows arguments and results by their types, on all engines", () => {
  const text = `
        .globl  _start
_start: la      a0, text
        li      a1, -2
        li      t0, 0x3ff8000000000000
        fmv.d.x fa0, t0
        li      t0, 0x40200000
        fmv.w.x fa1, t0
        li      a2, 0x1ff
        li      a3, 0x123456789
        li      a4, 7
        li      a5, 1
        li      a6, 8
        li      a7, 9
        addi    sp, sp, -16
        li      t0, 10
        sd      t0, 0(sp)
        li      t0, -11
        sd      t0, 8(sp)
        call    f
        ${EXIT}
f:      li      a0, 1
        fmv.d   fa0, fa1
        ret
        .data
text:   .asciz  "a\\tb"
`;
  const signature =
    "f(s: str, i: int, d: double, f: float, c: u8, w, x, y: bool, z, u, n: u32, m: i8)";
  const shown =
    'f(s="a\\tb", i=-2, d=1.5, f=2.5, c=255, w=0x123456789, x=7, y=true, z=8, u=9, n=10, m=-11)';
  for (const engine of ENGINE_NAMES) {
    assertEquals(calls(text, signature, engine), [shown]);
    assertEquals(calls(text, `${signature} -> r: bool`, engine), [`${shown} -> r=true`]);
  }
  assertEquals(calls(text, "f(s: ptr) -> r: float").length, 1);
  assertEquals(calls(text, "f() -> r: float"), ["f() -> r=2.5"]);
  assertEquals(calls(text, "f(a, s: str)"), ["f(a=0x11000, s=0xfffffffffffffffe)"]);
});

Deno.test("a probe follows recursion, thousands of calls, and calls that do not return", () => {
  const text = `
        .globl  _start
_start: li      s1, 3000
1:      li      a0, 2
        call    f
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 5
        la      ra, out
        j       g
out:    ${EXIT}
f:      beqz    a0, 1f
        addi    sp, sp, -16
        sd      ra, 8(sp)
        addi    a0, a0, -1
        call    f
        addi    a0, a0, 1
        ld      ra, 8(sp)
        addi    sp, sp, 16
1:      ret
g:      addi    sp, sp, -16
        call    h
h:      addi    sp, sp, 16
        la      ra, out
        j       out
`;
  const seen = calls(text, "f(n) -> r");
  assertEquals(seen.length, 9000);
  assertEquals(seen.slice(0, 4), [
    "f(n=0) -> r=0",
    "f(n=1) -> r=1",
    "f(n=2) -> r=2",
    "f(n=0) -> r=0",
  ]);
  assertEquals(calls(text, "h(n) -> r"), ["h(n=5) -> r=?"]);
});

Deno.test("a probe refuses a function that the program does not have", () => {
  const program = build([{ name: "test.s", text: `.globl _start\n_start: ${EXIT}` }]);
  using process = new Process(program);
  assertThrows(
    () => new FunctionProbe(process, parseSignature("f"), () => {}),
    RangeError,
    "Cannot probe f: the program has no such symbol",
  );
});
