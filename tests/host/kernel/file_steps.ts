// SPDX-License-Identifier: MPL-2.0
// Random calls on a small tree of files, to compare two file systems: the same numbers make the same calls.

import type { MemoryTree } from "../../../host/kernel/files/memory_file_system.ts";
import { Draw } from "../../asm/fuzzing.ts";
import { BUFFER, CWD, type Files, OPEN } from "./files_caller.ts";

const { RDONLY, WRONLY, RDWR, CREAT, EXCL, TRUNC, APPEND } = OPEN;

/** The files at first. */
export const CONTENTS: MemoryTree = {
  f: "the first file",
  g: "g",
  d: { f: "in d", e: { f: "deep", g: "deeper" } },
  e: {},
};
const NAMES = [
  "f",
  "g",
  "h",
  "d",
  "e",
  "d/f",
  "d/g",
  "d/e",
  "d/e/f",
  "d/e/g",
  "e/f",
  "e/d",
  "e/e",
  "h/f",
];
/** The 64-bit words of struct stat. */
const STAT_WORDS = 16;

/** Modes, some of which keep the owner out. */
const MODES = [0o755, 0o644, 0o500, 0o700, 0o200];

function pick<Item>(draw: Draw, choices: readonly Item[]): Item {
  return choices[draw.below(choices.length)] as Item;
}

/** Does something to a file system; the same numbers do the same. Returns what the process saw. */
export function step(
  files: Files,
  draw: Draw,
  modes: readonly number[] = MODES,
): unknown {
  const [path, second] = [pick(draw, NAMES), pick(draw, NAMES)];
  const size = draw.below(40);
  switch (draw.below(15)) {
    case 0:
      return files.read(path);
    case 1:
      return files.write(path, "x".repeat(size));
    case 2: {
      const flags = pick(draw, [
        WRONLY,
        RDWR,
        WRONLY | CREAT,
        RDWR | CREAT | EXCL,
        WRONLY | APPEND,
        RDONLY | TRUNC,
      ]);
      const file = files.open(path, flags);
      if (typeof file === "string") return file;
      files.put("y".repeat(size), BUFFER);
      const written = files.answer("pwrite64", file, BUFFER, size, draw.below(20));
      files.call("close", file);
      return [written, files.read(path)];
    }
    case 3:
      return files.answer("truncate", files.path(path), size);
    case 4:
      return files.both("renameat2", path, second, draw.below(2));
    case 5:
      return files.both("linkat", path, second, 0);
    case 6:
      return files.both("symlinkat", `/${path}`, second);
    case 7:
      return files.one("unlinkat", path, 0);
    case 8:
      return files.one("unlinkat", path, 0x200);
    case 9:
      return files.one("mkdirat", path, 0o755);
    case 10:
      return files.one("fchmodat", path, pick(draw, modes));
    case 11:
      return files.names(path);
    case 12: {
      const answer = files.one("newfstatat", path, Number(BUFFER), pick(draw, [0, 0x100]));
      if (answer !== 0) return answer;
      const words = files.words(STAT_WORDS, BUFFER);
      // Mode and links, and the size. The device, the inode, the blocks and the times differ.
      return [words[2], words[6]];
    }
    case 13:
      files.put([5n, 0n, BigInt(size), 0n], BUFFER);
      return files.one("utimensat", path, Number(BUFFER), 0);
    default:
      return [files.one("faccessat", path, draw.below(8)), files.names("/"), files.names("/d")];
  }
}

/** All that is in a directory. */
export function contents(files: Files, path = "/"): unknown {
  const names = files.names(path);
  if (typeof names === "string") return files.read(path);
  const inside = names.filter((name) => name !== "." && name !== "..");
  return Object.fromEntries(inside.map((name) => {
    const below = `${path === "/" ? "" : path}/${name}`;
    const link = files.answer("readlinkat", CWD, files.path(below), BUFFER, 100);
    return [name, typeof link === "number" ? `-> ${link} bytes` : contents(files, below)];
  }));
}

/** Makes files in a directory of the host. */
export function fill(directory: string, tree: MemoryTree): void {
  for (const [name, value] of Object.entries(tree)) {
    const path = `${directory}/${name}`;
    if (typeof value === "string") {
      Deno.writeTextFileSync(path, value);
      Deno.chmodSync(path, 0o644);
    } else {
      Deno.mkdirSync(path);
      Deno.chmodSync(path, 0o755);
      fill(path, value as MemoryTree);
    }
  }
}
