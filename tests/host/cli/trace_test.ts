// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret, withTempDirectory } from "./harness.ts";

const LIST = "examples/linked_list.s";

Deno.test("leveret trace shows system calls and heap calls, and does not change the output", async () => {
  const plain = await leveret(["run", LIST]);
  const traced = await leveret(["trace", LIST]);
  assertEquals([traced.stdout, traced.status], [plain.stdout, 0]);
  assertMatch(traced.stderr, /^\d+ mmap\(NULL,2097152,PROT_READ\|PROT_WRITE,/);
  assertMatch(
    traced.stderr,
    /\nmalloc\(16\) = 0x[\da-f]+ +list_push\+0x[\da-f]+ at examples\/linked/,
  );
  assertMatch(traced.stderr, /\d+ exit_group\(0\)\n$/);
});

Deno.test("leveret trace -o writes the trace to a file", async () => {
  await withTempDirectory(async (directory) => {
    const path = `${directory}/run.log`;
    const result = await leveret(["trace", "-i", "-o", path, "examples/hello.s"]);
    assertEquals(result, {
      stdout: "Hello, hare!\n",
      stderr: `leveret: trace written to ${path}\n`,
      status: 0,
    });
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
    assertEquals(lines.length, 9);
    const form =
      /^core {3}0: 0 0x[\da-f]{16} \(0x[\da-f]{8}\)( x[\d ]{2} 0x[\da-f]{16})?( mem 0x[\da-f]{16}( 0x[\da-f]+)?)?$/;
    for (const line of lines) assertMatch(line, form);
  });
});

Deno.test("leveret trace exits with 1 when it cannot write the file", async () => {
  const { stderr, status } = await leveret(["trace", "-o", "/nowhere/x.log", "examples/hello.s"]);
  assertEquals(status, 1);
  assertStringIncludes(stderr, "cannot write /nowhere/x.log: no such file");
});

Deno.test("leveret trace --json writes one object a line", async () => {
  const { stderr } = await leveret(["trace", "-i", "-m", "-s", "-a", "--map", "--json", LIST]);
  const events = stderr.trimEnd().split("\n").map((line) => JSON.parse(line).event);
  assertEquals(
    [...new Set(events)].sort(),
    ["heap", "heap map", "instruction", "memory", "syscall"],
  );
  assertEquals(events.at(-1), "heap map");
});

Deno.test("leveret trace filters by symbol, by range, and shows the first N", async () => {
  const lines = async (...args: string[]) =>
    (await leveret(["trace", ...args])).stderr.trimEnd().split("\n");
  const main = await lines("-i", "--annotate", "--symbol", "main", "examples/hello_main.s");
  assert(main.every((line) => /# main(\+0x[\da-f]+)? {2}examples\/hello_main\.s:\d+ /.test(line)));
  assertEquals((await lines("-i", "--first", "5", LIST)).length, 5);
  const two = await lines("-i", "--address", "0x10000-0x10008", "examples/hello.s");
  assertEquals(two.length, 2);
});

Deno.test("leveret trace refuses a symbol that the program does not have", async () => {
  const { stderr, status } = await leveret(["trace", "--symbol", "mian", "examples/hello_main.s"]);
  assertEquals(status, 2);
  assertStringIncludes(stderr, "unknown symbol mian in --symbol; did you mean main?");
});

Deno.test("leveret trace --map draws the heap at the end", async () => {
  const { stderr } = await leveret(["trace", "--map", "examples/allocator_tour.s"]);
  assertMatch(stderr, /^Heap: 1,020 blocks in use \(/);
  assertStringIncludes(stderr, "2 chunks, 1 large block");
});

Deno.test("leveret trace of a fault shows the events before it and the report, and exits with its status", async () => {
  const { stderr, status } = await leveret(["trace", "--heap", "examples/bugs/double_free.s"]);
  assertEquals(status, 134);
  assertMatch(stderr, /free\(0x[\da-f]+\) = \? +destroy\+0x/);
  assertStringIncludes(stderr, "SIGABRT: the program aborted");
  assert(stderr.indexOf("malloc(") < stderr.indexOf("Abort: "));
});

Deno.test("leveret demo needs no permissions and shows the whole tour", async () => {
  const { stdout, stderr, status } = await leveret(["demo"], { permissions: [] });
  assertEquals([stderr, status], ["", 0]);
  for (
    const words of [
      /\nprogram \| {4}malloc\(5\) = chunk 1 \+ 0x10, payload 8\n/,
      /\n {3}heap \| malloc\(5\) = 0x[\da-f]+ +show_malloc\+0x/,
      /\n kernel \| {3}mmap\(2 MiB\) = 0x/,
      /\n kernel \| {3}munmap\(0x[\da-f]+, 4 KiB\)\n/,
      /\n {3}heap \| \.\.\. 1,009 more calls like these; the last one:\n/,
      /\nHeap: 1,020 blocks in use /,
      /\d+ instructions, 6 mmaps, 3 munmaps\n$/,
    ]
  ) assertMatch(stdout, words);
  const plain = await leveret(["run", "examples/allocator_tour.s"]);
  const printed = stdout.split("\n").filter((line) => line.startsWith("program | "))
    .map((line) => line.slice("program | ".length));
  assertEquals(`${printed.join("\n")}\n`, plain.stdout);
});

Deno.test("leveret demo --json writes one object a line", async () => {
  const { stdout, status } = await leveret(["demo", "--json"], { permissions: [] });
  assertEquals(status, 0);
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).event);
  assertEquals([...new Set(events)].sort(), ["heap", "heap map", "output", "syscall"]);
});

Deno.test("leveret trace --from, --to, --inside, --skip and --last choose a part of the run", async () => {
  const lines = async (...args: string[]) =>
    (await leveret(["trace", "-i", "--json", ...args, LIST])).stderr.trimEnd().split("\n")
      .map((line) => JSON.parse(line));
  const numbers = async (...args: string[]) =>
    (await lines(...args)).map(({ number }: { number: number }) => number);
  assertEquals(await numbers("--from", "100", "--to", "103"), [100, 101, 102]);
  assertEquals(await numbers("--to", "4", "--skip", "2"), [2, 3]);
  const all = await lines();
  assertEquals(await lines("--last", "3"), all.slice(-3));
  const entry = all.findIndex(({ symbol }) => symbol === "list_push");
  assertEquals(await numbers("--from", "list_push", "--first", "1"), [entry]);
  const [first] = await lines("--from", "list_push#1", "--first", "1");
  assertMatch(first.symbol, /^main\+0x/);
  const inside = await lines("--inside", "list_push");
  assertEquals(inside[0], all[entry]);
  assert(inside.some(({ symbol }) => symbol.startsWith("rt.malloc")));
  assert(inside.every(({ symbol }) => !symbol.startsWith("main")));
});

Deno.test("leveret trace -o - writes to standard output", async () => {
  const { stdout, stderr } = await leveret(["trace", "-s", "-o", "-", "examples/hello.s"]);
  assertMatch(stdout, /^Hello, hare!\n\d+ write\(/);
  assertEquals(stderr, "");
});

Deno.test("leveret trace refuses points that the program does not have", async () => {
  const message = async (...args: string[]) => {
    const { stderr, status } = await leveret(["trace", "-i", ...args, LIST]);
    assertEquals(status, 2);
    return stderr.split("\n")[0];
  };
  assertMatch(
    await message("--from", "list_pus") ?? "",
    /unknown symbol list_pus in --from; did you mean/,
  );
  assertMatch(await message("--to", "list_push#0") ?? "", /calls are numbered from 1/);
  assertMatch(
    await message("--to", "linked_list.s:1") ?? "",
    /no instruction comes from that line/,
  );
  assertMatch(await message("--inside", "nobody") ?? "", /unknown symbol nobody in --inside/);
});

Deno.test("leveret trace --calls shows nested calls of a program, also as JSON", async () => {
  const file = "examples/fibonacci.s";
  const calls = ["trace", "--calls", "--inside", "fib_recursive"];
  const { stderr } = await leveret([...calls, "--depth", "2", file, "--", "3"]);
  assertMatch(
    stderr,
    /^fib_recursive\(3\) \{\n {2}fib_recursive\(2\) = 1 {2}# \d+ instr[^\n]*\n {2}fib_recursive\(1\) = 1 .*\n\} = 2 {2}# fib_rec/,
  );
  const json = await leveret([...calls, "--json", file, "--", "3"]);
  const events = json.stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(events.map(({ args, result }) => [args[0], result]).slice(0, 5), [
    ...[["1", "1"], ["0", "0"], ["2", "1"], ["1", "1"], ["3", "2"]],
  ]);
});

Deno.test("leveret trace --binary writes what --read turns into every other format", async () => {
  await withTempDirectory(async (directory) => {
    const file = `${directory}/a.trace`;
    const written = await leveret(["trace", "--binary", "-o", file, "--from", "main", LIST]);
    assertEquals([written.stderr, written.status], [`leveret: trace written to ${file}\n`, 0]);
    for (const how of [["-i"], ["-m", "--annotate", "--last", "50"], ["-i", "-m", "--json"]]) {
      const direct = await leveret(["trace", ...how, "--from", "main", LIST]);
      const read = await leveret(["trace", ...how, "--read", file, LIST]);
      assertEquals(read.stderr, direct.stderr);
    }
    for (const from of [["--from", "main"], ["--read", file]]) {
      const path = `${directory}/${from[0]}.champsim`;
      await leveret(["trace", "--champsim", "-o", path, ...from, LIST]);
    }
    assertEquals(
      await Deno.readFile(`${directory}/--from.champsim`),
      await Deno.readFile(`${directory}/--read.champsim`),
    );
    const bytes = await Deno.readFile(file);
    await Deno.writeFile(file, bytes.subarray(0, bytes.length - 30));
    const cut = await leveret(["trace", "--read", file]);
    assertEquals(cut.status, 1);
    assertMatch(
      cut.stderr,
      /cannot read the binary trace: it is cut off after [\d,]+ instructions/,
    );
  });
  const usage = async (...args: string[]) => (await leveret(["trace", ...args])).stderr;
  assertStringIncludes(await usage("--binary", LIST), "--binary is no text; name a file with -o");
  assertStringIncludes(
    await usage("--binary", "-o", "x", "--heap", LIST),
    "--heap is not for --binary",
  );
  assertStringIncludes(await usage("--read", "x", "--heap"), "--read has instructions only");
  assertStringIncludes(await usage("--read", "/nowhere/x"), "cannot read /nowhere/x: no such file");
});
