// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { type Debugger as Debug, ExpressionError, OutputLog } from "../../../host/debug/mod.ts";
import { Debugger, type DebugStop } from "../../../host/debug/mod.ts";
import { Process } from "../../../host/process.ts";

const text = Deno.readTextFileSync(new URL("debugged.s", import.meta.url));
const PROGRAM = build([{ name: "debugged.s", text }]);

class Debugged implements Disposable {
  readonly output = new OutputLog();
  readonly process = new Process(PROGRAM, {
    stdout: this.output.stdout,
    stderr: this.output.stderr,
  });
  readonly debug = new Debugger(this.process, { output: this.output });

  [Symbol.dispose](): void {
    this.debug[Symbol.dispose]();
    this.process.dispose();
  }
}

const lineOf = (debug: Debug, index = 0) => debug.frame(index).location?.line;

/** What stopped: the kind, and for points their numbers. */
function causes({ reason }: DebugStop): string {
  if (reason.kind !== "points") return reason.kind;
  return reason.points.map(({ number }) => `#${number}`).join(" ");
}

Deno.test("breakpoints stop at functions, lines and addresses, with conditions and counts", async () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  const code = (text: string) => ({ kind: "code", addresses: debug.findCode(text), text }) as const;
  debug.points.add(code("fact"));
  debug.points.add(code("debugged.s:13"), { condition: "$s1 == 5" });
  debug.points.add(code("loop"), { ignore: 6, temporary: true });
  assertEquals(causes(await debug.continue()), "#1");
  assertEquals([debug.evaluate("$a0").text(), lineOf(debug)], ["5", 31]);
  assertEquals(causes(await debug.continue()), "#1");
  assertEquals(debug.evaluate("$a0").number, 4n);
  assertEquals([...debug.frames()].map((frame) => frame.function), ["fact", "fact", "_start"]);
  debug.points.delete(1);
  assertEquals(causes(await debug.continue()), "#2");
  assertEquals(debug.evaluate("$s1").number, 5n);
  assertEquals(causes(await debug.continue()), "#3");
  assertEquals(debug.evaluate("$s1").number, 6n);
  assertEquals(debug.points.get(3), undefined);
  assertEquals(causes(await debug.continue()), "killed");
  assertEquals(causes(await debug.continue("back")), "#2");
  assertEquals(debug.evaluate("$s1").number, 5n);
  assertEquals(causes(await debug.continue("back")), "start");
  debug.points.get(2)!.condition = "no_such_thing";
  const { reason } = await debug.continue();
  assertEquals(
    reason.kind === "points" && reason.error,
    "cannot test the condition of 2, no_such_thing: there is no symbol no_such_thing here",
  );
});

Deno.test("steps go by instruction and by line, into and over calls, and back the same way", async () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  await debug.stepLine();
  assertEquals(lineOf(debug), 6);
  await debug.stepLine({ over: true });
  assertEquals([lineOf(debug), debug.evaluate("$a0").number], [7, 120n]);
  await debug.stepLine({ over: true, direction: "back" });
  assertEquals([lineOf(debug), debug.stop.instruction], [6, 1]);
  await debug.stepLine();
  assertEquals([lineOf(debug), debug.frame().function], [31, "fact"]);
  assertEquals(lineOf(debug, 1), 6);
  const finished = await debug.finish();
  assert(finished.reason.kind === "finish");
  assertEquals([finished.reason.a0, finished.reason.function, lineOf(debug)], [120n, "fact", 7]);
  await debug.stepLine({ direction: "back" });
  assertEquals(lineOf(debug), 44);
  await debug.finish(debug.frame(), "back");
  // At the second instruction of `call`.
  assertEquals([lineOf(debug), debug.stop.instruction], [6, 2]);
  await debug.stepInstruction({ count: 2 });
  assertEquals(debug.stop.instruction, 4);
  await debug.stepInstruction({ count: 4, direction: "back" });
  assertEquals(debug.stop.instruction, 0);
  assertEquals((await debug.stepInstruction({ direction: "back" })).reason, { kind: "start" });
});

Deno.test("every step forwards is undone by one back", async () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  await debug.goToEnd({ run: true });
  for (const over of [false, true]) {
    await debug.goTo(0);
    const stops: number[] = [];
    for (;;) {
      stops.push(debug.stop.instruction);
      const { reason } = await debug.stepLine({ over });
      if (reason.kind === "killed") break;
    }
    assertEquals(stops.length > 40, true);
    for (const stop of stops.toReversed().slice(1)) {
      await debug.stepLine({ over, direction: "back" });
      assertEquals(debug.stop.instruction, stop);
    }
  }
});

Deno.test("until leaves a loop, and advance runs to code or out of the function", async () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  await debug.advance(debug.findCode("16"));
  assertEquals(lineOf(debug), 16);
  await debug.until();
  assertEquals([lineOf(debug), debug.evaluate("$s1").number], [17, 8n]);
  await debug.goTo(3);
  assertEquals(debug.frame().function, "fact");
  await debug.advance(debug.findCode("fault"));
  assertEquals(lineOf(debug), 7);
});

Deno.test("watchpoints tell the values before and after, in both directions", async () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  const start = PROGRAM.symbol("table")!.value + 12n;
  const watched = { start, end: start + 4n, access: "write", onlyChanges: true } as const;
  debug.points.add({ kind: "memory", watched, text: "table[3]" });
  for (const direction of ["forward", "back"] as const) {
    if (direction === "back") await debug.goToEnd({ run: true });
    const { reason } = await debug.continue(direction);
    assert(reason.kind === "points");
    assertEquals(reason.access?.before, Uint8Array.of(0, 0, 0, 0));
    assertEquals(reason.access?.after, Uint8Array.of(3, 0, 0, 0));
    assertEquals(lineOf(debug), direction === "forward" ? 14 : 13);
  }
});

Deno.test("a watchpoint is seen between breakpoints", async () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  const start = PROGRAM.symbol("table")!.value + 8n;
  const watched = { start, end: start + 8n, access: "write", onlyChanges: true } as const;
  debug.points.add({ kind: "memory", watched, text: "table[1]" });
  const addresses = debug.findCode("13");
  debug.points.add({ kind: "code", addresses, text: "13" }, { condition: "$s1 == 3" });
  assertEquals([causes(await debug.continue()), lineOf(debug)], ["#1", 14]);
  assertEquals([causes(await debug.continue()), lineOf(debug)], ["#2", 13]);
  assertEquals([causes(await debug.continue()), lineOf(debug)], ["#1", 14]);
  assertEquals([causes(await debug.continue("back")), lineOf(debug)], ["#1", 13]);
  assertEquals(debug.evaluate("$s1").number, 3n);
  assertEquals([causes(await debug.continue("back")), lineOf(debug)], ["#1", 13]);
  assertEquals(debug.evaluate("$s1").number, 2n);
});

Deno.test("the program stops at moments, at bytes of its output and at system calls", async () => {
  for (const isPast of [false, true]) {
    using debugged = new Debugged();
    const { debug } = debugged;
    if (isPast) {
      await debug.goToEnd({ run: true });
      await debug.goTo(0);
    }
    debug.points.add({ kind: "instruction", instruction: 20 });
    debug.points.add({ kind: "output", offset: 7 });
    debug.points.add({ kind: "system call", numbers: [64] });
    const stop = await debug.continue();
    assertEquals([causes(stop), stop.instruction], ["#1", 20]);
    assertEquals([causes(await debug.continue()), lineOf(debug)], ["#3", 21]);
    assertEquals([causes(await debug.continue()), lineOf(debug)], ["#2 #3", 26]);
    assertEquals(causes(await debug.continue()), "killed");
    const { stdout } = { stdout: debug.output.pieces };
    assertEquals(new TextDecoder().decode(stdout[1]?.bytes), "world!\n");
    assertEquals(debug.output.before(stdout[1]!.instruction).length, 1);
    assertEquals(causes(await debug.continue("back")), "#2 #3");
    assertEquals(causes(await debug.continue("back")), "#3");
    assertEquals(causes(await debug.continue("back")), "#1");
  }
});

Deno.test("registers and memory are set at the newest moment only", async () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  await debug.stepInstruction();
  debug.evaluate("$a0 = 3");
  debug.evaluate("total = 77");
  assertEquals(debug.evaluate("total").text(), "77");
  await debug.goTo(0);
  assertEquals([debug.evaluate("$a0").text(), debug.evaluate("total").text()], ["0", "0"]);
  assertThrows(() => debug.evaluate("$a0 = 4"), ExpressionError, "the past cannot be changed");
  await debug.goTo(1);
  assertEquals(debug.evaluate("$a0").text(), "3");
  await debug.advance(debug.findCode("7"));
  assertEquals(debug.evaluate("$a0").text(), "6");
});

Deno.test("a movement can be interrupted, and excludes others", async () => {
  const source = `
    .globl _start
    _start: j _start
  `;
  using process = new Process(build([{ name: "endless.s", text: source }]));
  let breaths = 0;
  const breathe = () => {
    if (++breaths === 2) debug.interrupt();
    return Promise.resolve();
  };
  using debug: Debugger = new Debugger(process, { breathe });
  const moving = debug.continue();
  await assertRejects(() => debug.continue(), TypeError, "another movement is under way");
  assertEquals((await moving).reason, { kind: "interrupted" });
  const here = debug.stop.instruction;
  assert(here > 0);
  const condition = "$t0 == 1";
  debug.points.add({ kind: "code", addresses: [process.program.entry], text: "" }, { condition });
  breaths = 0;
  assertEquals((await debug.continue("back")).reason, { kind: "interrupted" });
  assertEquals(debug.stop.instruction, here);
  // A million hits that do not count do not keep it from being interrupted, either.
  breaths = 0;
  assertEquals((await debug.continue()).reason, { kind: "interrupted" });
});

Deno.test("what names no code suggests a name", () => {
  using debugged = new Debugged();
  const { debug } = debugged;
  const find = (text: string) => () => debug.findCode(text);
  assertThrows(find("facts"), ExpressionError, "there is no function facts; did you mean fact?");
  assertThrows(find("debuged.s:1"), ExpressionError, "did you mean debugged.s?");
  assertThrows(find("400"), ExpressionError, "there is no code at or after debugged.s:400");
  assertEquals(debug.findCode("*$pc + 4"), [PROGRAM.entry + 4n]);
  assertEquals(debug.findCode("+1"), [PROGRAM.entry + 4n]);
});
