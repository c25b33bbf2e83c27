// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { type Hit, isHit, Movement, type Rest, type Stops } from "../../../host/debug/movement.ts";
import { type Outcome, Process } from "../../../host/process.ts";
import { Timeline } from "../../../host/timeline/timeline.ts";
import { COUNTER } from "../timeline/counter.ts";

const PROGRAM = build([{ name: "counter.s", text: COUNTER }]);
const addressOf = (name: string) => PROGRAM.symbol(name)!.value;
const COUNTER_START = addressOf("counter");
/** The instruction number of the store in a round from 0 on, and that of the read. */
const storeIn = (round: number) => 3 + 5 * round + 2;
const READ = 3 + 5000 + 5;

function watch(access: "read" | "write" | "any", onlyChanges = false): Stops {
  return { watched: [{ start: COUNTER_START, end: COUNTER_START + 8n, access, onlyChanges }] };
}

class Moved implements Disposable {
  readonly process = new Process(PROGRAM, { stdin: new TextEncoder().encode("12345") });
  readonly timeline = new Timeline(this.process, { spacing: 700 });
  readonly movement = new Movement(this.process, this.timeline);

  forward(stops: Stops, limit?: number): Hit | Outcome {
    return finish(this.movement.forward(stops, limit));
  }

  backward(stops: Stops): Hit | undefined {
    return finish(this.movement.backward(stops));
  }

  [Symbol.dispose](): void {
    this.timeline[Symbol.dispose]();
    this.process.dispose();
  }
}

function finish<T>(movement: Generator<Rest, T>): T {
  for (;;) {
    const { done, value } = movement.next();
    if (done === true) return value;
  }
}

for (const isPast of [false, true]) {
  const where = isPast ? "in the past" : "live";
  const start = () => {
    const moved = new Moved();
    if (isPast) {
      moved.timeline.run();
      moved.timeline.seek(0);
    }
    return moved;
  };

  Deno.test(`forward() stops at addresses, ${where}`, () => {
    using moved = start();
    const store = addressOf("store");
    for (const round of [0, 1, 2]) {
      const hit = moved.forward({ addresses: [store] });
      assertEquals(hit, { kind: "address", instruction: storeIn(round), address: store });
      assertEquals(moved.timeline.position, storeIn(round));
    }
    const { registers, breakpoints } = moved.process.machine;
    const accepts = () => registers.get(5) === 900n;
    const hit = moved.forward({ addresses: [store], accepts });
    assertEquals(isHit(hit) && hit.instruction, storeIn(899));
    let count = 0;
    moved.forward({ addresses: [store], counts: () => ++count === 10 });
    assertEquals(moved.timeline.position, storeIn(909));
    assertEquals(breakpoints.size, 0);
  });

  Deno.test(`forward() stops after accesses, ${where}`, () => {
    using moved = start();
    const hits = [1, 2, 3].map(() => moved.forward(watch("any")));
    assertEquals(hits.map((hit) => isHit(hit) && hit.instruction), [3, storeIn(0), 8]);
    assertEquals(moved.timeline.position, 9);
    const [range] = watch("write").watched!;
    const { memory } = moved.process.machine;
    const accepts = () => memory.readUint(COUNTER_START, 8) === 777n;
    const met = moved.forward({ watched: [range!], accepts });
    assertEquals(met, {
      kind: "access",
      instruction: storeIn(776),
      watched: range!,
      by: "program",
    });
    assertEquals(memory.readUint(COUNTER_START, 8), 777n);
    // The kernel writes "12345".
    moved.forward({ moments: [storeIn(999) + 1] });
    const byKernel = moved.forward(watch("write"));
    assertEquals([isHit(byKernel), moved.timeline.position], [true, READ + 1]);
    assertEquals(byKernel.kind === "access" && byKernel.by, "kernel");
    assertEquals(moved.forward(watch("any")), { kind: "exited", status: 5 });
  });

  Deno.test(`forward() stops at moments and before acts of the kernel, ${where}`, () => {
    using moved = start();
    assertEquals(moved.forward({ moments: [7, 9] }), { kind: "moment", instruction: 7 });
    assertEquals(moved.forward({ moments: [7, 9] }), { kind: "moment", instruction: 9 });
    assertEquals(moved.forward({}, 20), { kind: "limit" });
    const stops: Stops = { wantsAct: ({ call }) => call === 63 };
    const hit = moved.forward(stops);
    assertEquals([isHit(hit) && hit.kind, moved.timeline.position], ["act", READ]);
    assertEquals(moved.process.machine.pc, addressOf("read"));
    assertEquals(moved.forward(stops), { kind: "exited", status: 5 });
  });
}

Deno.test("backward() finds the last time that an instruction was executed", () => {
  using moved = new Moved();
  const addresses = [addressOf("store")];
  moved.forward({});
  for (const round of [999, 998, 997]) {
    assertEquals(moved.backward({ addresses })?.instruction, storeIn(round));
    assertEquals(moved.timeline.position, storeIn(round));
    assertEquals(moved.process.machine.pc, addressOf("store"));
  }
  const { registers, breakpoints } = moved.process.machine;
  const accepts = () => registers.get(5) === 100n;
  assertEquals(moved.backward({ addresses, accepts })?.instruction, storeIn(99));
  let count = 0;
  const counts = () => ++count === 3;
  assertEquals(moved.backward({ addresses, counts })?.instruction, storeIn(96));
  moved.timeline.seek(10);
  assertEquals(moved.backward({ addresses })?.instruction, storeIn(0));
  assertEquals(moved.backward({ addresses }), undefined);
  assertEquals([moved.timeline.position, breakpoints.size], [0, 0]);
});

Deno.test("backward() finds accesses, and goes to before them", () => {
  using moved = new Moved();
  moved.forward({});
  const byKernel = moved.backward(watch("write"));
  assertEquals(byKernel?.kind === "access" && byKernel.by, "kernel");
  assertEquals(moved.timeline.position, READ);
  assertEquals(moved.backward(watch("write"))?.instruction, storeIn(999));
  assertEquals(moved.backward(watch("read"))?.instruction, storeIn(999) - 2);
  assertEquals(moved.backward(watch("any", true))?.instruction, storeIn(998));
  const { memory } = moved.process.machine;
  const accepts = () => memory.readUint(COUNTER_START, 8) === 4n;
  assertEquals(moved.backward({ ...watch("write"), accepts })?.instruction, storeIn(4));
  assertEquals(moved.backward({ ...watch("write"), moments: [21, 25] })?.kind, "moment");
  assertEquals(moved.timeline.position, 21);
});

Deno.test("watchpoints on changes pass over stores of the same value", () => {
  const text = `
    .globl _start
    _start: la   s0, cell
            li   t0, 5
            sd   t0, 0(s0)
            sd   t0, 0(s0)
            sb   t0, 0(s0)
            li   t0, 6
            sw   t0, 0(s0)
            li   a7, 93
            ecall
            .data
    cell:   .dword 5
  `;
  const program = build([{ name: "same.s", text }]);
  const start = program.symbol("cell")!.value;
  using process = new Process(program);
  using timeline = new Timeline(process);
  const movement = new Movement(process, timeline);
  const watched = [{ start, end: start + 8n, access: "write", onlyChanges: true }] as const;
  const hit = finish(movement.forward({ watched }));
  assertEquals(isHit(hit) && hit.instruction, 7);
  assertEquals(finish(movement.forward({ watched })).kind, "exited");
  assertEquals(finish(movement.backward({ watched }))?.instruction, 7);
  assertEquals(finish(movement.backward({ watched })), undefined);
});

Deno.test("a search that is ended early stays where it was", () => {
  const text = `
    .globl _start
    _start: li   t0, 200000000
    loop:   addi t0, t0, -1
            bnez t0, loop
            li   a7, 93
            ecall
  `;
  const program = build([{ name: "long.s", text }]);
  using process = new Process(program);
  using timeline = new Timeline(process);
  timeline.run();
  const here = timeline.position;
  const search = new Movement(process, timeline).backward({ addresses: [program.entry] });
  assertEquals(search.next().value, "paused");
  assert(timeline.position < here);
  search.return(undefined);
  assertEquals([timeline.position, process.machine.breakpoints.size], [here, 0]);
});
