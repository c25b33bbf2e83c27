// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret } from "./harness.ts";

const LINEAR = ["--allocator", "hare-linear"];

Deno.test("leveret heap shows the heap at the end, and the status is the program's", async () => {
  const stdin = `
        .globl main
main:   addi sp, sp, -16
        sd ra, 8(sp)
        li a0, 24
        call malloc
        li a0, 100
        call malloc
        call free
        li a0, 7
        ld ra, 8(sp)
        addi sp, sp, 16
        ret
`;
  const { stderr, status } = await leveret(["heap", "-"], { stdin });
  assertEquals(status, 7);
  assertMatch(
    stderr,
    /^leveret: the heap at the end, after \d+ instructions\nHeap: 1 block in use/,
  );
  for (
    const text of [
      "1 block in use, 1 free",
      "Free lists, whose blocks are filled with 0x69",
      "24    0.0%  asked for by the program",
      "Peak: 124 bytes in 2 blocks",
      "Churn: 2 allocations, 1 frees, 124 bytes",
    ]
  ) assertStringIncludes(stderr, text);
});

Deno.test("leveret heap --at shows moments, in their order, and says which did not come", async () => {
  const { stderr } = await leveret([
    "heap",
    "--json",
    ...["--at", "100000", "--at", "table_grow#2", "--at", "400", "--at", "99000000"],
    "examples/hash_table.s",
  ]);
  const [last = "", ...moments] = stderr.trimEnd().split("\n").reverse();
  assertEquals(last, "leveret: 99000000 was not reached: the program ended before");
  const found = moments.reverse().map((line) => JSON.parse(line));
  assertEquals(found.map(({ event, at }) => [event, at]), [
    ["heap report", "400"],
    ["heap report", "table_grow#2"],
    ["heap report", "100000"],
  ]);
  for (const { live, blocks, map, fragmentation, sites } of found) {
    assertEquals(blocks.length, live.blocks);
    assertEquals(map.liveBlocks, live.blocks);
    assertEquals(fragmentation.requested, live.bytes);
    const { mapped, ...parts } = fragmentation;
    assertEquals(Object.values<number>(parts).reduce((sum, part) => sum + part), mapped);
    const inChunks = map.chunks.reduce((sum: number, { used }: { used: number }) => sum + used, 0);
    assertEquals(inChunks + map.large.length, live.blocks);
    assert(sites.length > 0);
  }
  assertEquals(found.map(({ number }) => number === 400 || number === 100_000), [
    true,
    false,
    true,
  ]);
});

Deno.test("leveret heap says of other allocators what it knows", async () => {
  const { stderr } = await leveret(["heap", ...LINEAR, "examples/hash_table.s"]);
  assertStringIncludes(stderr, "Seen in the allocator's calls");
  assertStringIncludes(stderr, "Peak: 39,423 bytes in 1,012 blocks");
  const none = await leveret(["heap", "examples/hello.s"]);
  assertStringIncludes(none.stderr, "leveret: no heap calls: ");
});

Deno.test("leveret heap --at wants a moment of the program", async () => {
  for (
    const [at, message] of [
      ["tabel_grow", "did you mean table_grow?"],
      ["hash_table.s:1", "no instruction comes from that line"],
      ["table_grow#0", "calls are numbered from 1"],
    ] as const
  ) {
    const { stderr, status } = await leveret(["heap", "--at", at, "examples/hash_table.s"]);
    assertEquals(status, 2);
    assertStringIncludes(stderr, message);
  }
});

Deno.test("run --heap-profile-to writes a file in each format", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const { stderr, status } = await leveret([
      "run",
      `--heap-profile-to=massif:${directory}/massif.out`,
      `--heap-profile-to=dhat:${directory}/dhat.json`,
      "--heap-profile-to=json:-",
      "--heap-accesses",
      "examples/linked_list.s",
    ]);
    assertEquals([stderr, status], ["", 0]);
    const read = (name: string) => Deno.readTextFileSync(`${directory}/${name}`);
    assertMatch(
      read("massif.out"),
      /^desc: \(none\)\ncmd: examples\/linked_list\.s\ntime_unit: i\n#/,
    );
    assertEquals(JSON.parse(read("dhat.json")).bkacc, true);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("run --heap-profile-to names its formats, and --heap-accesses needs it", async () => {
  const wrong = await leveret(["run", "--heap-profile-to=masif:x", "examples/hello.s"]);
  assertEquals(wrong.status, 2);
  assertStringIncludes(wrong.stderr, "massif");
  const alone = await leveret(["run", "--heap-accesses", "examples/hello.s"]);
  assertEquals(alone.status, 2);
  assertStringIncludes(alone.stderr, "--heap-accesses needs --heap-profile-to");
});
