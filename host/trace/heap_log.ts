// SPDX-License-Identifier: MPL-2.0
// The heap log: one line per call of the allocator, with its caller.
//
//     malloc(24) = 0x3f10000010                         main+0x18 at hello.s:12
//     free(0x3f10000010)                                main+0x24 at hello.s:15
//     realloc(0x0, 64) = 0x3f10000030                   main+0x30 at hello.s:18 by rt.ensure+0x58

import type { HeapEvent } from "../watch/heap_probes.ts";
import { formatLocation } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";

const CALL_WIDTH = 48;

/** `malloc(24) = 0x3f10000010`; the result of a call that did not return is `?`. */
export function formatHeapCall(
  { call, function: { signature }, args: values, result, returned }: HeapEvent,
): string {
  const args = signature.args.map((name, index) => {
    const value = values[index] ?? 0n;
    return name === "pointer" || name === "out" ? hex(value) : value.toString();
  }).join(", ");
  if (!returned) return `${call}(${args}) = ?`;
  return result === undefined ? `${call}(${args})` : `${call}(${args}) = ${hex(result)}`;
}

/** The line of a call, without its end. */
export function formatHeapEvent(event: HeapEvent): string {
  const call = `${"  ".repeat(event.depth)}${formatHeapCall(event)}`;
  const { caller, via } = event;
  const through = via === undefined ? "" : ` by ${via.symbol ?? hex(via.address)}`;
  return `${call.padEnd(CALL_WIDTH)}  ${formatLocation(caller.address, caller)}${through}`;
}

/** The JSON form. Addresses are hexadecimal strings; a size above 2^53 is a decimal string. */
export function heapEventJson(event: HeapEvent): string {
  const { call, pointer, size, result, returned, caller, via, instruction, depth } = event;
  const { alignment, function: { name } } = event;
  return JSON.stringify({
    event: "heap",
    call,
    function: name,
    alignment: alignment === undefined ? undefined : jsonNumber(alignment),
    size: size === undefined ? undefined : jsonNumber(size),
    pointer: pointer === undefined ? undefined : hex(pointer),
    result: result === undefined ? undefined : hex(result),
    returned,
    caller: hex(caller.address),
    symbol: caller.symbol,
    file: caller.location?.file,
    line: caller.location?.line,
    via: via && (via.symbol ?? hex(via.address)),
    number: instruction,
    depth,
  });
}

/** A number if JSON can hold it exactly, otherwise a decimal string. */
function jsonNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
