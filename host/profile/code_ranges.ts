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
  const known = new Map<number, CodeRange>();
  return (address) => {
    const found = known.get(address);
    if (found !== undefined) return found;
    const module = moduleAt(image, BigInt(address));
    let functions = modules.get(module);
    if (functions === undefined) modules.set(module, functions = new Functions(module));
    const range = rangeIn(module, functions, address);
    // A library may be mapped where nothing is known yet.
    if (range !== undefined) known.set(address, range);
    return range ?? pageOf(address);
  };
}

/** The function of a module that contains an address. */
function rangeIn(module: Image, functions: Functions, address: number): CodeRange | undefined {
  const named = hasNames(module) ? module.symbolAt(BigInt(address)) : undefined;
  // A function may call parts of itself: it stays one.
  if (named?.kind === "function") {
    const start = Number(named.value);
    if (address < start + named.size) return { start, end: start + named.size };
  }
  const range = functions.at(BigInt(address));
  return range && { start: Number(range.start), end: Number(range.end) };
}

function pageOf(address: number): CodeRange {
  const start = address - address % PAGE_SIZE;
  return { start, end: start + PAGE_SIZE };
}
