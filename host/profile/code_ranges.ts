// SPDX-License-Identifier: MPL-2.0
// The functions of a process's code, as ranges of addresses: those of the program and of its libraries.
// Code of neither counts by the page.

import type { CodeRange } from "../../cpu/counting/call_tree.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { Functions } from "../symbols/functions.ts";
import { hasNames, moduleAt } from "../symbols/locations.ts";

const PAGE_SIZE = 4096;

/** Finds the functions of an image and its libraries. */
export function codeRanges(image: Image): (address: number) => CodeRange {
  const modules = new Map<Image, Functions>();
  return (address) => {
    const module = moduleAt(image, BigInt(address));
    let functions = modules.get(module);
    if (functions === undefined) modules.set(module, functions = new Functions(module));
    const named = hasNames(module) ? module.symbolAt(BigInt(address)) : undefined;
    // A function may call parts of itself: it stays one.
    if (named?.kind === "function") {
      const start = Number(named.value);
      if (address < start + named.size) return { start, end: start + named.size };
    }
    const range = functions.at(BigInt(address));
    if (range !== undefined) return { start: Number(range.start), end: Number(range.end) };
    const start = address - address % PAGE_SIZE;
    return { start, end: start + PAGE_SIZE };
  };
}
