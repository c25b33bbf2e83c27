// SPDX-License-Identifier: MPL-2.0
// The commands, one row each. The module of a command is loaded only when the command is called.

import type { Command } from "../command_line/command.ts";

/** A command, before it is loaded. */
export interface CommandRow {
  /** Its name. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** Whether it runs a program, so that it needs a machine. */
  readonly runs?: true;
  /** Loads its module. */
  readonly load: () => Promise<{ default: Command }>;
}

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly CommandRow[] = [
  {
    ...{ name: "run", summary: "assemble and run a program", runs: true },
    load: () => import("./run.ts"),
  },
  {
    ...{ name: "trace", summary: "run a program and write a trace", runs: true },
    load: () => import("./trace.ts"),
  },
  {
    ...{ name: "heap", summary: "run a program and show its heap", runs: true },
    load: () => import("./heap.ts"),
  },
  {
    ...{ name: "report", summary: "run a program and write a page about it", runs: true },
    load: () => import("./report.ts"),
  },
  {
    ...{ name: "record", summary: "run a program and write a capsule of the run", runs: true },
    load: () => import("./record.ts"),
  },
  {
    ...{ name: "replay", summary: "run a capsule: the same run again", runs: true },
    load: () => import("./replay.ts"),
  },
  {
    name: "asm",
    summary: "assemble; write an executable, an object file or a listing",
    load: () => import("./asm.ts"),
  },
  {
    name: "link",
    summary: "link object files, archives and sources",
    load: () => import("./link.ts"),
  },
  {
    name: "dis",
    summary: "disassemble a program or single words",
    load: () => import("./dis.ts"),
  },
  {
    name: "nm",
    summary: "list the symbols of ELF files",
    load: () => import("./nm.ts"),
  },
  {
    name: "size",
    summary: "show the sizes of ELF files",
    load: () => import("./size.ts"),
  },
  {
    ...{ name: "debug", summary: "debug a program, forwards and backwards", runs: true },
    load: () => import("./debug.ts"),
  },
  {
    ...{ name: "gdb", summary: "serve a program to a debugger", runs: true },
    load: () => import("./gdb.ts"),
  },
  {
    ...{ name: "dap", summary: "serve an editor that debugs", runs: true },
    load: () => import("./dap.ts"),
  },
  {
    ...{ name: "demo", summary: "watch the allocator at work", runs: true },
    load: () => import("./demo.ts"),
  },
];
