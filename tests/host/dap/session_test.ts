// SPDX-License-Identifier: MPL-2.0
// Sessions by VS Code's own test client, which starts the command as an editor does: every request once, forwards
// and backwards. Needs permission to run, read and write.

import { DebugClient } from "@vscode/debugadapter-testsupport";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { isInstalled, runTool } from "../../asm/gnu_objects.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const SOURCE = new URL("debugged.s", import.meta.url).pathname;
const source = { path: SOURCE };
const threadId = 1;

/** Lines of the source. */
const LINE = { loop: 6, decrement: 7, write: 13, fault: 14, add: 17, store: 21 };

/** What the client sends besides what its types know. */
type Launch = Parameters<DebugClient["launchRequest"]>[0] & Record<string, unknown>;

/** Calls `work` with a client, whose adapter runs the command. */
async function withClient(work: (client: DebugClient) => Promise<void>): Promise<void> {
  await withDirectory(async (directory) => {
    const adapter = `${directory}/adapter.sh`;
    const permissions = "--allow-read --allow-write";
    const command = `"${Deno.execPath()}" run --quiet --no-check ${permissions}`;
    Deno.writeTextFileSync(adapter, `exec ${command} "${ROOT}host/cli/main.ts" dap\n`);
    const client = new DebugClient("sh", adapter, "leveret");
    client.defaultTimeout = 60_000;
    await client.start();
    try {
      await work(client);
    } finally {
      await client.stop();
    }
  });
}

/** Launches the program, and returns where it has stopped. */
async function launch(client: DebugClient, request: Record<string, unknown>) {
  const stopped = client.waitForEvent("stopped");
  await client.initializeRequest();
  await client.launchRequest({ program: SOURCE, ...request } as Launch);
  await client.configurationDoneRequest();
  return (await stopped).body;
}

/** Does something that moves the program, and returns where it stops. */
async function stopAfter(client: DebugClient, move: () => Promise<unknown>) {
  const stopped = client.waitForEvent("stopped");
  await move();
  return (await stopped).body;
}

/** Where the program stands: the line of the innermost frame. */
async function lineOf(client: DebugClient): Promise<number> {
  const { body } = await client.stackTraceRequest({ threadId });
  return body.stackFrames[0]?.line ?? 0;
}

async function valueOf(client: DebugClient, expression: string): Promise<string> {
  return (await client.evaluateRequest({ expression, frameId: 1 })).body.result;
}

Deno.test("an editor goes through a program, forwards and backwards", async (t) => {
  await withClient(async (client) => {
    const output: string[] = [];
    client.on("output", ({ body }) => output.push(`${body.category}: ${body.output}`));

    await t.step("it stops at the entry, and says what it can do", async () => {
      assertEquals((await launch(client, { stopOnEntry: true })).reason, "entry");
      assertEquals(await lineOf(client), 4);
      assertEquals((await client.threadsRequest()).body.threads, [{ id: 1, name: "main" }]);
    });

    await t.step("breakpoints in a source, with conditions and messages", async () => {
      const { body } = await client.setBreakpointsRequest({
        source,
        breakpoints: [
          { line: LINE.store, condition: "$t2 > 10" },
          { line: LINE.decrement, logMessage: "s1 is {$s1}" },
          { line: 1000 },
          { line: LINE.loop, hitCondition: "% 2" },
        ],
      });
      assertEquals(body.breakpoints.map(({ verified }) => verified), [true, true, false, false]);
      assertStringIncludes(body.breakpoints[2]?.message ?? "", "no code at or after");
      assertStringIncludes(body.breakpoints[3]?.message ?? "", "write a count");
      const stop = await stopAfter(client, () => client.continueRequest({ threadId }));
      assertEquals([stop.reason, stop.hitBreakpointIds], ["breakpoint", [1]]);
      assertEquals(await lineOf(client), LINE.store);
      assertEquals(await valueOf(client, "$t2"), "30");
      assertEquals(output, ["console: s1 is 3\n"]);
      const locations = await client.customRequest("breakpointLocations", {
        ...{ source, line: 15, endLine: LINE.add + 1 },
      });
      assertEquals(locations.body.breakpoints, [{ line: 17 }, { line: 18 }]);
    });

    await t.step("frames, scopes and variables", async () => {
      const { body } = await client.stackTraceRequest({ threadId });
      assertEquals(
        body.stackFrames.map(({ name, line }) => `${name.replace(/\+.*/, "")} ${line}`),
        [
          `add ${LINE.store}`,
          `loop ${LINE.loop}`,
        ],
      );
      assertEquals(body.stackFrames[0]?.source?.path, SOURCE);
      const { scopes } = (await client.scopesRequest({ frameId: 1 })).body;
      assertEquals(scopes.map(({ name }) => name), [
        "Registers",
        "Floating-point registers",
        "Globals",
      ]);
      const list = async (reference: number) =>
        (await client.variablesRequest({ variablesReference: reference })).body.variables;
      const registers = await list(scopes[0]!.variablesReference);
      assertEquals(registers.length, 32);
      assertEquals(registers.find(({ name }) => name === "s1")?.value, "2");
      const globals = await list(scopes[2]!.variablesReference);
      assertEquals(globals.map(({ name }) => name), ["table", "total"]);
    });

    await t.step("steps, both ways", async () => {
      await client.setBreakpointsRequest({ source, breakpoints: [] });
      assertEquals(
        (await stopAfter(client, () => client.stepOutRequest({ threadId }))).reason,
        "step",
      );
      assertEquals(await lineOf(client), LINE.decrement);
      await stopAfter(client, () => client.stepBackRequest({ threadId }));
      assertEquals(await lineOf(client), LINE.loop);
      await stopAfter(client, () => client.stepInRequest({ threadId }));
      assertEquals(await lineOf(client), LINE.add);
      await stopAfter(client, () => client.nextRequest({ threadId }));
      assertEquals(await lineOf(client), LINE.add + 1);
      await stopAfter(
        client,
        () => client.nextRequest({ threadId, granularity: "instruction" } as { threadId: number }),
      );
      assertEquals(await lineOf(client), LINE.add + 1);
      const restarted = await stopAfter(client, () => client.restartFrameRequest({ frameId: 1 }));
      assertEquals([restarted.reason, await lineOf(client)], ["restart", LINE.add]);
    });

    await t.step("breakpoints at data, functions and instructions", async () => {
      const part = await client.customRequest("dataBreakpointInfo", { name: "total", bytes: 4 });
      assert(part.body.dataId.endsWith(",4"));
      const { body } = await client.customRequest("dataBreakpointInfo", { name: "total" });
      await client.customRequest("setDataBreakpoints", {
        breakpoints: [{ dataId: body.dataId, accessType: "write" }],
      });
      const write = await stopAfter(client, () => client.continueRequest({ threadId }));
      assertEquals(write.reason, "data breakpoint");
      assertEquals(write.text, "0x000000000000000a -> 0x000000000000001e");
      const before = await stopAfter(client, () => client.reverseContinueRequest({ threadId }));
      assertEquals(before.reason, "data breakpoint");
      assertEquals(await lineOf(client), LINE.store);
      await client.customRequest("setDataBreakpoints", { breakpoints: [] });
      await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: "fault" }] });
      const there = await stopAfter(client, () => client.continueRequest({ threadId }));
      assertEquals([there.reason, await lineOf(client)], ["function breakpoint", LINE.fault]);
      assertEquals(output.at(-1), "stdout: done\n");
      const wrong = await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: "falt" }] });
      assertStringIncludes(wrong.body.breakpoints[0]?.message ?? "", "did you mean fault?");
      const { body: { stackFrames } } = await client.stackTraceRequest({ threadId });
      const instructionReference = stackFrames[0]?.instructionPointerReference;
      const set = await client.customRequest("setInstructionBreakpoints", {
        breakpoints: [{ instructionReference, offset: -4 }],
      });
      assertEquals(set.body.breakpoints[0].line, LINE.write);
      await stopAfter(client, () => client.reverseContinueRequest({ threadId }));
      assertEquals(await lineOf(client), LINE.write);
      await client.customRequest("setInstructionBreakpoints", { breakpoints: [] });
    });

    await t.step("the fault at the end, and the way back from it", async () => {
      const stop = await stopAfter(client, () => client.continueRequest({ threadId }));
      assertEquals([stop.reason, stop.text], ["exception", "SIGSEGV"]);
      assertEquals(await lineOf(client), LINE.fault);
      const { body } = await client.customRequest("exceptionInfo", { threadId });
      assertEquals(body.exceptionId, "SIGSEGV");
      assertStringIncludes(body.description, "debugged.s:14");
      const command = (expression: string) =>
        client.evaluateRequest({ expression, frameId: 1, context: "repl" });
      assertStringIncludes((await command("last-write total")).body.result, "<add+");
      assertStringIncludes((await command("when")).body.result, "instructions");
      const back = await stopAfter(client, () => command("goto 0"));
      assertEquals([back.reason, await lineOf(client)], ["entry", 4]);
      await stopAfter(client, () => command("end"));
      assertEquals(await lineOf(client), LINE.fault);
      // The output is not repeated.
      assertEquals(output.filter((text) => text.startsWith("stdout")), ["stdout: done\n"]);
    });

    await t.step("memory and code", async () => {
      const { body } = await client.evaluateRequest({ expression: "&total", frameId: 1 });
      const memoryReference = /0x[\da-f]+/.exec(body.result)?.[0] ?? "";
      const read = await client.customRequest("readMemory", { memoryReference, count: 8 });
      assertEquals(read.body, { address: memoryReference, data: "PAAAAAAAAAA=" });
      const far = await client.customRequest("readMemory", { memoryReference: "0x8", count: 4 });
      assertEquals(far.body, { address: "0x8", unreadableBytes: 4 });
      await client.customRequest("writeMemory", { memoryReference, data: "BwAAAA==" });
      assertEquals(await valueOf(client, "total"), "7");
      const { body: { stackFrames } } = await client.stackTraceRequest({ threadId });
      const code = await client.customRequest("disassemble", {
        memoryReference: stackFrames[0]?.instructionPointerReference,
        instructionOffset: -1,
        instructionCount: 2,
      });
      assertEquals(
        code.body.instructions.map(({ instruction }: { instruction: string }) => instruction),
        ["ecall", "ld t0, 0(zero)"],
      );
    });

    await t.step("what cannot be done, and the end", async () => {
      await assertRejects(() => valueOf(client, "nothing"), Error, "nothing");
      await assertRejects(
        () => client.variablesRequest({ variablesReference: 999 }),
        Error,
        "gone",
      );
      await assertRejects(() => client.customRequest("dance"), Error, "unknown request dance");
      await assertRejects(
        () => client.attachRequest({} as Launch),
        Error,
        "nothing to attach to",
      );
      const terminated = client.waitForEvent("terminated");
      const exited = client.waitForEvent("exited");
      await client.continueRequest({ threadId });
      assertEquals((await exited).body, { exitCode: 139 });
      await terminated;
    });
  });
});

Deno.test("an editor starts at the end, sets registers, restarts and pauses", async () => {
  await withClient(async (client) => {
    const stop = await launch(client, { atEnd: true });
    assertEquals(stop.reason, "exception");
    const { scopes } = (await client.scopesRequest({ frameId: 1 })).body;
    const variablesReference = scopes[0]?.variablesReference ?? 0;
    const set = await client.setVariableRequest({ variablesReference, name: "t0", value: "7" });
    assertEquals(set.body.value, "7");
    assertEquals(await valueOf(client, "$t0"), "7");
    const completed = await client.customRequest("completions", { text: "$t", column: 3 });
    assert(completed.body.targets.some(({ label }: { label: string }) => label === "$t0"));

    const again = client.waitForEvent("stopped");
    await client.customRequest("restart", {
      arguments: { program: SOURCE, stopOnEntry: true, options: ["--max-instructions", "9"] },
    });
    await client.configurationDoneRequest();
    assertEquals((await again).body.reason, "entry");
    const limit = await stopAfter(client, () => client.continueRequest({ threadId }));
    assertEquals(limit.description, "At the instruction limit");
    const { body } = await client.customRequest("loadedSources");
    assertEquals(body.sources[0].path, SOURCE);
  });
});

Deno.test("a program that runs on is paused, and takes breakpoints on the way", async () => {
  await withDirectory(async (directory) => {
    const program = `${directory}/loop.s`;
    Deno.writeTextFileSync(
      program,
      ".globl _start\n_start: li t0, 0\nloop: addi t0, t0, 1\n j loop\n",
    );
    await withClient(async (client) => {
      const stopped = client.waitForEvent("stopped");
      await client.initializeRequest();
      await client.launchRequest({ program } as Launch);
      await client.configurationDoneRequest();
      await assertRejects(() => client.stackTraceRequest({ threadId }), Error, "is running");
      const { body } = await client.setBreakpointsRequest({
        source: { path: program },
        breakpoints: [{ line: 3 }],
      });
      assertEquals(body.breakpoints[0]?.verified, true);
      assertEquals((await stopped).body.reason, "breakpoint");
      await client.setBreakpointsRequest({ source: { path: program }, breakpoints: [] });
      const paused = client.waitForEvent("stopped");
      await client.continueRequest({ threadId });
      await client.pauseRequest({ threadId });
      assertEquals((await paused).body.reason, "pause");
      // Before the movement has begun.
      const going = client.continueRequest({ threadId });
      await client.customRequest("terminate");
      await going;
    });
  });
});

Deno.test("while a program runs to its end, breakpoints are set and requests answered", async () => {
  await withDirectory(async (directory) => {
    const program = `${directory}/loop.s`;
    Deno.writeTextFileSync(program, ".globl _start\n_start: nop\n j _start\n");
    await withClient(async (client) => {
      await client.initializeRequest();
      await client.launchRequest({ program, atEnd: true } as Launch);
      await client.configurationDoneRequest();
      const { body } = await client.setBreakpointsRequest({
        source: { path: program },
        breakpoints: [{ line: 2 }],
      });
      assertEquals(body.breakpoints[0]?.verified, true);
      const stop = await stopAfter(client, () => client.pauseRequest({ threadId }));
      assertEquals(stop.reason, "pause");
      const next = await stopAfter(client, () => client.continueRequest({ threadId }));
      assertEquals([next.reason, await lineOf(client)], ["breakpoint", 2]);
    });
  });
});

Deno.test("the breakpoints of a source are replaced, by whatever name it was built", async () => {
  await withDirectory(async (directory) => {
    const file = `${directory}/nops.s`;
    Deno.writeTextFileSync(file, ".globl _start\n_start: nop\n nop\n nop\n li a7, 93\n ecall\n");
    await withClient(async (client) => {
      await launch(client, { program: "./nops.s", cwd: directory, stopOnEntry: true });
      const set = (...lines: number[]) =>
        client.setBreakpointsRequest({
          source: { path: file },
          breakpoints: lines.map((line) => ({ line })),
        });
      await set(3);
      await lineOf(client);
      await set(4);
      assertEquals(
        (await stopAfter(client, () => client.continueRequest({ threadId }))).reason,
        "breakpoint",
      );
      assertEquals(await lineOf(client), 4);
    });
  });
});

Deno.test("a program that does not assemble is an error of the launch, with its location", async () => {
  await withDirectory(async (directory) => {
    const program = `${directory}/wrong.s`;
    Deno.writeTextFileSync(program, "_start: adi t0, t0, 1\n");
    await withClient(async (client) => {
      await client.initializeRequest();
      const failed = await assertRejects(() => client.launchRequest({ program } as Launch), Error);
      assertStringIncludes(failed.message, "wrong.s:1:9");
      assertStringIncludes(failed.message, "did you mean");
      const missing = `${directory}/nothing.s`;
      await assertRejects(
        () => client.launchRequest({ program: missing } as Launch),
        Error,
        "nothing.s",
      );
      await assertRejects(
        () => client.launchRequest({ program: SOURCE, input: directory } as Launch),
        Error,
        "it is a directory",
      );
    });
  });
});

const C = `struct pair { int a; long b; };
struct pair pairs[2] = { { 1, 2 }, { 3, 4 } };
static long sum(struct pair *p, int n) {
  long total = 0;
  for (int i = 0; i < n; i++) total += p[i].b;
  return total;
}
int main(void) {
  char word[4] = "abc";
  return sum(pairs, 2) + word[0];
}
`;
const hasGcc = await isInstalled("riscv64-linux-gnu-gcc");

Deno.test({
  name: `an editor shows the variables of C${
    hasGcc ? "" : " (skipped: no riscv64-linux-gnu-gcc here)"
  }`,
  ignore: !hasGcc,
  async fn() {
    await withDirectory(async (directory) => {
      const program = `${directory}/pairs`;
      Deno.writeTextFileSync(`${program}.c`, C);
      const options = ["-static", "-g", "-O0", "-o", program, `${program}.c`];
      await runTool("riscv64-linux-gnu-gcc", ...options);
      await withClient(async (client) => {
        await client.initializeRequest();
        await client.launchRequest({ program } as Launch);
        await client.setBreakpointsRequest({
          source: { path: `${program}.c` },
          breakpoints: [{ line: 6 }],
        });
        await stopAfter(client, () => client.configurationDoneRequest());
        const { body: { stackFrames } } = await client.stackTraceRequest({ threadId, levels: 2 });
        assertEquals(stackFrames.map(({ line }) => line), [6, 10]);
        /** The variables of a scope or value, with their names. */
        const list = async (variablesReference: number) =>
          (await client.variablesRequest({ variablesReference })).body.variables;
        const locals = async (frameId: number) =>
          await list((await client.scopesRequest({ frameId })).body.scopes[0]!.variablesReference);
        const inner = await locals(1);
        assertEquals(
          inner.map(({ name, type, value }) => `${type} ${name} = ${value.replace(/0x\w+/, "0x")}`),
          ["long total = 6", "struct pair * p = (struct pair *) 0x <pairs>", "int n = 2"],
        );
        const [first] = await list(inner[1]!.variablesReference);
        assertEquals([first?.name, first?.value], ["*", "{a = 1, b = 2}"]);
        const members = await list(first!.variablesReference);
        assertEquals(members.map(({ evaluateName, value }) => `${evaluateName} = ${value}`), [
          "(*p).a = 1",
          "(*p).b = 2",
        ]);
        assertEquals((await locals(2)).map(({ name, value }) => `${name} = ${value}`), [
          'word = "abc"',
        ]);
        assertEquals(await valueOf(client, "p[1].b * 2"), "8");
      });
    });
  },
});
