// SPDX-License-Identifier: MPL-2.0
// Heap events of allocators other than the runtime's: found by their names, or named.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { formatHeapCall } from "../../../host/trace/heap_log.ts";
import {
  type AllocatorSymbols,
  findAllocatorFunctions,
} from "../../../host/watch/allocator_functions.ts";
import type { HeapEvent } from "../../../host/watch/heap_probes.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { leveret } from "../cli/harness.ts";
import { fakeProgram } from "../fake_program.ts";

const EXIT = "li a0, 0\nli a7, 93\necall\n";

/** The heap events of a program of this text; it has no runtime. */
function eventsOf(text: string, allocatorSymbols?: AllocatorSymbols): HeapEvent[] {
  const program = build([{ name: "x.s", text }]);
  const events: HeapEvent[] = [];
  using process = new Process(program, allocatorSymbols && { allocatorSymbols });
  process.observe({ onHeap: (event) => events.push(event) });
  process.run({ maxInstructions: 10_000 });
  return events;
}

const shown = (events: readonly HeapEvent[]) =>
  events.map((event) => "  ".repeat(event.depth) + formatHeapCall(event));

/** A function that answers 0x4000 + 16 * the number of its call. */
const bump = (name: string) => `
${name}: la   t0, count
        lw   t1, 0(t0)
        addi t1, t1, 1
        sw   t1, 0(t0)
        slli t1, t1, 4
        li   t2, 0x4000
        add  a0, t1, t2
        ret
`;
const DATA = "\n.data\ncount: .word 0\n";

const names = (symbols: readonly string[], named?: AllocatorSymbols) =>
  findAllocatorFunctions(
    fakeProgram(symbols.map((name, index) => ({ name, value: 0x1000n + BigInt(index) * 4n }))),
    named,
  ).map(({ call, name, firstRegister }) => `${name}: ${call} a${firstRegister - 10}`).sort();

Deno.test("findAllocatorFunctions() knows the names of C, C++, Hare and their libraries", () => {
  assertEquals(
    names(["malloc", "rt.free", "__libc_realloc", "_calloc_r", "cfree", "posix_memalign"]),
    [
      "__libc_realloc: realloc a0",
      "_calloc_r: calloc a1",
      "cfree: free a0",
      "malloc: malloc a0",
      "posix_memalign: posix_memalign a0",
      "rt.free: free a0",
    ],
  );
  assertEquals(
    names(["_Znwm", "_ZnamSt11align_val_tRKSt9nothrow_t", "_ZdlPvm", "_ZdaPvSt11align_val_t"]),
    [
      "_ZdaPvSt11align_val_t: operator delete[] a0",
      "_ZdlPvm: operator delete a0",
      "_Znwm: operator new a0",
      "_ZnamSt11align_val_tRKSt9nothrow_t: operator new[] a0",
    ].sort(),
  );
  assertEquals(names(["main", "xmalloc", "list_free", "free_list", "_Znwj", "malloc2"]), []);
});

Deno.test("findAllocatorFunctions() takes names with another prefix only in pairs, and only if there is no malloc", () => {
  assertEquals(names(["my_malloc", "my_free", "my_realloc", "list_free"]), [
    "my_free: free a0",
    "my_malloc: malloc a0",
    "my_realloc: realloc a0",
  ]);
  assertEquals(names(["pool_alloc", "pool_dealloc"]), [
    "pool_alloc: malloc a0",
    "pool_dealloc: free a0",
  ]);
  assertEquals(names(["malloc", "free", "my_malloc", "my_free"]), [
    "free: free a0",
    "malloc: malloc a0",
  ]);
});

Deno.test("findAllocatorFunctions() takes local labels only if they are a pair", () => {
  const local = (name: string, value: bigint) => ({ name, value, binding: "local" as const });
  const found = (...labels: string[]) =>
    findAllocatorFunctions(
      fakeProgram(labels.map((name, index) => local(name, 0x1000n + BigInt(index)))),
    ).map(({ name }) => name);
  assertEquals(found("malloc", "main"), []);
  assertEquals(found("malloc", "free"), ["malloc", "free"]);
});

Deno.test("findAllocatorFunctions() shows one function once, by its best name, and what is named first", () => {
  const aliases = ["__libc_malloc", "malloc", "rt.malloc"].map((name) => ({
    name,
    value: 0x1000n,
  }));
  const program = fakeProgram([...aliases, { name: "grab", value: 0x1010n }]);
  assertEquals(findAllocatorFunctions(program).map(({ name }) => name), ["malloc"]);
  const named = findAllocatorFunctions(program, { valloc: ["grab", "0x1000"], free: "none" });
  assertEquals(named.map(({ call, name }) => [call, name]), [["valloc", "grab"], [
    "valloc",
    "0x1000",
  ]]);
});

Deno.test("heap events are those of functions that the user named", () => {
  const text = `.globl _start
_start: li   a0, 3
        call grab
        call drop
        ${EXIT}${bump("grab")}drop: ret${DATA}`;
  assertEquals(eventsOf(text), []);
  assertEquals(shown(eventsOf(text, { malloc: "grab", free: "drop" })), [
    "malloc(3) = 0x4010",
    "free(0x4010)",
  ]);
});

Deno.test("heap events have the arguments of every call of the family", () => {
  const text = `.globl _start
_start: li   a0, 3
        li   a1, 5
        call calloc
        li   a1, 7
        li   a2, 9
        call reallocarray
        li   a0, 64
        li   a1, 100
        call memalign
        addi sp, sp, -16
        mv   a0, sp
        li   a1, 32
        li   a2, 10
        call posix_memalign
        li   a0, 11
        call valloc
        li   a0, 99
        li   a1, 12
        call _malloc_r
        ${EXIT}
        .globl calloc, reallocarray, memalign, posix_memalign, valloc, _malloc_r
posix_memalign:
        li   t0, 0x5000
        sd   t0, 0(a0)
        li   a0, 0
        ret
calloc: j    helper
reallocarray:
        j    helper
memalign:
        j    helper
valloc: j    helper
_malloc_r:
        j    helper
${bump("helper")}${DATA}`;
  const events = eventsOf(text);
  assertEquals(shown(events).map((line) => line.replace(/0x3f\w+/, "OUT")), [
    "calloc(3, 5) = 0x4010",
    "reallocarray(0x4010, 7, 9) = 0x4020",
    "memalign(64, 100) = 0x4030",
    "posix_memalign(OUT, 32, 10) = 0x5000",
    "valloc(11) = 0x4040",
    "malloc(12) = 0x4050",
  ]);
  assertEquals(events.map(({ size, alignment }) => [size, alignment]), [
    [15n, undefined],
    [63n, undefined],
    [100n, 64n],
    [10n, 32n],
    [11n, undefined],
    [12n, undefined],
  ]);
});

Deno.test("heap events of a posix_memalign that fails have no block", () => {
  const text = `.globl _start, posix_memalign
_start: addi a0, sp, -16
        li   a1, 3
        li   a2, 10
        call posix_memalign
        ${EXIT}
posix_memalign:
        li   a0, 22
        ret
`;
  assertEquals(eventsOf(text).map(({ result }) => result), [0n]);
});

Deno.test("heap events of one allocator by another have a depth, whether it calls or jumps there", () => {
  const text = `.globl _start, _Znwm, _Znam, malloc, free
_start: li   a0, 8
        call _Znam
        ${EXIT}
_Znam:  tail _Znwm
_Znwm:  addi sp, sp, -16
        sd   ra, 8(sp)
        call malloc
        ld   ra, 8(sp)
        addi sp, sp, 16
        ret
free:   ret
${bump("malloc")}${DATA}`;
  assertEquals(shown(eventsOf(text)), [
    "    malloc(8) = 0x4010",
    "  operator new(8) = 0x4010",
    "operator new[](8) = 0x4010",
  ]);
});

Deno.test("heap events of a signal handler are not part of the call that the signal interrupted", () => {
  const text = `.globl _start, malloc, free
_start: la   a1, action
        la   t0, handler
        sd   t0, 0(a1)
        li   a0, 10
        li   a2, 0
        li   a3, 8
        li   a7, 134            # rt_sigaction
        ecall
        li   a0, 8
        call malloc
        ${EXIT}
handler:
        addi sp, sp, -16
        sd   ra, 8(sp)
        li   a0, 24
        call malloc
        ld   ra, 8(sp)
        addi sp, sp, 16
        ret
malloc: li   t0, 8
        bne  a0, t0, 1f
        addi sp, sp, -16
        sd   ra, 8(sp)
        li   a7, 172            # getpid
        ecall
        li   a1, 10
        li   a7, 129            # kill
        ecall
        li   a0, 40
        call free
        ld   ra, 8(sp)
        addi sp, sp, 16
1:      ret
free:   ret
        .data
action: .zero 32
`;
  assertEquals(shown(eventsOf(text)), [
    "malloc(24) = 0x18",
    "  free(0x28)",
    "malloc(8) = 0x28",
  ]);
});

Deno.test("heap events of a call that a longjmp left end when the next one begins, deeper in the stack", () => {
  const text = `.globl _start, malloc, free, work, rest
_start: mv   s0, sp
        call work
resume: mv   sp, s0
        call rest
        ${EXIT}
work:   addi sp, sp, -16
        sd   ra, 8(sp)
        li   a0, 8
        call malloc
        ld   ra, 8(sp)
        addi sp, sp, 16
        ret
rest:   addi sp, sp, -256
        sd   ra, 248(sp)
        li   a0, 24
        call malloc
        ld   ra, 248(sp)
        addi sp, sp, 256
        ret
malloc: li   t0, 8
        beq  a0, t0, resume
        li   a0, 0x4000
        ret
free:   ret
`;
  assertEquals(shown(eventsOf(text)), ["malloc(8) = ?", "malloc(24) = 0x4000"]);
});

Deno.test("heap events come from a function that is called through the PLT", () => {
  const text = `.globl _start, malloc
_start: call resolver
        la   t0, __rela_iplt_start
        ld   t0, 0(t0)
        sd   a0, 0(t0)
        li   a0, 5
        call malloc
        ${EXIT}
        .type malloc, @gnu_indirect_function
malloc:
resolver:
        la   a0, chosen
        ret
${bump("chosen")}${DATA}`;
  assertEquals(shown(eventsOf(text)), ["malloc(5) = 0x4010"]);
});

Deno.test("trace --heap says that it found no allocator, and takes its names", async () => {
  const text = `.globl _start\n_start: li a0, 3\ncall grab\n${EXIT}${bump("grab")}${DATA}`;
  const plain = await leveret(["trace", "--heap", "-"], { stdin: text });
  assertEquals(
    plain.stderr,
    "leveret: no heap calls: the program has no function with a known name, such as malloc; name its " +
      "own with --allocator-symbols malloc=my_alloc,free=…\n",
  );
  const option = (value: string) => ["trace", "--heap", "--allocator-symbols", value, "-"];
  const named = await leveret(option("malloc=grab"), { stdin: text });
  assertStringIncludes(named.stderr, "malloc(3) = 0x4010");
  const unknown = await leveret(option("malloc=crab"), { stdin: text });
  assertEquals(unknown.status, 2);
  assertStringIncludes(
    unknown.stderr,
    "unknown symbol crab in --allocator-symbols; did you mean grab?",
  );
  const data = await leveret(option("malloc=count"), { stdin: text });
  assertStringIncludes(data.stderr, "count in --allocator-symbols is not a function");
  for (const value of ["grab", "malloc=", "mallok=grab"]) {
    assertEquals((await leveret(option(value), { stdin: text })).status, 2);
  }
});

const GXX = "riscv64-linux-gnu-g++";
const hasCompiler = await new Deno.Command(GXX, { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

const skipped = hasCompiler ? "" : " (skipped: no riscv64 g++ here)";

/** The heap calls that lines of a C++ program make, built by gcc; blocks are numbered. */
async function callsOf(text: string, ...options: readonly string[]): Promise<string[]> {
  let stderr = "";
  await withDirectory(async (directory) => {
    const source = `${directory}/x.cc`;
    await Deno.writeTextFile(source, text);
    const program = `${directory}/x`;
    const args = ["-O0", "-g", "-static", "-o", program, source];
    assertEquals((await new Deno.Command(GXX, { args }).output()).code, 0);
    ({ stderr } = await leveret(["trace", "--heap", ...options, program]));
  });
  const blocks = new Map<string, string>();
  const name = (block: string) => {
    if (!blocks.has(block)) blocks.set(block, `b${blocks.size}`);
    return blocks.get(block) ?? "";
  };
  return stderr.split("\n").filter((line) => / at .*x\.cc:/.test(line))
    .map((line) => line.replace(/ {2}.* at .*:/, " :").replaceAll(/0x[\da-f]+/g, name));
}

Deno.test({
  name: `trace --heap shows the heap calls of a static C++ program of gcc${skipped}`,
  ignore: !hasCompiler,
  async fn() {
    const text = `#include <cstdlib>
int main() {
  int *p = new int[10];
  delete[] p;
  void *q = calloc(3, 7);
  q = realloc(q, 100);
  free(q);
}
`;
    assertEquals(await callsOf(text), [
      "operator new[](40) = b0 :3",
      "operator delete[](b0) :4",
      "calloc(3, 7) = b1 :5",
      "realloc(b1, 100) = b1 :6",
      "free(b1) :7",
    ]);
  },
});

Deno.test({
  name: `trace --heap shows the calls of the function that a resolver of gcc's chose${skipped}`,
  ignore: !hasCompiler,
  async fn() {
    const text = `extern "C" {
char pool[100];
static void *chosen(unsigned long) { return pool; }
void *(*resolve())(unsigned long) { return chosen; }
void *my_alloc(unsigned long) __attribute__((ifunc("resolve")));
}
int main() {
  return my_alloc(5) == 0;
}
`;
    assertEquals(await callsOf(text, "--allocator-symbols", "malloc=my_alloc"), [
      "malloc(5) = b0 :8",
    ]);
  },
});
