// SPDX-License-Identifier: MPL-2.0
// What the README says of the rooms: the arrows between them point one way, and only the command line
// names Deno, so that everything else runs in a browser too.

import { assertEquals } from "@std/assert";
import { ROOT } from "./markdown.ts";

/** From where each room, or file at the top, may import besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "cpu": [],
  "asm": ["cpu"],
  "runtime": [],
  "host": ["cpu", "asm", "runtime"],
  "host/cli": ["cpu", "asm", "runtime", "host", "host/deno", "examples", "deno.json"],
  "host/deno": ["host"],
  "mod.ts": ["cpu", "asm", "runtime", "host"],
};
/** Of cpu/, what the assembler may know: the instruction set, and what a program is. */
const FOR_ASM = /^cpu\/(?:isa\/|memory\/image\.ts$)/;

const IMPORT = /\b(?:from|import) *\(? *"(\.[^"]*)"/g;
const DENO = /\bDeno\b/;
const COMMENT = /\/\*.*?\*\/|(?:^|\s)\/\/.*?$/gms;

function* sourcesIn(path: string): Generator<string> {
  if (path.endsWith(".ts")) yield path;
  else {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(`${path}/`, ROOT))) {
      if (isDirectory || name.endsWith(".ts")) yield* sourcesIn(`${path}/${name}`);
    }
  }
}

function roomOf(path: string): string {
  return /^host\/(?:cli|deno)(?=\/)/.exec(path)?.[0] ?? path.slice(0, `${path}/`.indexOf("/"));
}

const sources = ["cpu", "asm", "runtime", "host", "mod.ts"]
  .flatMap((path) => [...sourcesIn(path)])
  .map((path) => ({ path, text: Deno.readTextFileSync(new URL(path, ROOT)) }));

Deno.test("imports between rooms point one way", () => {
  const against: string[] = [];
  for (const { path, text } of sources) {
    const room = roomOf(path);
    for (const [, specifier = ""] of text.matchAll(IMPORT)) {
      const target = new URL(specifier, new URL(path, ROOT)).href.slice(ROOT.href.length);
      const other = roomOf(target);
      const isKnownToAsm = room !== "asm" || other !== "cpu" ||
        FOR_ASM.test(target);
      if (other !== room && !(ARROWS[room]?.includes(other) && isKnownToAsm)) {
        against.push(`${path} imports ${target}`);
      }
    }
  }
  assertEquals(against, []);
});

Deno.test("only the command line and the directory of the host name Deno", () => {
  const naming = sources
    .filter(({ text }) => DENO.test(text.replaceAll(COMMENT, "")))
    .map(({ path }) => path)
    .filter((path) => !["host/cli", "host/deno"].includes(roomOf(path)));
  assertEquals(naming, []);
});
