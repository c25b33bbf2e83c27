// SPDX-License-Identifier: MPL-2.0
// Programs that are stopped from outside, by a signal to leveret or by the --wall-limit: what they have written
// is there, traces end with a whole line, statistics are shown, and leveret dies by that signal.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { COPY, shell, startLeveret, withTempDirectory } from "./harness.ts";

/** Writes a line, and never ends. */
const LOOP = `.globl main
main:
    li   a0, 1
    la   a1, text
    li   a2, 6
    li   a7, 64
    ecall
1:  j    1b
    .data
text: .ascii "hello\\n"
`;
/** Writes lines, and never ends. */
const LINES = LOOP.replace("j    1b", "j    main");
/** Writes blocks, and never ends. */
const BLOCKS = LINES.replace("li   a2, 6", "li   a2, 4096").replace(".ascii", ".zero 4096; .ascii");

const decoder = new TextDecoder();

interface Running {
  readonly child: Deno.ChildProcess;
  /** Waits until standard output has so many bytes; the text of all so far. */
  readonly wrote: (bytes: number) => Promise<string>;
  /** Waits for the end. */
  readonly end: () => Promise<{ stdout: string; stderr: string; status: Deno.CommandStatus }>;
}

async function withRunning(
  source: string,
  args: (file: string, directory: string) => readonly string[],
  work: (running: Running, directory: string) => Promise<void>,
): Promise<void> {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/x.s`, source);
    const child = startLeveret(args(`${directory}/x.s`, directory));
    const stderr = new Response(child.stderr).text();
    const reader = child.stdout.getReader();
    let stdout = "";
    const read = async () => {
      const { value } = await reader.read();
      if (value !== undefined) stdout += decoder.decode(value);
      return value !== undefined;
    };
    await work({
      child,
      async wrote(bytes) {
        while (stdout.length < bytes && await read());
        return stdout;
      },
      async end() {
        while (await read());
        return { stdout, stderr: await stderr, status: await child.status };
      },
    }, directory);
    await child.stdin.close().catch(() => {});
  });
}

for (const [signal, number] of [["SIGINT", 2], ["SIGTERM", 15], ["SIGHUP", 1]] as const) {
  Deno.test(`${signal} ends a program with its output, statistics and that signal`, async () => {
    await withRunning(LOOP, (file) => ["run", "--stats", file], async ({ child, wrote, end }) => {
      // The buffer is far from full: output is also passed on with time.
      assertEquals(await wrote(6), "hello\n");
      child.kill(signal);
      const { stderr, status } = await end();
      assertEquals([status.signal, status.code], [signal, 128 + number]);
      const lines = stderr.split("\n");
      const where =
        `leveret: stopped by ${signal} after [\\d,]+ instructions, in main\\+0x\\w+ at .*x.s:8`;
      assertMatch(lines[0] ?? "", new RegExp(`^${where}$`));
      // Ctrl-C asks what the program is doing.
      const report = signal === "SIGINT" ? ["", "Loop"] : [];
      assertEquals(lines.slice(1, 1 + report.length), report);
      const [, statistics] = stderr.split(/leveret: stopped .*\n(?:[^]*\nBacktrace\n(?: .*\n)+)?/);
      assertMatch(statistics ?? "", /^leveret: run statistics\n/);
    });
  });
}

Deno.test("all that a program wrote before a signal is in the file", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/x.s`, LINES);
    const { status, stderr } = await shell(
      `leveret run --stats ${directory}/x.s > ${directory}/out & ` +
        `until [ "$(stat -c %s ${directory}/out)" -gt 2000000 ]; do sleep 0.1; done; kill $!; wait $!`,
    );
    assertEquals(status, 143);
    const [, calls] = /system calls +([\d,]+)/.exec(stderr) ?? [];
    const out = await Deno.readTextFile(`${directory}/out`);
    assertEquals(out.length, 6 * Number(calls?.replaceAll(",", "")));
    assert(out.length > 0 && out.endsWith("\nhello\n"));
  });
});

Deno.test("a trace ends with a whole line and its summary when a signal comes", async () => {
  const args = (
    file: string,
    directory: string,
  ) => ["trace", "-i", "--map", "-o", `${directory}/trace`, file];
  await withRunning(LOOP, args, async ({ child, wrote, end }, directory) => {
    await wrote(6);
    child.kill("SIGINT");
    const { stderr, status } = await end();
    assertEquals(status.signal, "SIGINT");
    assertMatch(
      stderr,
      /^leveret: trace written to .*\nleveret: stopped by SIGINT .*\n\nLoop\n[^]*\nBacktrace\n(?: .*\n)+$/,
    );
    const lines = (await Deno.readTextFile(`${directory}/trace`)).split("\n");
    assertEquals(lines.splice(-2), [
      "No heap map: the program uses neither the runtime's allocator nor Hare's.",
      "",
    ]);
    assertEquals(lines.filter((line) => !/^core {3}0: 0 0x\w{16} \(0x\w{8}\)/.test(line)), []);
  });
});

Deno.test("a signal ends a program that waits for input", async () => {
  await withRunning(COPY, (file) => ["run", "--stats", file], async ({ child, wrote, end }) => {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode("one\n"));
    assertEquals(await wrote(4), "one\n");
    await writer.write(new TextEncoder().encode("two\n"));
    assertEquals(await wrote(8), "one\ntwo\n");
    child.kill("SIGTERM");
    const { stderr, status } = await end();
    writer.releaseLock();
    assertEquals(status.signal, "SIGTERM");
    assertMatch(stderr, /^leveret: stopped by SIGTERM .*\nleveret: run statistics\n/);
  });
});

Deno.test("the pieces in which input comes do not change a run", async () => {
  const counts: string[] = [];
  for (const pieces of [["one\ntwo\n"], ["one\n", "two\n"]]) {
    await withRunning(COPY, (file) => ["run", "--stats", file], async ({ child, wrote, end }) => {
      const writer = child.stdin.getWriter();
      let written = 0;
      for (const piece of pieces) {
        await writer.write(new TextEncoder().encode(piece));
        await wrote(written += piece.length);
      }
      await writer.close();
      const { stderr, stdout } = await end();
      assertEquals(stdout, "one\ntwo\n");
      counts.push(
        /instructions +([\d,]+)\n[^]*system calls +(\d+)/.exec(stderr)?.slice(1).join() ?? "",
      );
    });
  }
  // A piece costs two calls and fourteen instructions; waiting for it costs nothing.
  const [once, twice] = counts.map((text) => text.replaceAll(",", " ").split(" ").map(Number));
  assertEquals((twice?.at(-1) ?? 0) - (once?.at(-1) ?? 0), 2);
  assertEquals((twice?.at(0) ?? 0) - (once?.at(0) ?? 0), 14);
});

Deno.test("--wall-limit stops a program with status 124 and says why", async () => {
  for (const source of [LOOP, COPY]) {
    const args = (file: string) => ["run", "--wall-limit", "0.3", file];
    await withRunning(source, args, async ({ end }) => {
      const { stderr, status } = await end();
      assertEquals([status.code, status.signal], [124, null]);
      assertMatch(
        stderr,
        /^leveret: stopped at the --wall-limit \(0\.3 s\) after [\d,]+ instructions, in main\+/,
      );
    });
  }
  const args = (file: string) => ["run", "--wall-limit=0.3", "--json", file];
  await withRunning(LOOP, args, async ({ end }) => {
    const { stderr, stdout } = await end();
    const { event, seconds } = JSON.parse(stderr);
    assertEquals([stdout, event, seconds], ["hello\n", "wall limit", 0.3]);
  });
});

Deno.test("--wall-limit stops a program when a write blocks", async () => {
  const args = (file: string) => ["run", "--wall-limit", "2", file];
  await withRunning(BLOCKS, args, async ({ child, end }) => {
    const status = await child.status;
    const { stderr } = await end();
    assertEquals([status.code, status.signal], [124, null]);
    assertMatch(stderr, /^leveret: stopped at the --wall-limit \(2 s\) after [\d,]+ instructions/);
  });
});

Deno.test("a signal ends leveret when a write blocks", async () => {
  await withRunning(BLOCKS, (file) => ["run", file], async ({ child, wrote, end }) => {
    await wrote(1 << 16);
    // Nobody reads any more: the pipe is full by then.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    child.kill("SIGTERM");
    const { signal } = await child.status;
    assertEquals(signal, "SIGTERM");
    const { stdout } = await end();
    assert(stdout.length >= 4096);
  });
});
