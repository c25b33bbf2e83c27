// SPDX-License-Identifier: MPL-2.0
// Heap profiles are read by the tools that they are for, where these are installed, and have what the
// descriptions of their formats ask for.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { HEAP_PROFILE_FORMATS } from "../../../host/heap_use/formats.ts";
import { HeapRecorder } from "../../../host/heap_use/heap_recorder.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

const ROOT = decodeURIComponent(new URL("../../../", import.meta.url).pathname);
const SOURCE = "examples/hash_table.s";
const VIEWER = "/usr/libexec/valgrind/dh_view.js";

function record() {
  const text = Deno.readTextFileSync(`${ROOT}${SOURCE}`);
  const program = build([{ name: SOURCE, text }], { archive: runtimeFiles });
  using process = new Process(program);
  using recorder = new HeapRecorder(process, { accesses: true });
  process.run();
  return recorder.use();
}

const use = record();
const subject = { use, command: `${SOURCE} "a\nb"` };
const count = (value: number) => value.toLocaleString("en");

Deno.test("ms_print reads the heap over time, with the exact peak and its owners", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, await HEAP_PROFILE_FORMATS.massif.write(subject));
    const { success, stdout, stderr } = await new Deno.Command("ms_print", { args: [file] })
      .output();
    const decoder = new TextDecoder();
    assert(success, decoder.decode(stderr));
    assertEquals(decoder.decode(stderr), "");
    const shown = decoder.decode(stdout);
    assertMatch(shown, /\(peak\)/);
    assertStringIncludes(
      shown,
      `${count(use.peak.instruction)}           ${count(use.peak.bytes)}`,
    );
    const callers = Map.groupBy(use.sites, ({ frames: [, caller] }) => caller?.address);
    for (const sites of callers.values()) {
      const bytes = sites.reduce((sum, { atPeak }) => sum + atPeak.bytes, 0);
      const share = 100 * bytes / use.peak.bytes;
      if (share < 1) continue;
      const { address = 0n, function: name } = sites[0]?.frames[1] ?? {};
      const line = `${share.toFixed(2).padStart(5, "0")}% (${count(bytes)}B) `;
      assertStringIncludes(shown, `${line}0x${address.toString(16)}: ${name} (`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log("skipped: ms_print is not installed");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("Massif's snapshots are numbered, by rising time, and their trees add up", async () => {
  const text = await HEAP_PROFILE_FORMATS.massif.write(subject);
  const numbers = [...text.matchAll(/^snapshot=(\d+)$/gm)].map(([, number]) => Number(number));
  assertEquals(numbers, numbers.map((_, index) => index));
  assert(numbers.length <= 101, `${numbers.length}`);
  const times = [...text.matchAll(/^time=(\d+)$/gm)].map(([, time]) => Number(time));
  assertEquals(times, times.toSorted((a, b) => a - b));
  assertEquals(times.at(-1), use.instruction);
  assertEquals(text.match(/heap_tree=peak/g)?.length, 1);
  for (
    const [, bytes, tree = ""] of text.matchAll(
      /^mem_heap_B=(\d+)\n(?:.*=.*\n)*((?: *n\d+:.*\n)+)/gm,
    )
  ) {
    const lines = tree.trimEnd().split("\n").map((line) => {
      const [, indent = "", children, size] = /^( *)n(\d+): (\d+) /.exec(line) ?? [];
      return { depth: indent.length, children: Number(children), size: Number(size) };
    });
    assertEquals(lines[0]?.size, Number(bytes));
    lines.forEach(({ depth, children, size }, index) => {
      const after = lines.slice(index + 1);
      const end = after.findIndex((other) => other.depth <= depth);
      const inside = (end < 0 ? after : after.slice(0, end)).filter((line) =>
        line.depth === depth + 1
      );
      assertEquals(inside.length, children);
      if (children === 0) return;
      assert(inside.reduce((sum, { size }) => sum + size, 0) <= size);
    });
  }
});

Deno.test("DHAT's file has the fields of version 2, and its sums are those of the run", async () => {
  const file = JSON.parse(await HEAP_PROFILE_FORMATS.dhat.write(subject));
  const { pps, ftbl } = file;
  assertEquals(
    [file.dhatFileVersion, file.mode, file.verb, file.bklt, file.bkacc],
    [2, "heap", "Allocated", true, true],
  );
  assertEquals([file.tg, file.te], [use.peak.instruction, use.instruction]);
  const sum = (field: string) =>
    pps.reduce((total: number, point: Record<string, number>) => total + (point[field] ?? NaN), 0);
  assertEquals([sum("tb"), sum("tbk")], [use.totals.bytes, use.totals.allocations]);
  assertEquals([sum("gb"), sum("gbk")], [use.peak.bytes, use.peak.blocks]);
  assertEquals([sum("eb"), sum("ebk")], [use.live.bytes, use.live.blocks]);
  assert(sum("rb") > 0 && sum("wb") > 0);
  for (const { mb, mbk, gb, tl, fs } of pps) {
    assert(mb >= gb && mbk > 0 && tl > 0);
    assert(fs.length > 0 && fs.every((frame: number) => frame > 0 && frame < ftbl.length));
  }
  const without = JSON.parse(
    await HEAP_PROFILE_FORMATS.dhat.write({ ...subject, use: { ...use, hasAccesses: false } }),
  );
  assertEquals([without.bkacc, "rb" in without.pps[0]], [false, false]);
});

Deno.test("DHAT's own viewer builds its tree of the file", async () => {
  let viewer: string;
  try {
    viewer = await Deno.readTextFile(VIEWER);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log("skipped: Valgrind's dh_view.js is not installed");
    return;
  }
  const file = await HEAP_PROFILE_FORMATS.dhat.write(subject);
  // The page's elements: the viewer only asks for the menu of metrics.
  const build = new Function(
    "file",
    "document",
    `${viewer}
     gSelect = { childNodes: gSelectData.map(() => ({})), selectedIndex: 0 };
     gData = JSON.parse(file);
     buildTree();
     return [gRoot._totalBytes, gRoot._totalBlocks, gRoot._atTGmaxBytes, gRoot._readsBytes];`,
  );
  const reads = use.sites.reduce((total, { read }) => total + read, 0);
  assertEquals(build(file, {}), [use.totals.bytes, use.totals.allocations, use.peak.bytes, reads]);
});
