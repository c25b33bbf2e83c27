// SPDX-License-Identifier: MPL-2.0
// What `leveret run` says when a program is stopped, and when it uses a descriptor that nobody opened. Needs
// permission to run and to read.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret, startLeveret } from "./harness.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const LOOP = "        .globl  main\nmain:   addi    a0, a0, 1\n        j       main\n";

Deno.test("leveret run reports where a program is at the limit", async () => {
  const args = ["run", "--max-instructions", "10000"];
  const { stderr, status } = await leveret([...args, "-"], { stdin: LOOP });
  assertEquals(status, 124);
  assert(stderr.startsWith(`leveret: stopped at the --max-instructions limit (10,000), in main`));
  assertMatch(
    stderr,
    /\nLoop\n {2}main at <stdin>:2, 0x10000 to 0x10004, 2 instructions a round\n/,
  );
  assertMatch(stderr, /\nRegisters\n/);
  assertMatch(stderr, /\nBacktrace\n {2}#0 {2}0x1000[04] main/);
  const json = await leveret([...args, "--json", "-"], { stdin: LOOP });
  const event = JSON.parse(json.stderr);
  assertEquals([event.event, event.number, event.loops[0].instructions], ["limit", 10000, 2]);
  assertEquals(event.backtrace[0].symbol.split("+")[0], "main");
  assertEquals(event.registers.zero, "0x0");
});

Deno.test("leveret run reports where a program would block forever", async () => {
  const stdin = `
        .globl main
main:   li      a0, 0
        li      a1, 0
        li      a2, 0
        li      a3, 0
        li      a7, 73                  # ppoll
        ecall
        ret
`;
  const { stderr, status } = await leveret(["run", "-"], { stdin });
  assertEquals(status, 124);
  assertMatch(
    stderr,
    /^leveret: stopped after \d+ instructions: ppoll would block forever, in main\+0x14 at <stdin>:8\n/,
  );
  assertMatch(stderr, /\nRegisters\n[^]*\nBacktrace\n {2}#0 {2}0x10014 main\+0x14 at <stdin>:8\n/);
  const json = await leveret(["run", "--json", "-"], { stdin });
  const event = JSON.parse(json.stderr);
  assertEquals([event.event, event.call, event.pc], ["waiting", "ppoll", "0x10014"]);
  assertEquals(event.backtrace.length, 2);
});

Deno.test({
  name: "Ctrl-C stops a program with a report",
  ignore: Deno.build.os === "windows",
  async fn() {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-check", "--allow-read", "host/cli/main.ts", "run", "-"],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    // The program says when it has run long enough for Ctrl-C to be noticed.
    await writer.write(new TextEncoder().encode(`        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      s1, 30000000
1:      addi    s1, s1, -1
        bnez    s1, 1b
        call    print_newline
2:      addi    s1, s1, 1
        j       2b
`));
    await writer.close();
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill("SIGINT");
    const errors = new Response(child.stderr).text();
    while (!(await reader.read()).done);
    const stderr = await errors;
    const { code, signal } = await child.status;
    assertEquals([code, signal], [130, "SIGINT"], stderr);
    assertMatch(stderr, /^leveret: stopped by SIGINT after [\d,]+ instructions, in main\+0x/);
    assertMatch(stderr, /\nLoop\n {2}main\+0x\w+ at <stdin>:8, /);
  },
});

Deno.test("leveret run warns of writes to a descriptor that was never open", async () => {
  const program = (body: string) =>
    `        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
${body}
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;
  const number = program(`        li      a0, 42
        call    rt.putdec
        li      a0, 43
        call    rt.putdec`);
  const { stdout, stderr, status } = await leveret(["run", "-"], { stdin: number });
  assertEquals([stdout, status], ["", 0]);
  assertEquals(
    stderr,
    `leveret: warning: the program wrote to descriptor 42, which was never open, the first of 2 such calls, in main+0x14 at <stdin>:5
  <stdin>:5 | call    rt.putdec

hint: rt.putdec takes a descriptor in a0 and what to print in a1; print_int prints a0 to standard
      output
`,
  );
  const swapped = program(`        la      a0, main
        li      a1, 1
        li      a2, 4
        call    rt.write`);
  assertStringIncludes(
    (await leveret(["run", "-"], { stdin: swapped })).stderr,
    "hint: 65536 is more likely an address: the descriptor belongs in a0, the address in a1\n",
  );
  const read = program(`        li      a0, -1
        la      a1, main
        li      a2, 1
        li      a7, 63
        ecall`);
  const json = await leveret(["run", "--json", "-"], { stdin: read });
  const event = JSON.parse(json.stderr);
  assertEquals([event.event, event.line], ["warning", 8]);
  assertMatch(event.message, /read from descriptor -1, which was never open$/);
  assertMatch(event.hint, /check its result/);
  // What was open before is a program's way of closing it.
  const closed = program(`        li      a0, 1
        li      a7, 57
        ecall
        li      a0, 1
        call    print_int`);
  assertEquals((await leveret(["run", "-"], { stdin: closed })).stderr, "");
});

/** Writes the same 4096 bytes again and again: forever, or that many times. */
const writes = (times?: number) => `
        .globl  main
main:   li      s1, 0
1:      li      a0, 1
        la      a1, text
        li      a2, 4096
        li      a7, 64
        ecall
        addi    s1, s1, 1
        li      t0, ${times ?? -1}
        bne     s1, t0, 1b
        li      a0, 0
        ret
        .data
text:   .fill   4096, 1, 'y'
`;

Deno.test({
  name: "a signal stops a program with statistics while nobody reads its output",
  ignore: Deno.build.os === "windows",
  async fn() {
    const child = startLeveret(["run", "--stats", "-"]);
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(writes()));
    await writer.close();
    // The pipe is full soon after the first bytes.
    const reader = child.stdout.getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill("SIGTERM");
    const stderr = await new Response(child.stderr).text();
    const { code, signal } = await child.status;
    await reader.cancel();
    assertEquals([code, signal], [143, "SIGTERM"], stderr);
    assertMatch(stderr, /^leveret: stopped by SIGTERM after [\d,]+ instructions, in main/);
    assertStringIncludes(stderr, "leveret: run statistics\n");
  },
});

Deno.test("a reader that is slow gets all output, and the program its own status", async () => {
  const child = startLeveret(["run", "-"]);
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(writes(1000)));
  await writer.close();
  let length = 0;
  for await (const bytes of child.stdout) {
    assert(bytes.every((byte) => byte === 0x79));
    if (length < 2 ** 20) await new Promise((resolve) => setTimeout(resolve, 20));
    length += bytes.length;
  }
  const [{ code }, stderr] = await Promise.all([child.status, new Response(child.stderr).text()]);
  assertEquals([length, code, stderr], [4096 * 1000, 0, ""]);
});
