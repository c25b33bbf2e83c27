// SPDX-License-Identifier: MPL-2.0
// Observers of a process: each gets all that it wants, in program order, whatever the others want; unwanted
// events are not recorded; observers attach, detach and throw in the middle of an event.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import type { TraceBatch, TraceRecord } from "../../../cpu/trace_buffer.ts";
import { Process, type ProcessOptions } from "../../../host/process.ts";
import { TraceFilter } from "../../../host/trace/filter.ts";
import type { TraceFormatName } from "../../../host/trace/formats.ts";
import { Tracer } from "../../../host/trace/tracer.ts";
import { History } from "../../../host/watch/history.ts";
import type { Observer } from "../../../host/watch/observer.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

const PAGE = 4096n;

/** mmap, a store to it, malloc and free, munmap, a load that traps with a handler for it, exit. */
const TEXT = `
        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 0
        li      a1, 4096
        li      a2, 3
        li      a3, 0x22
        li      a4, -1
        li      a5, 0
        li      a7, 222         # mmap
        ecall
        mv      s0, a0
stores: sd      s0, 0(s0)
        sw      s0, 8(s0)
        ld      t0, 0(s0)
        li      a0, 40
        call    rt.malloc
        call    rt.free
        mv      a0, s0
        li      a1, 4096
        li      a7, 215         # munmap
        ecall
        li      a0, 11
        la      a1, action
        li      a2, 0
        li      a3, 8
        li      a7, 134         # rt_sigaction
        ecall
        ld      t0, 0(s0)       # traps
handler:
        li      a0, 0
        li      a7, 93
        ecall
        .data
        .balign 8
action: .dword  handler, 0, 0, 0
`;
const PROGRAM = build([{ name: "x.s", text: TEXT }], { archive: runtimeFiles });

const at = (name: string): bigint => PROGRAM.symbol(name)?.value ?? 0n;

function start(options: ProcessOptions = {}): Process {
  return new Process(PROGRAM, options);
}

/** An observer that adds a text for each event to a list. */
function noting(seen: string[], kinds: Omit<Observer, `on${string}`> = {}): Observer {
  return {
    ...kinds,
    onRecords: (batch) => {
      for (const { pc, access } of batch) {
        seen.push(`${access ?? "instruction"} ${pc.toString(16)}`);
      }
    },
    onSyscall: ({ name }) => seen.push(name),
    onSignal: ({ name }) => seen.push(name),
    onMapping: ({ change }) => seen.push(change),
    onTrap: ({ cause }) => seen.push(cause),
    onHeapEntry: ({ call }) => seen.push(`${call}(`),
    onHeap: ({ call }) => seen.push(`${call})`),
  };
}

function run(observe: (process: Process) => void, options: ProcessOptions = {}): Process {
  const process = start(options);
  observe(process);
  assertEquals(process.run({ maxInstructions: 100_000 }), { kind: "exited", status: 0 });
  process.dispose();
  return process;
}

/** The text that a tracer writes when `among` attaches other observers before or after it. */
function traced(
  formats: readonly TraceFormatName[],
  among: (process: Process, trace: () => void) => void = (_, trace) => trace(),
): string {
  let text = "";
  const tracer = tracerOf(formats, (part) => text += part);
  run((process) => among(process, () => tracer.attach(process)));
  tracer.finish();
  return text;
}

function tracerOf(formats: readonly TraceFormatName[], sink: (text: string) => void): Tracer {
  return new Tracer(PROGRAM, {
    formats,
    json: true,
    filter: new TraceFilter({}, PROGRAM),
    sink: (bytes) => sink(new TextDecoder().decode(bytes)),
  });
}

const ALL: readonly TraceFormatName[] = ["instructions", "memory", "syscalls", "heap"];

Deno.test("two tracers of one process both write everything", () => {
  for (const formats of [ALL, ["instructions"], ["memory"], ["syscalls"], ["heap"]] as const) {
    const alone = traced(formats);
    for (const others of [ALL, ["instructions"], ["memory"], ["heap"]] as const) {
      let other = "";
      const second = tracerOf(others, (part) => other += part);
      assertEquals(traced(formats, (process, trace) => (second.attach(process), trace())), alone);
      second.finish();
      assertEquals(other, traced(others));
      const late = tracerOf(others, () => {});
      assertEquals(traced(formats, (process, trace) => (trace(), late.attach(process))), alone);
    }
  }
});

Deno.test("hooks, a tracer and a history of one process all get everything", () => {
  const hooked = (among: (process: Process) => void) => {
    const seen: string[] = [];
    run(among, {
      hooks: {
        onInstruction: ({ number, pc }) => seen.push(`${number}: ${pc}`),
        onMemory: ({ access, address }) => seen.push(`${access} ${address}`),
        onSyscall: ({ name }) => seen.push(name),
        onSignal: ({ name }) => seen.push(name),
        onMapping: ({ change }) => seen.push(change),
        onHeap: ({ call }) => seen.push(call),
      },
    });
    return seen;
  };
  const alone = hooked(() => {});
  assert(alone.length > 200);
  const historyOf = (among: (process: Process) => void) => {
    const histories: History[] = [];
    run((process) => {
      histories.push(new History(process));
      among(process);
    });
    return histories[0]?.goneAt(0x3f_1000_0000n);
  };
  assert(historyOf(() => {}) !== undefined);
  const both = hooked((process) => {
    new History(process);
    tracerOf(ALL, () => {}).attach(process);
  });
  assertEquals(both, alone);
  assertEquals(
    historyOf((process) => tracerOf(ALL, () => {}).attach(process)),
    historyOf(() => {}),
  );
  assertEquals(traced(ALL, (process, trace) => (new History(process), trace())), traced(ALL));
});

Deno.test("observers get events in program order, and each event in the order of attachment", () => {
  const seen: string[] = [];
  run((process) => {
    for (const name of ["first", "second"]) {
      const own: string[] = [];
      const tell = (what: string) => {
        own.push(what);
        seen.push(`${name} ${what}`);
      };
      process.observe({
        instructions: [{ start: at("main"), end: at("main") + PAGE }],
        onRecords: (batch) => tell(`${batch.length} instructions`),
        onSyscall: ({ name }) => tell(name),
        onSignal: ({ name }) => tell(name),
        onMapping: ({ change }) => tell(change),
        onTrap: ({ cause }) => tell(cause),
        onHeapEntry: ({ call }) => tell(`${call}(`),
        onHeap: ({ call }) => tell(`${call})`),
      });
    }
  });
  const of = (name: string) =>
    seen.filter((what) => what.startsWith(name)).map((what) => what.slice(name.length + 1));
  assertEquals(of("first"), of("second"));
  const order = of("first").filter((what) => !what.endsWith("instructions"));
  assertEquals(order, [
    ...["map", "mmap", "malloc(", "map", "mmap", "malloc)", "free(", "free)"],
    ...["unmap", "munmap", "rt_sigaction", "load-page-fault", "SIGSEGV", "exit"],
  ]);
  seen.forEach((what, index) => {
    if (what.startsWith("second")) assertEquals(seen[index - 1], what.replace("second", "first"));
  });
});

Deno.test("a system call is reported after the records before its ecall, and before that of the ecall", () => {
  const seen: string[] = [];
  run((process) =>
    process.observe({
      instructions: "all",
      onRecords: (batch) => {
        for (const { word, pc } of batch) {
          if (word === 0x73) seen.push(`ecall ${pc}`);
        }
      },
      onSyscall: ({ name, pc }) => seen.push(`${name} ${pc}`),
    })
  );
  assertEquals(seen.length, 10);
  for (let index = 0; index < seen.length; index += 2) {
    assertEquals(seen[index]?.split(" ")[1], seen[index + 1]?.split(" ")[1]);
    assert(seen[index + 1]?.startsWith("ecall"));
  }
});

Deno.test("ranges choose instructions by their pc and accesses by what they touch", () => {
  const stores = { start: at("stores"), end: at("stores") + 8n };
  const records = (observer: Omit<Observer, "onRecords">, among: Observer = {}) => {
    const list: TraceRecord[] = [];
    run((process) => {
      process.observe({ ...among, onRecords: () => {} });
      process.observe({ ...observer, onRecords: (batch) => list.push(...batch) });
    });
    return list;
  };
  const two = records({ instructions: [stores] });
  assertEquals(two.map(({ pc }) => pc - stores.start), [0n, 4n]);
  assertEquals(two.every(({ number }) => number !== undefined), true);
  const page = two[0]?.address ?? 0n;
  const touched = (start: bigint, end: bigint) => [{ start: page + start, end: page + end }];
  const texts = (list: readonly TraceRecord[]) =>
    list.map(({ access, address, size }) => `${access} ${size} at ${address - page}`);
  assertEquals(texts(records({ accesses: touched(0n, PAGE) })), [
    "store 8 at 0",
    "store 4 at 8",
    "load 8 at 0",
  ]);
  assertEquals(texts(records({ accesses: touched(11n, 12n) })), ["store 4 at 8"]);
  assertEquals(texts(records({ accesses: touched(7n, 8n) })), ["store 8 at 0", "load 8 at 0"]);
  const both = { instructions: [stores], accesses: touched(0n, 8n) };
  assertEquals(texts(records(both)), ["store 8 at 0", "store 4 at 8", "load 8 at 0"]);
  assertEquals(records({ instructions: [] }), []);
  // Other observers make no difference.
  const narrow = { accesses: touched(0n, PAGE) };
  assertEquals(records(narrow, { instructions: "all" }), records(narrow));
  const wide = { accesses: "all" } as const;
  assertEquals(records(wide, { instructions: "all" }), records(wide));
});

Deno.test("system calls can be chosen by number", () => {
  const seen: string[] = [];
  run((process) => {
    process.observe({
      syscalls: new Set([222, 93]),
      onSyscall: ({ name }) => seen.push(`a ${name}`),
    });
    process.observe({ syscalls: new Set([215]), onSyscall: ({ name }) => seen.push(`b ${name}`) });
  });
  assertEquals(seen, ["a mmap", "a mmap", "b munmap", "a exit"]);
});

Deno.test("the machine records the union of what observers want, and nothing else", () => {
  using process = start();
  const { machine } = process;
  const modes: string[] = [];
  const handles: Disposable[] = [];
  const attach = (observer: Observer) => {
    handles.push(process.observe(observer));
    modes.push(machine.traceMode);
  };
  const nothing = () => {};
  assertEquals(machine.traceMode, "off");
  new History(process);
  attach({ onSyscall: nothing, onSignal: nothing, onMapping: nothing, onTrap: nothing });
  attach({ onHeap: nothing, onHeapEntry: nothing });
  attach({ onRecords: nothing });
  attach({ instructions: "all", accesses: "all" });
  attach({ accesses: [{ start: 0n, end: 8n }], onRecords: nothing });
  attach({ instructions: [{ start: 0n, end: 8n }], onRecords: nothing });
  attach({ accesses: "all", onRecords: nothing });
  assertEquals(modes, ["off", "off", "off", "off", "memory", "instructions", "instructions"]);
  for (const handle of handles) {
    handle[Symbol.dispose]();
    modes.push(machine.traceMode);
  }
  assertEquals(modes.slice(7), [
    ...["instructions", "instructions", "instructions", "instructions"],
    ...["instructions", "memory", "off"],
  ]);
  const tracer = tracerOf(["syscalls", "heap"], () => {});
  tracer.attach(process);
  assertEquals(machine.traceMode, "off");
});

Deno.test("probes are set once for all observers of the heap, and only while there is one", () => {
  using process = start();
  const { machine } = process;
  let set = 0;
  const addProbe = machine.addProbe.bind(machine);
  machine.addProbe = (...args) => {
    set++;
    const remove = addProbe(...args);
    return () => {
      set--;
      remove();
    };
  };
  process.observe({ instructions: "all", onRecords: () => {}, onSyscall: () => {} });
  assertEquals(set, 0);
  const first = process.observe({ onHeap: () => {} });
  const second = process.observe({ onHeapEntry: () => {} });
  assertEquals(set, 3);
  first[Symbol.dispose]();
  assertEquals(set, 3);
  second[Symbol.dispose]();
  second[Symbol.dispose]();
  assertEquals(set, 0);
  process.observe({ onHeap: () => {} });
  process.run();
  assertEquals(set, 0, "the process has ended");
});

Deno.test("an observer attached in the middle of an event gets the events after it", () => {
  const seen: string[] = [];
  run((process) => {
    let isFirst = true;
    process.observe({
      onSyscall({ name }) {
        if (isFirst) process.observe(noting(seen, { accesses: "all" }));
        else seen.push(`first ${name}`);
        isFirst = false;
      },
    });
  });
  assertEquals(seen.slice(0, 3).map((what) => what.split(" ")[0]), ["store", "store", "load"]);
  const rest = seen.filter((what) => !/^(?:load|store) /.test(what));
  assertEquals(rest, [
    ...["malloc(", "map", "first mmap", "mmap", "malloc)", "free(", "free)"],
    ...["unmap", "first munmap", "munmap", "first rt_sigaction", "rt_sigaction"],
    ...["load-page-fault", "SIGSEGV", "first exit", "exit"],
  ]);
});

Deno.test("an observer detached in the middle of an event gets no more events", () => {
  const seen: string[] = [];
  run((process) => {
    const handles: Disposable[] = [];
    const others = () => handles.forEach((handle) => handle[Symbol.dispose]());
    process.observe({ onMapping: ({ change }) => change === "unmap" && others() });
    handles.push(process.observe(noting(seen)));
    const self = process.observe({
      onSyscall({ name }) {
        seen.push(`self ${name}`);
        self[Symbol.dispose]();
      },
    });
  });
  assertEquals(seen, [
    ...["map", "mmap", "self mmap"],
    ...["malloc(", "map", "mmap", "malloc)", "free(", "free)"],
  ]);
});

Deno.test("an observer of records can detach itself and others in the middle of a batch", () => {
  const seen: string[] = [];
  const range = [{ start: at("stores"), end: at("stores") + 4n }, {
    start: at("stores") + 8n,
    end: at("stores") + 12n,
  }];
  run((process) => {
    const handles: Disposable[] = [];
    const note = (name: string) => (batch: TraceBatch) => {
      seen.push(`${name} ${batch.length}`);
      if (name === "first") handles.forEach((handle) => handle[Symbol.dispose]());
    };
    handles.push(process.observe({ instructions: range, onRecords: note("first") }));
    handles.push(process.observe({ instructions: range, onRecords: note("second") }));
    process.observe({ instructions: range, onRecords: note("third") });
  });
  assertEquals(seen, ["first 1", "third 1", "third 1"]);
});

Deno.test("an observer of the heap that is detached in the middle of a call gets it as not returned", () => {
  const seen: string[] = [];
  run((process) => {
    const handle = process.observe({
      onHeap: ({ call, returned }) => seen.push(`${call} ${returned}`),
    });
    let mmaps = 0;
    process.observe({
      onSyscall({ name }) {
        // The second one is malloc's.
        if (name === "mmap" && ++mmaps === 2) handle[Symbol.dispose]();
      },
      onHeap: ({ call, returned }) => seen.push(`other ${call} ${returned}`),
    });
  });
  assertEquals(seen, ["malloc false", "other malloc true", "other free true"]);
});

Deno.test("an observer that throws ends the run, after the others got the event", () => {
  const kinds = [
    "onRecords",
    "onSyscall",
    "onSignal",
    "onMapping",
    "onTrap",
    "onHeapEntry",
    "onHeap",
  ];
  const plain: string[] = [];
  const observed = (seen: string[]) => noting(seen, { instructions: "all" });
  run((process) => process.observe(observed(plain)));
  for (const kind of kinds) {
    for (const run of ["run", "step"] as const) {
      const seen: string[] = [];
      let count = 0;
      using process = start();
      process.observe({
        instructions: [{ start: at("stores"), end: at("stores") + 4n }],
        [kind]: () => {
          count++;
          throw new TypeError(`Cannot hear of ${kind}`);
        },
      });
      process.observe(observed(seen));
      let thrown = 0;
      for (let ended = false; !ended;) {
        try {
          const outcome = process[run]();
          assert(outcome.kind === "exited" || outcome.kind === "limit");
          ended = outcome.kind === "exited";
        } catch (error) {
          const errors = error instanceof AggregateError ? error.errors : [error];
          for (const each of errors) assertEquals(each.message, `Cannot hear of ${kind}`);
          thrown += errors.length;
        }
      }
      assert(count > 0);
      assertEquals(thrown, count, kind);
      assertEquals(seen, plain, `${kind}, ${run}`);
    }
  }
});

Deno.test("a run that throws has stopped before the next instruction, and can go on", () => {
  using process = start();
  let isFirst = true;
  process.observe({
    onSyscall() {
      if (isFirst) throw new RangeError("Cannot go on: it is enough");
    },
  });
  assertThrows(() => process.run(), RangeError, "it is enough");
  isFirst = false;
  const { pc, instructions } = process.machine;
  assertEquals(process.step(), { kind: "limit" });
  assertEquals([process.machine.pc, process.machine.instructions], [pc + 4n, instructions + 1]);
  assertEquals(process.run(), { kind: "exited", status: 0 });
});

Deno.test("an observer can interrupt the run, whatever the event", () => {
  const kinds = [
    "onRecords",
    "onSyscall",
    "onSignal",
    "onMapping",
    "onTrap",
    "onHeapEntry",
    "onHeap",
  ];
  for (const kind of kinds) {
    using process = start();
    let count = 0;
    process.observe({
      instructions: [{ start: at("stores"), end: at("stores") + 4n }],
      [kind]: () => {
        count++;
        process.machine.interrupt();
      },
    });
    let outcome = process.run();
    assertEquals(outcome, { kind: "interrupted" }, kind);
    assertEquals(count, 1, kind);
    while (outcome.kind === "interrupted") outcome = process.run();
    assertEquals(outcome, { kind: "exited", status: 0 }, kind);
  }
});

Deno.test("a program without symbols can be observed, except for its heap", () => {
  const { entry, segments }: Program = PROGRAM;
  using process = new Process({ entry, segments });
  const seen: string[] = [];
  process.observe(noting(seen));
  assertEquals(process.run().kind, "exited");
  assertEquals(seen.slice(0, 2), ["map", "mmap"]);
  assert(!seen.some((what) => what.includes("malloc")));
});
