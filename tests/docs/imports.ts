// SPDX-License-Identifier: MPL-2.0
// The imports among the project's own modules. Takes the sources as text; returns every import of a
// relative path: static, of types alone, re-exported or dynamic.

import { ROOT } from "./markdown.ts";

/** A TypeScript file of the project. */
export interface Module {
  /** Its path from the project's directory. */
  readonly path: string;
  /** Its text. */
  readonly text: string;
  /** The files that it imports, as paths from the project's directory. */
  readonly imports: readonly string[];
}

/** At the beginning of a line, where deno fmt puts them. */
const NAMES = String.raw`\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+(?:\s*,\s*\{[^}]*\})?`;
const STATIC = new RegExp(
  String.raw`^(?:import|export)\s+(?:type\s+)?(?:${NAMES})\s*from\s*"(\.[^"]*)"`,
  "gm",
);
const BARE = /^import\s+"(\.[^"]*)"/gm;
const DYNAMIC = /\bimport\(\s*"(\.[^"]*)"/g;
const COMMENT = /\/\*.*?\*\/|(?:^|\s)\/\/.*?$/gms;
const ANY = /\b(?:from|import)\s*\(?\s*"\.[^"]*"/g;

/**
 * The imports of relative paths in a module.
 *
 * @throws {SyntaxError} when one is not in a known form.
 */
export function importsOf(path: string, text: string): string[] {
  const code = text.replaceAll(COMMENT, "");
  const found = [STATIC, BARE, DYNAMIC].flatMap((pattern) => [...code.matchAll(pattern)]);
  const all = [...code.matchAll(ANY)].length;
  if (all !== found.length) {
    throw new SyntaxError(
      `Cannot read the imports of ${path}: ${found.length} of ${all} are known`,
    );
  }
  return found.map(([, specifier = ""]) =>
    new URL(specifier, new URL(path, ROOT)).href.slice(ROOT.href.length)
  );
}

function* sourcesIn(path: string): Generator<string> {
  if (path.endsWith(".ts")) yield path;
  else {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(`${path}/`, ROOT))) {
      if (isDirectory || name.endsWith(".ts")) yield* sourcesIn(`${path}/${name}`);
    }
  }
}

/** The modules in some directories of the project, or at some paths. */
export function modulesIn(paths: readonly string[]): Module[] {
  return paths.flatMap((path) => [...sourcesIn(path)]).map((path) => {
    const text = Deno.readTextFileSync(new URL(path, ROOT));
    return { path, text, imports: importsOf(path, text) };
  });
}

/** The directory of a path; the file itself at the top. */
export function directoryOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : path;
}

/**
 * The circles of a graph: its strongly connected components of two nodes or more, each in alphabetical
 * order (Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972).
 */
export function circlesOf(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): number => {
    const mine = order.size;
    order.set(node, mine);
    let lowest = mine;
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (open.includes(next)) lowest = Math.min(lowest, order.get(next) ?? lowest);
    }
    if (lowest === mine) {
      const circle = open.splice(open.indexOf(node)).sort();
      if (circle.length > 1) circles.push(circle);
    }
    return lowest;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}
