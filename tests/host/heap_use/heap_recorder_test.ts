// SPDX-License-Identifier: MPL-2.0
// The heap recorder, beside a model that looks at every heap event again and adds everything up anew.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { HeapRecorder } from "../../../host/heap_use/heap_recorder.ts";
import type { AllocationSite, HeapUse } from "../../../host/heap_use/heap_use.ts";
import { heapReportJson } from "../../../host/heap_use/heap_report.ts";
import { HeapSamples } from "../../../host/heap_use/samples.ts";
import { Process } from "../../../host/process.ts";
import type { HeapEvent } from "../../../host/watch/heap_probes.ts";
import { type AllocatorName, runtimeWith } from "../../../runtime/files.ts";
import { mainOf } from "./fixture.ts";

function programOf(text: string, allocator: AllocatorName = "hare"): Program {
  return build([{ name: "x.s", text }], { archive: runtimeWith(allocator) });
}

function exampleOf(name: string): Program {
  return programOf(Deno.readTextFileSync(new URL(`../../../examples/${name}`, import.meta.url)));
}

function run(program: Program, accesses = false): HeapUse {
  using process = new Process(program);
  using recorder = new HeapRecorder(process, { accesses });
  assertEquals(process.run({ maxInstructions: 50_000_000 }).kind, "exited");
  return recorder.use();
}

/** The frames outside the allocator, by line. */
const linesOf = ({ frames }: AllocationSite) =>
  frames.slice(1, -1).map(({ location }) => location?.line);

Deno.test("the peak, and who had it, are exact", () => {
  for (const name of ["hash_table.s", "linked_list.s", "string_builder.s"]) {
    const program = exampleOf(name);
    // The same by brute force: all owners at every event.
    const live = new Map<bigint, { size: number; caller: bigint }>();
    let peak = { bytes: 0, blocks: 0, owners: new Map<bigint, number>() };
    const bytes = () => [...live.values()].reduce((sum, { size }) => sum + size, 0);
    const onHeap = ({ depth, pointer, result, size, caller, via }: HeapEvent) => {
      if (depth > 0) return;
      if (pointer !== undefined) live.delete(pointer);
      if (result !== undefined && result !== 0n) {
        live.set(result, { size: Number(size), caller: (via ?? caller).address });
      }
      if (bytes() <= peak.bytes) return;
      const owners = new Map<bigint, number>();
      for (const { size, caller } of live.values()) {
        owners.set(caller, (owners.get(caller) ?? 0) + size);
      }
      peak = { bytes: bytes(), blocks: live.size, owners };
    };
    using process = new Process(program, { hooks: { onHeap } });
    process.run();
    const use = run(program);
    assertEquals([use.peak.bytes, use.peak.blocks], [peak.bytes, peak.blocks], name);
    const owners = new Map<bigint, number>();
    for (const { frames, atPeak } of use.sites) {
      const caller = frames[1]?.address ?? 0n;
      if (atPeak.bytes > 0) owners.set(caller, (owners.get(caller) ?? 0) + atPeak.bytes);
    }
    assertEquals(new Map([...owners].sort()), new Map([...peak.owners].sort()), name);
    assertEquals(use.live, { blocks: live.size, bytes: bytes() });
  }
});

Deno.test("a block counts for the calls that allocated it, with how long it was in use", () => {
  const use = run(programOf(mainOf(`
        li      a0, 24
        call    malloc
        mv      s0, a0
        li      a0, 100
        call    malloc
        mv      s1, a0
        mv      a0, s0
        call    free`)));
  assertEquals(use.totals, { allocations: 2, frees: 1, bytes: 124 });
  assertEquals(use.live, { blocks: 1, bytes: 100 });
  assertEquals(
    use.sites.map((site) => [linesOf(site), site.total, site.live]),
    [
      [[[10], { blocks: 1, bytes: 100 }, { blocks: 1, bytes: 100 }]],
      [[[7], { blocks: 1, bytes: 24 }, { blocks: 0, bytes: 0 }]],
    ].flat(),
  );
  for (const { lifetimes } of use.sites) {
    assert(lifetimes > 0 && lifetimes < use.instruction, `${lifetimes}`);
  }
});

Deno.test("realloc ends a block and begins another one, and calls inside an allocator do not count", () => {
  const body = `
        li      a0, 24
        call    malloc
        li      a1, 5000
        call    realloc
        li      a1, 8
        call    realloc`;
  for (const allocator of ["hare", "hare-linear"] as const) {
    const use = run(programOf(mainOf(body), allocator));
    assertEquals(use.totals, { allocations: 3, frees: 2, bytes: 5032 }, allocator);
    assertEquals(use.peak.bytes, 5000);
  }
});

Deno.test("reads and writes count for the block, but not those of the allocator", () => {
  const use = run(
    programOf(mainOf(`
        li      a0, 24
        call    malloc
        mv      s0, a0
        sd      zero, 0(s0)
        sw      zero, 20(s0)
        lb      t0, 23(s0)
        li      t0, 1
        amoadd.d t1, t0, (s0)
        li      a0, 20000
        call    malloc
        li      t0, 10000
        add     t0, a0, t0
        sh      zero, 0(t0)
        mv      a0, s0
        call    free`)),
    true,
  );
  const [large, small] = use.sites;
  assertEquals([small?.read, small?.written], [9, 20]);
  assertEquals([large?.read, large?.written], [0, 2]);
});

Deno.test("samples stay few, keep the peak, and end with the last state", () => {
  const samples = new HeapSamples();
  let peak = 0;
  for (let event = 0; event < 100_000; event++) {
    const bytes = event === 54_321 ? 1_000_000 : event % 1000;
    peak = Math.max(peak, bytes);
    samples.add({ instruction: event * 37, bytes, blocks: 1, mappedBytes: 4096 });
  }
  assert(samples.all.length > 200 && samples.all.length <= 512, `${samples.all.length}`);
  assertEquals(Math.max(...samples.all.map(({ maxBytes }) => maxBytes)), peak);
  assertEquals(samples.all.at(-1)?.instruction, 99_999 * 37);
  const times = samples.all.map(({ instruction }) => instruction);
  assertEquals(times, times.toSorted((a, b) => a - b));
});

Deno.test("the report about the heap is plain JSON", () => {
  const program = exampleOf("linked_list.s");
  using process = new Process(program);
  using recorder = new HeapRecorder(process);
  process.run({ maxInstructions: 2000 });
  const use = recorder.use();
  const value = heapReportJson({ use, blocks: recorder.blocks, view: undefined });
  const again = JSON.parse(JSON.stringify(value));
  assertEquals(again.blocks.length, use.live.blocks);
  const ids = new Set(again.sites.map(({ id }: { id: number }) => id));
  assert(again.blocks.every(({ site }: { site: number }) => ids.has(site)));
});
