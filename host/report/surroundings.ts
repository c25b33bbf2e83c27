// SPDX-License-Identifier: MPL-2.0
// The surroundings of an address: the mapping that contains it, or the nearest mappings below and above, and
// the nearest symbol. Distances show how far off a wild pointer is.

import { printable } from "../../asm/object/printable.ts";
import type { Program } from "../../asm/object/program.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { hex } from "../text/hex.ts";
import { pageName } from "./describe.ts";

/** The farthest that a symbol below an address may be to say something about it. */
const SYMBOL_REACH = 65536n;
/** Addresses with more bits are outside every address space of Linux (Sv57). */
const USER_SPACE_BITS = 56n;

/** What is near an address. */
export interface Surroundings {
  /** The address. */
  readonly address: bigint;
  /** The mapping that contains it. */
  readonly inside: Mapping | undefined;
  /** The nearest mapping below it, if no mapping contains it. */
  readonly below: Mapping | undefined;
  /** The nearest mapping above it, if no mapping contains it. */
  readonly above: Mapping | undefined;
  /** The symbol that covers it or ends shortly below it, as `table+0x20`. */
  readonly symbol: string | undefined;
}

/** Finds what is near an address. */
export function surroundings(
  address: bigint,
  mappings: readonly Mapping[],
  program: Pick<Program, "symbols"> | undefined,
): Surroundings {
  const inside = mappings.find(({ start, end }) => start <= address && address < end);
  return {
    address,
    inside,
    below: inside === undefined ? mappings.findLast(({ end }) => end <= address) : undefined,
    above: inside === undefined ? mappings.find(({ start }) => start > address) : undefined,
    symbol: program === undefined ? undefined : nearestSymbol(address, program),
  };
}

function nearestSymbol(address: bigint, { symbols }: Pick<Program, "symbols">): string | undefined {
  const symbol = symbols.findLast(({ value, section, kind }) =>
    section !== undefined && value <= address && kind !== "section" && kind !== "file"
  );
  if (symbol === undefined || address - symbol.value > SYMBOL_REACH) return undefined;
  const distance = address - symbol.value;
  const past = symbol.size > 0 && distance >= BigInt(symbol.size)
    ? `, ${distance - BigInt(symbol.size)} bytes past its end`
    : "";
  return distance === 0n ? symbol.name : `${symbol.name}+${hex(distance)}${past}`;
}

/** The surroundings as lines of text. */
export function formatSurroundings(around: Surroundings): string[] {
  const { address, inside, below, above, symbol } = around;
  const lines: string[] = [];
  if (address >> USER_SPACE_BITS !== 0n) return ["outside the address space"];
  if (below !== undefined) {
    lines.push(`${range(below)}  ends ${distanceText(address - below.end)} below`);
  }
  if (inside !== undefined) lines.push(`${range(inside)}  contains it`);
  if (above !== undefined) {
    lines.push(`${range(above)}  starts ${distanceText(above.start - address)} above`);
  }
  if (symbol !== undefined) lines.push(`symbol ${printable(symbol)}`);
  return lines;
}

function range(mapping: Mapping): string {
  return `${hex(mapping.start)}-${hex(mapping.end)} ${printable(pageName(mapping))}`;
}

/** `0 bytes`, `12 bytes`, `3.5 MiB`. */
function distanceText(bytes: bigint): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let value = Number(bytes);
  let unit = 0;
  while (value >= 10240 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ""}`;
}
