// SPDX-License-Identifier: MPL-2.0
import { assertEquals } from "@std/assert";
import {
  type AllocatorFunction,
  HEAP_SIGNATURES,
  type HeapCall,
} from "../../../host/watch/allocator_functions.ts";
import type { HeapEvent } from "../../../host/watch/heap_probes.ts";
import { formatHeapEvent, heapEventJson } from "../../../host/trace/heap_log.ts";

function called(call: HeapCall): AllocatorFunction {
  const signature = HEAP_SIGNATURES[call];
  return {
    call,
    name: `rt.${call}`,
    address: 0x20000n,
    signature,
    firstRegister: 10,
    isResolver: false,
  };
}

const MALLOC: HeapEvent = {
  call: "malloc",
  function: called("malloc"),
  args: [24n],
  size: 24n,
  alignment: undefined,
  pointer: undefined,
  result: 0x3f0000_1010n,
  returned: true,
  caller: {
    address: 0x10018n,
    symbol: "main+0x18",
    location: { file: "hello.s", line: 12 },
    source: "call rt.malloc",
  },
  via: undefined,
  instruction: 57,
  depth: 0,
};

Deno.test("formatHeapEvent() shows the call, its result and its caller", () => {
  assertEquals(
    formatHeapEvent(MALLOC),
    "malloc(24) = 0x3f00001010                         main+0x18 at hello.s:12",
  );
});

Deno.test("formatHeapEvent() shows no result of free, and both arguments of realloc", () => {
  const { size: _, ...rest } = MALLOC;
  const free: HeapEvent = {
    ...rest,
    call: "free",
    function: called("free"),
    args: [0x1010n],
    size: undefined,
    pointer: 0x1010n,
    result: undefined,
  };
  assertEquals(formatHeapEvent(free).split("  ")[0], "free(0x1010)");
  const realloc: HeapEvent = {
    ...MALLOC,
    call: "realloc",
    function: called("realloc"),
    args: [0x1010n, 24n],
    pointer: 0x1010n,
    result: 0n,
  };
  assertEquals(formatHeapEvent(realloc).split("  ")[0], "realloc(0x1010, 24) = 0x0");
});

Deno.test("formatHeapEvent() marks a call that did not return, and indents inner calls", () => {
  const inner: HeapEvent = { ...MALLOC, result: undefined, returned: false, depth: 1 };
  assertEquals(formatHeapEvent(inner).slice(0, 16), "  malloc(24) = ?");
});

Deno.test("formatHeapEvent() and heapEventJson() name the function of the runtime that made the call", () => {
  const via = { ...MALLOC.caller, address: 0x10898n, symbol: "rt.ensure+0x58" };
  assertEquals(
    formatHeapEvent({ ...MALLOC, via }).slice(50),
    "main+0x18 at hello.s:12 by rt.ensure+0x58",
  );
  assertEquals(JSON.parse(heapEventJson({ ...MALLOC, via })).via, "rt.ensure+0x58");
});

Deno.test("heapEventJson() keeps sizes of any magnitude exact", () => {
  assertEquals(JSON.parse(heapEventJson(MALLOC)), {
    event: "heap",
    call: "malloc",
    function: "rt.malloc",
    size: 24,
    result: "0x3f00001010",
    returned: true,
    caller: "0x10018",
    symbol: "main+0x18",
    file: "hello.s",
    line: 12,
    number: 57,
    depth: 0,
  });
  const huge = JSON.parse(heapEventJson({ ...MALLOC, size: 2n ** 64n - 1n }));
  assertEquals(huge.size, "18446744073709551615");
});
