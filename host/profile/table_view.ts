// SPDX-License-Identifier: MPL-2.0
// The profile as a table of functions, and the mix of instructions.

import { decode } from "../../cpu/isa/encoding.ts";
import { printable } from "../../asm/object/printable.ts";
import { formatSourceLocation } from "../symbols/locations.ts";
import type { Profile, ProfiledFunction } from "./profile.ts";

const number = (value: number): string => value.toLocaleString("en");
const percent = (part: number, whole: number): string =>
  `${(whole === 0 ? 0 : 100 * part / whole).toFixed(1)}%`;

/** Rows in columns, all but the last aligned to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    `${
      row.map((cell, index) => index === row.length - 1 ? cell : cell.padStart(widths[index] ?? 0))
        .join("  ")
    }\n`
  ).join("");
}

const HEADER: readonly string[] = [
  "self",
  "",
  "inclusive",
  "",
  "loads",
  "stores",
  "branches",
  "taken",
  "calls",
  "function",
];

/** `rt.malloc (runtime/malloc.s:91)`. */
export function nameAndLine({ name, location }: ProfiledFunction): string {
  const at = location === undefined ? "" : ` (${formatSourceLocation(location)})`;
  return `${printable(name)}${at}`;
}

/** The functions that ran, those with the most instructions of their own first; `most` of them. */
export function tableView(profile: Profile, most = Infinity): string {
  const { total, functions } = profile;
  const shown = functions.slice(0, most);
  const rows = shown.map((row) => {
    const { self, inclusive, calls } = row;
    return [
      number(self.instructions),
      percent(self.instructions, total.instructions),
      number(inclusive.instructions),
      percent(inclusive.instructions, total.instructions),
      number(self.loads),
      number(self.stores),
      number(self.branches),
      number(self.taken),
      number(calls),
      nameAndLine(row),
    ];
  });
  const all = [
    number(total.instructions),
    "100.0%",
    "",
    "",
    number(total.loads),
    number(total.stores),
    number(total.branches),
    number(total.taken),
    "",
    "all functions",
  ];
  const left = functions.length - shown.length;
  const more = left === 0 ? "" : `and ${number(left)} more functions\n`;
  return `${columns([HEADER, all, ...rows])}${more}`;
}

/** How often each kind of instruction retired, the most frequent first. */
export function mixView(profile: Profile): string {
  const counts = new Map<string, number>();
  for (const { word, count } of profile.instructions) {
    const { mnemonic = "unknown", compressed } = decode(word) ?? {};
    const name = compressed?.row.name ?? mnemonic;
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const total = profile.total.instructions;
  const rows = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([name, count]) => [number(count), percent(count, total), name]);
  return columns([["count", "", "instruction"], [number(total), "100.0%", "all"], ...rows]);
}
