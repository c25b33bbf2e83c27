// SPDX-License-Identifier: MPL-2.0
// Rules for the directories: imports between them point one way, at every level; none holds more files
// than can be taken in at a glance; and only the command line and host/deno/ use Deno, so that everything
// else runs in a browser, too.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { circlesOf, directoryOf, importsOf, type Module, modulesIn } from "./imports.ts";

/** What each part, or file at the top, may import besides itself. */
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
const FOR_ASM = /^cpu\/(?:isa\/|semantics\/effects\.ts$|memory\/image\.ts$)/;

/** Files that a directory may hold: more is a second idea, which deserves a directory. */
const MAX_FILES = 22;

const DENO = /\bDeno\b/;
const COMMENT = /\/\*.*?\*\/|(?:^|\s)\/\/.*?$/gms;

const modules = modulesIn(["cpu", "asm", "runtime", "host", "mod.ts"]);

function partOf(path: string): string {
  return /^host\/(?:cli|deno)(?=\/)/.exec(path)?.[0] ?? path.slice(0, `${path}/`.indexOf("/"));
}

/** From each name that `nameOf` gives a file, the names of the files that it imports. */
function graphOf(
  modules: readonly Module[],
  nameOf: (path: string) => string,
): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of modules) {
    const name = nameOf(path);
    const targets = graph.get(name) ?? new Set();
    graph.set(name, targets);
    for (const target of imports) {
      if (nameOf(target) !== name) targets.add(nameOf(target));
    }
  }
  return graph;
}

/** The imports that close a circle of directories, to show what to break. */
function closing(circle: readonly string[]): string[] {
  return modules.flatMap(({ path, imports }) =>
    imports
      .filter((target) =>
        directoryOf(path) !== directoryOf(target) &&
        circle.includes(directoryOf(path)) && circle.includes(directoryOf(target))
      )
      .map((target) => `${path} imports ${target}`)
  );
}

Deno.test("imports between the parts of the project point one way", () => {
  const against: string[] = [];
  for (const { path, imports } of modules) {
    const part = partOf(path);
    for (const target of imports) {
      const other = partOf(target);
      const isKnownToAsm = part !== "asm" || other !== "cpu" || FOR_ASM.test(target);
      if (other !== part && !(ARROWS[part]?.includes(other) && isKnownToAsm)) {
        against.push(`${path} imports ${target}`);
      }
    }
  }
  assertEquals(against, []);
});

Deno.test("no directories import each other in a circle, not even types", () => {
  const circles = circlesOf(graphOf(modules, directoryOf));
  assertEquals(circles.flatMap(closing), []);
});

Deno.test("no files import each other in a circle, not even types", () => {
  assertEquals(circlesOf(graphOf(modules, (path) => path)), []);
});

Deno.test(`no directory holds more than ${MAX_FILES} modules`, () => {
  const counts = new Map<string, number>();
  for (const { path } of modules) {
    counts.set(directoryOf(path), (counts.get(directoryOf(path)) ?? 0) + 1);
  }
  assertEquals([...counts].filter(([, count]) => count > MAX_FILES), []);
});

Deno.test("only the command line and the directory of the host name Deno", () => {
  const naming = modules
    .filter(({ text }) => DENO.test(text.replaceAll(COMMENT, "")))
    .map(({ path }) => path)
    .filter((path) => !["host/cli", "host/deno"].includes(partOf(path)));
  assertEquals(naming, []);
});

Deno.test("the views of a page import nothing but each other, so that any page can use them", () => {
  const outside = modules
    .filter(({ path }) => directoryOf(path) === "host/report_page")
    .flatMap(({ imports }) => imports.filter((target) => !target.startsWith("host/report_page/")));
  assertEquals(outside, []);
});

Deno.test("importsOf() finds every import of a module", () => {
  const text = `// import "./comment.ts";
import {
  a,
  type B,
} from "./values.ts";
import type { C } from "./types.ts";
import { type D, type E } from "../all_types.ts";
import * as f from "./space.ts";
import "./effect.ts";
import { assert } from "@std/assert";
export * from "./star.ts";
export type { G } from "./exported_types.ts";
const h = () => import("./dynamic.ts");
`;
  assertEquals(importsOf("asm/text/x.ts", text), [
    "asm/text/values.ts",
    "asm/text/types.ts",
    "asm/all_types.ts",
    "asm/text/space.ts",
    "asm/text/star.ts",
    "asm/text/exported_types.ts",
    "asm/text/effect.ts",
    "asm/text/dynamic.ts",
  ]);
  assertThrows(() => importsOf("x.ts", `  import a from "./indented.ts";`), SyntaxError, "0 of 1");
});

Deno.test("circlesOf() finds what reaches itself, and nothing else", () => {
  const graph = (text: string) =>
    new Map(
      text.split(" ").map((node) => {
        const [name = "", targets = ""] = node.split(">");
        return [name, new Set(targets)] as const;
      }),
    );
  assertEquals(circlesOf(graph("a>b b>c c>")), []);
  assertEquals(circlesOf(graph("a>b b>ca c>d d>")), [["a", "b"]]);
  assertEquals(circlesOf(graph("a>bc b>d c>d d>e e>b")), [["b", "d", "e"]]);
  assert(circlesOf(graph("a>b b>a c>d d>c")).length === 2);
});
