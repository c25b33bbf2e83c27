// SPDX-License-Identifier: MPL-2.0
// The commands of the command line, one row each. A command's module is loaded only when it is called.

import type { ExecutableCommand } from "../command_line/command.ts";

/** A command, before it is loaded. */
export interface CommandRow {
  /** What it is called by. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** Loads its module. */
  readonly load: () => Promise<{ default: ExecutableCommand }>;
}

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly CommandRow[] = [
  { name: "run", summary: "assemble and run a program", load: () => import("./run.ts") },
  {
    name: "trace",
    summary: "run it and write down what it does",
    load: () => import("./trace.ts"),
  },
  {
    name: "asm",
    summary: "assemble; write an executable or a listing",
    load: () => import("./asm.ts"),
  },
  {
    name: "link",
    summary: "link objects, archives and sources",
    load: () => import("./link.ts"),
  },
  {
    name: "dis",
    summary: "disassemble a program or single words",
    load: () => import("./dis.ts"),
  },
  {
    name: "demo",
    summary: "the allocator at work, in one picture",
    load: () => import("./demo.ts"),
  },
];
