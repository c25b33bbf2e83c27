// SPDX-License-Identifier: MPL-2.0
// Reads allocator_cases_new.txt and allocator_cases_old.txt: what Hare's own allocators answered, operation
// by operation, recorded from programs compiled for riscv64. Each case is a fresh process with a fresh heap.
//
//     case NAME
//     m ID SIZE RESULT [SYSTEM...]     block ID = malloc(SIZE)
//     r ID SIZE RESULT [SYSTEM...]     block ID = realloc(block ID, SIZE)
//     f ID [SYSTEM...]                 free(block ID)
//     w ID                             fill the requested bytes: byte i is (ID + 7 * i) % 256
//     h ID LENGTH HASH                 the 64-bit FNV-1a of the first LENGTH bytes is HASH
//
// RESULT is `null` or M:O/SIZE: offset O in the M-th mapping of the process, counted from 0, and the word in
// front of the payload afterwards. SYSTEM is a call of the system: map=LENGTH or unmap=M,LENGTH.
// A line that ends in xN means N lines; a number A+S in it is A, A + S, A + 2 * S and so on.

/** A block as the cases name it: mapping and offset, and the size that its header gives. */
export interface ExpectedBlock {
  readonly mapping: number;
  readonly offset: number;
  readonly size: number;
}

/** One operation and its result. */
export type AllocatorStep =
  | {
    readonly op: "malloc" | "realloc";
    readonly id: number;
    readonly size: bigint;
    readonly block: ExpectedBlock | null;
    readonly system: readonly string[];
  }
  | { readonly op: "free"; readonly id: number; readonly system: readonly string[] }
  | { readonly op: "fill"; readonly id: number }
  | { readonly op: "hash"; readonly id: number; readonly length: number; readonly hash: bigint };

/** A process: its operations in order. */
export interface AllocatorCase {
  readonly name: string;
  readonly steps: readonly AllocatorStep[];
}

/** Reads one of the files next to this one. */
export function readAllocatorCases(name: "new" | "old"): AllocatorCase[] {
  return parseAllocatorCases(
    Deno.readTextFileSync(new URL(`allocator_cases_${name}.txt`, import.meta.url)),
  );
}

/** Reads the format described above. Throws a SyntaxError that names the line. */
export function parseAllocatorCases(text: string): AllocatorCase[] {
  const cases: { name: string; steps: AllocatorStep[] }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("case ")) {
      cases.push({ name: line.slice("case ".length), steps: [] });
      continue;
    }
    const steps = [...expand(line)].map(parseStep);
    const current = cases.at(-1);
    if (current === undefined || steps.includes(undefined)) {
      throw new SyntaxError(`Cannot read line ${index + 1}: "${line}" is no step of a case`);
    }
    current.steps.push(...steps.filter((step) => step !== undefined));
  }
  return cases;
}

function* expand(line: string): Generator<string> {
  const [, pattern, count] = /^(.*) x(\d+)$/.exec(line) ?? [];
  if (pattern === undefined) return yield line;
  for (let turn = 0; turn < Number(count); turn++) {
    yield pattern.replaceAll(
      /(\d+)([+-]\d+)/g,
      (_, first: string, step: string) => String(Number(first) + turn * Number(step)),
    );
  }
}

function parseStep(line: string): AllocatorStep | undefined {
  const [letter, idText, ...rest] = line.split(" ");
  const id = Number(idText);
  const [first = "", second = "", ...system] = rest;
  switch (letter) {
    case "m":
    case "r": {
      const block = parseBlock(second);
      const op = letter === "m" ? "malloc" : "realloc";
      return block === undefined ? undefined : { op, id, size: BigInt(first), block, system };
    }
    case "f":
      return { op: "free", id, system: rest };
    case "w":
      return { op: "fill", id };
    case "h":
      return { op: "hash", id, length: Number(first), hash: BigInt(`0x${second}`) };
    default:
      return undefined;
  }
}

function parseBlock(text: string): ExpectedBlock | null | undefined {
  if (text === "null") return null;
  const [, mapping, offset, size] = /^(\d+):(\d+)\/(\d+)$/.exec(text) ?? [];
  if (size === undefined) return undefined;
  return { mapping: Number(mapping), offset: Number(offset), size: Number(size) };
}
