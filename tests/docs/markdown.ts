// SPDX-License-Identifier: MPL-2.0
// The Markdown pages of the project and the fenced blocks in them. Pages are found by walking the
// project's directory.

/** The directory of the project. */
export const ROOT = new URL("../../", import.meta.url);

/** Directories without documentation: the pages of tests/ say how goldens are made, with tools that may be missing. */
const LEFT_OUT = new Set(["node_modules", "coverage", "tests"]);
/** Files and directories that tools keep for themselves, some of which come and go while the tests run. */
const HIDDEN = /^\./;

/** A fenced block of a page. */
export interface Block {
  /** The page, as a path from the project's directory. */
  readonly page: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** The word after the opening fence. */
  readonly language: string;
  /** What is between the fences. */
  readonly lines: readonly string[];
}

function* pagesIn(directory: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(directory, ROOT))) {
    if (LEFT_OUT.has(name) || HIDDEN.test(name)) continue;
    if (isDirectory) yield* pagesIn(`${directory}${name}/`);
    else if (name.endsWith(".md")) yield directory + name;
  }
}

/** The paths of all pages of documentation, in alphabetical order. */
export const pages: readonly string[] = [...pagesIn("./")]
  .map((path) => path.slice("./".length))
  .sort();

/** The text of a page. */
export function readPage(page: string): string {
  return Deno.readTextFileSync(new URL(page, ROOT));
}

/**
 * The fenced blocks of a text.
 *
 * @throws {SyntaxError} when a fence is never closed.
 */
export function blocksOf(page: string, text: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; language: string; lines: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (fence === null) {
      open?.lines.push(line);
    } else if (open === undefined) {
      open = { line: index + 1, language: fence[1]?.trim() ?? "", lines: [] };
    } else {
      blocks.push({ page, ...open });
      open = undefined;
    }
  }
  if (open !== undefined) {
    throw new SyntaxError(`Cannot read ${page}: the fence in line ${open.line} is never closed`);
  }
  return blocks;
}

/** The blocks of all pages. */
export const blocks: readonly Block[] = pages.flatMap((page) => blocksOf(page, readPage(page)));
