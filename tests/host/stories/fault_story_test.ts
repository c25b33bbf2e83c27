// SPDX-License-Identifier: MPL-2.0
// For each program in examples/bugs/, the store that it died of: the line of the program's own code that made
// the mistake, not the one where it showed.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { StoryFormat } from "../../../host/stories/format_story.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { exampleRuns } from "../../examples/expected.ts";
import { assembled, decisiveStore, storyOf } from "./fixture.ts";

const ROOT = new URL("../../../", import.meta.url);

/** The source text of the guilty line; undefined for programs that no store in memory explains. */
const STORES: Readonly<Record<string, string | undefined>> = {
  breakpoint: undefined,
  double_free: "call    rt.free",
  free_static: "initial",
  illegal_instruction: undefined,
  jump_to_data: "constant",
  jump_unmapped: "sb      t1, 0(t0)",
  load_unmapped: "constant",
  misaligned_free: undefined,
  mmap_failed: undefined,
  munmap_failed: "sd      t0, 8(a0)",
  null_field: "initial",
  no_main: undefined,
  overflow_blanks: "call    rt.memset",
  overflow_into_free: "call    rt.memcpy",
  overflow_large: "sd      t2, 0(a0)",
  overflow_neighbour: "call    rt.memset",
  overflow_small: "call    rt.memcpy",
  pointer_cut: "sw      a0, 0(t0)",
  poison_pointer: "call    rt.free",
  slice_no_memory: "sd      t0, 8(a0)",
  stack_overflow: undefined,
  store_read_only: undefined,
  store_unmapped: undefined,
  terminator_overflow: "sb      t0, 0(a0)",
  underflow_large: "sd      a2, 0(a0)",
  use_after_free: "sd      t1, SESSION_REQUESTS(t0)",
  use_after_free_at_exit: "sd      t0, 8(s1)",
  use_after_free_large: undefined,
  use_after_munmap: undefined,
};

for (const { program: path, status } of exampleRuns) {
  const [, name] = /^bugs\/(\w+)$/.exec(path) ?? [];
  if (name === undefined || status < 128) continue;
  Deno.test(`the story of ${path} names the store that it died of`, async () => {
    const file = `examples/${path}.s`;
    const text = Deno.readTextFileSync(new URL(file, ROOT));
    const program = build([{ name: file, text }], { archive: runtimeFiles });
    const story = await storyOf(program);
    assert(name in STORES, `${name} is missing here`);
    const found = decisiveStore(story);
    const [, line] = /^line (\d+)$/.exec(found ?? "") ?? [];
    const source = line === undefined ? found : text.split("\n")[Number(line) - 1]?.trim();
    assertEquals(source?.replace(/\s*#.*/, ""), STORES[name]?.replace(/\s*#.*/, ""));
    if (story === undefined) return;
    const title = found === "constant" ? "Where it came from" : "Who wrote it";
    assertStringIncludes(new StoryFormat(program).death(story), `${title}\n`);
  });
}

/** A function that smashes its return address, 70,000 instructions before it returns. */
const SMASHED = `
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        call    smash
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
smash:  addi    sp, sp, -16
        sd      ra, 8(sp)
        li      t0, 0x1234
        sd      t0, 8(sp)
        li      t0, 40000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;

Deno.test("a story finds an overwritten return address beyond its tape", async () => {
  const story = await storyOf(assembled(SMASHED));
  assertEquals([story?.value, story?.suspect.use], [0x1234n, "target"]);
  assertEquals(decisiveStore(story), "line 12");
});

Deno.test("a story knows the callers of a store that overwrote the stack", async () => {
  const story = await storyOf(assembled(`
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        call    fill
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
fill:   addi    sp, sp, -16
        sd      ra, 8(sp)
        mv      a0, sp
        li      a1, 'A'
        li      a2, 16
        call    memset
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`));
  const last = story?.steps.at(-1);
  assert(last?.kind === "stored");
  const { frames } = last.write.backtrace;
  assertEquals(frames.map(({ symbol }) => symbol?.split("+")[0]), [
    ...["rt.memset", "fill", "main", "_start"],
  ]);
  assert(frames.every(({ origin }) => origin !== "scan"));
});

Deno.test("a story follows a pointer through registers that callees save", async () => {
  const story = await storyOf(assembled(`
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        la      t0, cell
        li      t1, 16
        sd      t1, 0(t0)               # the bad pointer
        ld      s1, 0(t0)
        call    busy
        lw      a0, 4(s1)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
busy:   addi    sp, sp, -16
        sd      s1, 8(sp)
        li      s1, 3
        ld      s1, 8(sp)
        addi    sp, sp, 16
        ret
        .bss
        .balign 8
cell:   .zero   8
`));
  assertEquals(story?.steps.map(({ kind }) => kind), ["loaded", "stored", "loaded", "stored"]);
  assertEquals(decisiveStore(story), "line 7");
});

Deno.test("a story follows the index, not the base, into an array", async () => {
  const story = await storyOf(assembled(`
        .globl main
main:   la      t0, index
        li      t1, 0x40000000
        sd      t1, 0(t0)
        la      t2, array
        ld      t3, 0(t0)
        slli    t3, t3, 3
        add     t2, t2, t3
        ld      a0, 0(t2)
        ret
        .bss
        .balign 8
index:  .zero   8
array:  .zero   80
`));
  assertEquals(decisiveStore(story), "line 5");
});

Deno.test("a story of a check that a function answers goes into that function", async () => {
  const story = await storyOf(assembled(`
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        la      t0, magic
        li      t1, 5
        sw      t1, 0(t0)               # breaks it
        call    check
        beqz    a0, 1f
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
1:      call    abort
check:  lw      t0, magic
        li      t1, 7
        bne     t0, t1, 1f
        li      a0, 1
        ret
1:      li      a0, 0
        ret
        .data
        .balign 8
magic:  .word   7
`));
  assertEquals([story?.suspect.use, decisiveStore(story)], ["compared", "line 7"]);
});

Deno.test("a story says when the kernel's answer was the bad pointer", async () => {
  const story = await storyOf(assembled(`
        .globl main
main:   li      a0, 0
        li      a1, -1
        li      a2, 3
        li      a3, 0x22
        li      a4, -1
        li      a5, 0
        li      a7, 222                 # mmap
        ecall
        mv      t0, a0
        sd      zero, 0(t0)
        ret
`));
  const last = story?.steps.at(-1);
  assert(last?.kind === "kernel");
  assertEquals([story?.value, last.what], [0xffff_ffff_ffff_fff4n, "the result of mmap"]);
});
