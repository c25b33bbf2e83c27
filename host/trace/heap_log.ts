// SPDX-License-Identifier: MPL-2.0
// The heap log: one line per call of the allocator, with who called.
//
//     malloc(24) = 0x3f00001010                                    main+0x18 at hello.s:12
//     free(0x3f00001010)                                           main+0x24 at hello.s:15

import type { HeapEvent } from "../heap/probes.ts";
import { formatLocation, hex } from "./places.ts";

const CALL_WIDTH = 48;

/** `malloc(24) = 0x3f00001010`; a call that did not return answers `?`. */
export function formatHeapCall({ call, pointer, size, result, returned }: HeapEvent): string {
  const args = [pointer === undefined ? undefined : hex(pointer), size?.toString()]
    .filter((argument) => argument !== undefined).join(", ");
  if (!returned) return `${call}(${args}) = ?`;
  return result === undefined ? `${call}(${args})` : `${call}(${args}) = ${hex(result)}`;
}

/** The line of a call, without its end. */
export function formatHeapEvent(event: HeapEvent): string {
  const call = `${"  ".repeat(event.depth)}${formatHeapCall(event)}`;
  return `${call.padEnd(CALL_WIDTH)}  ${formatLocation(event.caller.address, event.caller)}`;
}

/** The JSON form: addresses as hexadecimal strings, sizes in decimal as strings past 2^53. */
export function heapEventJson(event: HeapEvent): string {
  const { call, pointer, size, result, returned, caller, instruction, depth } = event;
  return JSON.stringify({
    event: "heap",
    call,
    size: size === undefined ? undefined : jsonNumber(size),
    pointer: pointer === undefined ? undefined : hex(pointer),
    result: result === undefined ? undefined : hex(result),
    returned,
    caller: hex(caller.address),
    symbol: caller.symbol,
    file: caller.place?.file,
    line: caller.place?.line,
    number: instruction,
    depth,
  });
}

/** A number where JSON can hold it exactly, and otherwise its digits as text. */
export function jsonNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
