// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret, type Setting } from "./harness.ts";

/** Runs a program given as text. */
async function runText(text: string, args: readonly string[], setting: Setting = {}) {
  const directory = await Deno.makeTempDir();
  try {
    const path = `${directory}/test.s`;
    await Deno.writeTextFile(path, text);
    const { stderr, ...result } = await leveret(["run", ...args, path], setting);
    return { ...result, stderr: stderr.replaceAll(path, "test.s") };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("leveret run shows the store that broke the heap, after an abort", async () => {
  const { stderr, status } = await leveret(["run", "examples/bugs/overflow_small.s"]);
  assertEquals(status, 134);
  const [, story = ""] = stderr.split("\nWho wrote it\n");
  assertStringIncludes(story, "The last store there was instruction 161, in rt.memcpy+0x");
  assertStringIncludes(story, "It changed 0x18 to 0xa\n");
  assertMatch(story, /\n {2}#1 .*main\+0x\w+ at examples\/bugs\/overflow_small\.s:33\n/);
});

Deno.test("leveret run --story-limit 0 looks for no store", async () => {
  const { stderr } = await leveret(["run", "--story-limit", "0", "examples/bugs/overflow_small.s"]);
  assert(!stderr.includes("Who wrote"));
});

/** Reads a byte that makes a pointer, and follows it. */
const FROM_INPUT = `
        .globl main
main:   la      a1, cell
        li      a0, 0
        li      a2, 8
        li      a7, 63
        ecall
        ld      t0, cell
        lw      a0, 0(t0)
        ret
        .bss
        .balign 8
cell:   .zero   8
`;

Deno.test("a story knows what the program read from standard input", async () => {
  const { stderr, status } = await runText(FROM_INPUT, [], { stdin: "AAAA" });
  assertEquals(status, 139);
  assertStringIncludes(stderr, "t0 held 0x41414141, loaded from 0x");
  assertStringIncludes(stderr, "The last to write there was read, at instruction ");
  assertStringIncludes(stderr, "It changed 0x0 to 0x41414141\n");
});

/** Counts its runs in a file, and dies of a bad pointer that this number makes. */
const COUNTING = `
        .globl main
main:   li      a0, -100
        la      a1, name
        li      a2, 0102                # O_CREAT | O_RDWR
        li      a3, 0666
        li      a7, 56
        ecall
        mv      s1, a0
        la      a1, cell
        li      a2, 1
        li      a7, 63
        ecall
        beqz    a0, 1f
        ebreak                          # there was something in the file
1:      mv      a0, s1
        la      a1, name
        li      a2, 1
        li      a7, 64
        ecall
        la      t0, cell
        li      t1, 64
        sd      t1, 0(t0)
        ld      t2, 0(t0)
        lw      a0, 0(t2)
        ret
        .section .rodata
name:   .asciz  "runs"
        .bss
        .balign 8
cell:   .zero   8
`;

Deno.test("a story is not told when the second run is another one", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const args = ["--dir", `${directory}:/`];
    const { stderr, status } = await runText(COUNTING, args);
    assertEquals(status, 139);
    assertMatch(
      stderr,
      /\nleveret: the store that caused it is not known\. Cannot run the program again: the second run is not the same as the first; were files changed that it reads\?\n$/,
    );
    assertEquals(await Deno.readTextFile(`${directory}/runs`), "r");
    // In memory, the changes of the first run are gone.
    await Deno.remove(`${directory}/runs`);
    const again = await runText(COUNTING, ["--dir", `${directory}:/:cow`]);
    assertStringIncludes(again.stderr, "It changed 0x0 to 0x40\n");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

const COPIES = `
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      t0, 77
        sd      t0, source, t1
        la      a0, word
        la      a1, source
        li      a2, 16
        call    memcpy
        ld      a0, word
        addi    a0, a0, 1
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
        .bss
        .balign 8
source: .zero   16
word:   .zero   16
        .size   word, 16
`;

Deno.test("leveret run --who-wrote takes symbols, offsets, sizes, addresses and a time", async () => {
  const args = ["word", "word+8,1", "word@20"].flatMap((what) => ["--who-wrote", what]);
  const { stderr, status } = await runText(COPIES, args);
  assertEquals(status, 78);
  const [first = "", second = "", third = ""] = stderr.split("Who wrote ").slice(1);
  assertMatch(first, /^word\n {2}The last of 2 stores .* was instruction \d+, in rt\.memcpy\+0x/);
  assertMatch(first, /\n {2}#1 .*main\+0x\w+ at test\.s:10\n/);
  assertMatch(second, /^word\+8,1\n[^]*\n {2}It left 0x0 as it was\n/);
  assertEquals(third, "word@20\n  Nothing has stored there since the program started\n");
});

Deno.test("leveret run --origin follows a value through memory and memcpy", async () => {
  const { stderr } = await runText(COPIES, ["--origin", "a0"]);
  const lines = stderr.split("\n").map((line) => line.replace(/^ +[\d,]+: /, ""));
  assertEquals(lines[0], "Where a0 came from");
  const kinds = lines.filter((line) => / by | in /.test(line)).map((line) =>
    line.replace(/ in .*/, "")
  );
  assertEquals(kinds, [
    "0x4e by ld a0, 8(sp)",
    "sd a0, 8(sp)",
    "0x4e by addi a0, a0, 1",
    "0x4d by ld a0, -24(a0)",
    "sd t3, 0(t0)",
    "0x4d by ld t3, 0(a1)",
    "sd t0, -4(t1)",
    "0x4d by li t0, 77",
  ]);
});

Deno.test("leveret run --json writes stories as lines of JSON", async () => {
  const args = ["--json", "--who-wrote", "word", "--origin", "a0@40"];
  const { stderr } = await runText(COPIES, args);
  const [write, origin] = stderr.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals([write.event, write.what, write.write.size], ["who wrote", "word", 8]);
  assertEquals([origin.event, origin.what], ["origin", "a0@40"]);
});

Deno.test("leveret run refuses what --who-wrote and --origin cannot mean", async () => {
  const cases: [string, string][] = [
    ["--who-wrote=wrod", "there is no symbol wrod for --who-wrote; did you mean word?"],
    ["--who-wrote=@5", 'invalid value "@5" for --who-wrote: must be like count@5000'],
    ["--who-wrote=word,0", "its size must be from 1 to 4096"],
    ["--who-wrote=word@x", 'invalid value "x" for --who-wrote: must be a count'],
    ["--origin=q9", 'invalid value "q9" for --origin: must be a register such as a0'],
    ["--story-limit=x", 'invalid value "x" for --story-limit: must be a number of seconds'],
  ];
  for (const [argument, message] of cases) {
    const { stderr, status } = await runText(COPIES, [argument]);
    assertEquals(status, 2, argument);
    assertStringIncludes(stderr, message);
  }
});
