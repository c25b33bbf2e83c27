// SPDX-License-Identifier: MPL-2.0
// The check of calls: each kind of mistake is found and both places named; correct programs of gcc, assembly
// and the runtime raise no alarm.
import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { ENGINE_NAMES, type EngineName } from "../../../cpu/machine.ts";
import { CallChecker } from "../../../host/calls/call_checker.ts";
import { type CallError, CallErrorFormat } from "../../../host/calls/call_errors.ts";
import { Process, type ProcessOptions } from "../../../host/process.ts";
import { CodeLocations } from "../../../host/symbols/locations.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import {
  assembled as objectOf,
  Compilation,
  linked,
  missingTools,
  programNames,
  TARGETS,
} from "../../c/corpus.ts";
import { exampleRuns } from "../../examples/expected.ts";
import { triesAllOfGcc } from "../../fuzz_settings.ts";

const ROOT = new URL("../../../", import.meta.url);

/** Runs a program; returns its errors. */
function errorsOf(
  program: Program,
  { shared = [], ...options }: ProcessOptions & { readonly shared?: readonly number[] } = {},
): CallError[] {
  const errors: CallError[] = [];
  using process = new Process(program, options);
  process.observe(new CallChecker(process, (error) => errors.push(error), shared));
  process.run({ maxInstructions: 2_000_000 });
  return errors;
}

/** The errors of assembly text, as kind, register, and the lines of the places. */
function found(text: string, engine: EngineName = "auto"): string[] {
  const program = build([{ name: "test.s", text }], { archive: runtimeFiles });
  const locations = new CodeLocations(program);
  return errorsOf(program, { engine, translateAfter: 0 }).map(
    ({ kind, register, at, cause, call }) => {
      const [shown, guilty, called] = [at, cause, call].map((place) =>
        place === undefined ? "-" : locations.at(place.pc).location?.line
      );
      return `${kind} ${register ?? ""}: ${shown} ${guilty} ${called}`;
    },
  );
}

/** A main that calls `work` between a prologue and an epilogue; its call is in line 5. */
const callWork = (work: string, after = "") => `
        .globl main
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        call    work
        ${after}
        ld      ra, 24(sp)
        addi    sp, sp, 32
        li      a0, 0
        ret
work:
${work}
`;

Deno.test("the check of calls finds a changed callee-saved register, integer or float", () => {
  for (const engine of ENGINE_NAMES) {
    assertEquals(found(callWork("li s3, 5\nret"), engine), ["callee-saved register 19: 13 12 5"]);
  }
  assertEquals(
    found(callWork("li t0, 5\nfmv.d.x fs2, t0\nret")),
    ["callee-saved register 50: 14 13 5"],
  );
  assertEquals(found(callWork("mv t0, s3\nli s3, 5\nmv s3, t0\nret")), []);
});

Deno.test("the check of calls finds a stack pointer that is not restored", () => {
  assertEquals(found(callWork("addi sp, sp, -16\nret", "addi sp, sp, 16")), [
    "stack pointer 2: 13 12 5",
  ]);
  assertEquals(found(callWork("addi sp, sp, 16\nret", "addi sp, sp, -16")), [
    "stack pointer 2: 13 12 5",
  ]);
});

Deno.test("the check of calls finds a misaligned stack at a call", () => {
  const text = callWork(
    "addi sp, sp, -8\nsd ra, 0(sp)\ncall other\nld ra, 0(sp)\naddi sp, sp, 8\nret",
  );
  assertEquals(found(`${text}other:  ret\n`), ["misaligned stack : 14 12 -"]);
});

Deno.test("the check of calls finds a function that returns to itself", () => {
  assertEquals(found(callWork("call other\nret\nother: ret")), [
    "return address not saved 1: 13 12 12",
  ]);
});

Deno.test("the check of calls finds an overwritten return address", () => {
  const text = callWork(
    "addi sp, sp, -16\nsd ra, 8(sp)\nla t0, away\nsd t0, 8(sp)\nld ra, 8(sp)\naddi sp, sp, 16\nret",
  );
  assertEquals(found(`${text}away:  li a7, 93\necall\n`), ["return elsewhere 1: 18 16 5"]);
});

Deno.test("the check of calls finds a read of what a call has overwritten", () => {
  assertEquals(found(callWork("li t1, 5\nret", "add a0, a0, t1")), [
    "clobbered register 6: 6 12 5",
  ]);
  // In an argument register, of a function below the one that was called.
  const nested = "addi sp, sp, -16\nsd ra, 8(sp)\ncall deep\nld ra, 8(sp)\naddi sp, sp, 16\nret";
  assertEquals(found(`${callWork(nested, "mv a0, a3")}deep: li a3, 1\nret\n`), [
    "clobbered register 13: 6 18 5",
  ]);
  // What the call left alone, and what a function returns, may be read.
  assertEquals(found(callWork("li t1, 5\nli a0, 1\nli a1, 2\nret", "add a0, a1, t2")), []);
  // The new function may save registers that nobody gave it.
  assertEquals(found(callWork("sd a5, -8(sp)\nret", "li a5, 1\ncall work")), []);
});

/** Correct programs with unusual calls. */
const CORRECT: Readonly<Record<string, string>> = {
  "tail calls": callWork("li t1, 5\ntail other\nother: ret"),
  "millicode called through t0": callWork(
    "jal t0, save\nli s1, 4\nli s0, 3\nj restore\n" +
      "save: addi sp, sp, -32\nsd ra, 24(sp)\nsd s0, 16(sp)\nsd s1, 8(sp)\njr t0\n" +
      "restore: ld ra, 24(sp)\nld s0, 16(sp)\nld s1, 8(sp)\naddi sp, sp, 32\nret",
  ),
  "longjmp": callWork(
    "addi sp, sp, -16\nsd ra, 8(sp)\nla a0, buffer\ncall set\nbnez a0, 1f\ncall jump\n" +
      "1: ld ra, 8(sp)\naddi sp, sp, 16\nret\n" +
      "set: sd ra, 0(a0)\nsd sp, 8(a0)\nsd s0, 16(a0)\nli a0, 0\nret\n" +
      "jump: addi sp, sp, -16\nli s0, 9\nla a0, buffer\n" +
      "ld ra, 0(a0)\nld sp, 8(a0)\nld s0, 16(a0)\nli a0, 1\nret\n" +
      ".bss\n.balign 8\nbuffer: .zero 24\n.text",
  ),
  "coroutines on stacks of their own": callWork(
    "addi sp, sp, -32\nsd ra, 24(sp)\nsd s0, 16(sp)\nla t0, here\nla t1, there\n" +
      "la t2, stack_end\naddi t2, t2, -32\nla t3, body\nsd t3, 24(t2)\nsd t2, 0(t1)\n" +
      "call swap\ncall swap\nld ra, 24(sp)\nld s0, 16(sp)\naddi sp, sp, 32\nret\n" +
      "swap: addi sp, sp, -32\nsd ra, 24(sp)\nsd s0, 16(sp)\nla t0, here\nla t1, there\n" +
      "sd sp, 0(t0)\nld t2, 0(t1)\nsd sp, 0(t1)\nmv sp, t2\nld ra, 24(sp)\nld s0, 16(sp)\n" +
      "addi sp, sp, 32\nret\n" +
      "body: li s0, 77\n1: call swap\nj 1b\n" +
      ".bss\n.balign 16\nhere: .zero 8\nthere: .zero 8\n.zero 1024\nstack_end: .zero 8\n.text",
  ),
  "a signal handler": `
        .globl main
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        la      t0, handler
        sd      t0, action, t1
        li      a0, 10
        la      a1, action
        li      a2, 0
        li      a3, 8
        li      a7, 134
        ecall
        li      s1, 6
        li      t3, 4
        li      a7, 172
        ecall
        li      a1, 10
        li      a7, 129
        ecall
        mv      a0, t3
        ld      ra, 24(sp)
        addi    sp, sp, 32
        li      s1, 1
        li      a7, 93
        ecall
handler:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        li      t3, 9
        call    inner
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
inner:  li      t3, 10
        ret
        .data
        .balign 8
action: .zero   32
`,
};

for (const [name, text] of Object.entries(CORRECT)) {
  Deno.test(`the check of calls is silent about ${name}`, () => {
    assertEquals(found(text), []);
  });
}

/** Registers that all functions of an example share on purpose; its comments say so. */
const SHARED: Readonly<Record<string, readonly number[]>> = { calculator: [26, 27] };

for (const { program: path, args = [], stdin, env = {} } of exampleRuns) {
  if (path.startsWith("bugs/")) continue;
  Deno.test(`the check of calls is silent about ${path} ${args.join(" ")}`, () => {
    const name = `examples/${path}.s`;
    const text = Deno.readTextFileSync(new URL(name, ROOT));
    const program = build([{ name, text }], { archive: runtimeFiles });
    const format = new CallErrorFormat(new CodeLocations(program));
    const errors = errorsOf(program, {
      ...{ args: ["program", ...args], env, shared: SHARED[path] ?? [] },
      ...stdin !== undefined && { stdin: new TextEncoder().encode(stdin) },
    });
    assertEquals(errors.map((error) => format.format(error)), []);
  });
}

const missing = await missingTools();
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;
const LEVELS = triesAllOfGcc ? ["-O0", "-O1", "-O2", "-O3", "-Os"] : ["-O0", "-O2", "-Os"];

for (const [index, level] of LEVELS.entries()) {
  const target = TARGETS[index % TARGETS.length];
  if (target === undefined) continue;
  Deno.test({
    name: `the check of calls is silent about gcc's ${level}, ${target.march}${skipped}`,
    ignore: missing.length > 0,
    fn: () =>
      withDirectory(async (directory) => {
        const names = await programNames();
        const compilation = await Compilation.make(names, target, [level], directory);
        const support = compilation.support.map(objectOf);
        const alarms: string[] = [];
        for (const [name, source] of compilation.programs) {
          const program = linked([objectOf(source), ...support]);
          const format = new CallErrorFormat(new CodeLocations(program));
          for (const error of errorsOf(program)) alarms.push(`${name}: ${format.format(error)}`);
        }
        assertEquals(alarms, []);
      }),
  });
}
