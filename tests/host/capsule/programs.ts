// SPDX-License-Identifier: MPL-2.0
// Programs to record and replay: between them they use everything that a program can get from its host.

import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import type { Input } from "../../../host/kernel/files/stream_file.ts";
import type { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { guestCases, guestSource } from "../guest_programs.ts";

/** A program, and what it gets. */
export interface RecordedCase {
  readonly name: string;
  readonly program: Program;
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly seed?: number;
}

/** Moves standard input to a file, reads it back, and lists, renames and removes files; shows times and chance. */
const MOVING = `
        .equ    NAMES, 256
        .globl  main
main:   addi    sp, sp, -32
        sd      ra, 0(sp)
        sd      s0, 8(sp)
        li      a0, -100
        la      a1, first
        li      a2, 0x42                # O_RDWR | O_CREAT
        li      a3, 0644
        li      a7, 56                  # openat
        ecall
        mv      s0, a0
1:      mv      a0, s0                  # sendfile from standard input, until its end
        li      a1, 0
        li      a2, 0
        li      a3, 7
        li      a7, 71
        ecall
        bgtz    a0, 1b
        la      a0, buffer              # chance and time
        li      a1, 24
        li      a2, 0
        li      a7, 278                 # getrandom
        ecall
        li      a0, 0
        la      a1, buffer + 24
        li      a7, 113                 # clock_gettime
        ecall
        mv      a0, s0
        la      a1, buffer
        li      a2, 40
        li      a3, 5
        li      a7, 68                  # pwrite64
        ecall
        mv      a0, s0
        li      a1, 30
        li      a7, 46                  # ftruncate
        ecall
        mv      a0, s0
        la      a1, buffer
        li      a2, 4096
        li      a3, 0
        li      a7, 67                  # pread64
        ecall
        mv      a2, a0
        li      a0, 1
        la      a1, buffer
        li      a7, 64                  # write
        ecall
        li      a0, -100
        la      a1, first
        li      a2, -100
        la      a3, second
        li      a4, 0
        li      a7, 276                 # renameat2
        ecall
        li      a0, -100
        la      a1, first
        la      a2, buffer
        li      a3, 0
        li      a7, 79                  # newfstatat, which fails
        ecall
        li      a0, -100
        la      a1, second
        la      a2, buffer
        li      a3, 0
        li      a7, 79
        ecall
        li      a0, -100
        la      a1, root
        li      a2, 0x10000             # O_DIRECTORY
        li      a7, 56
        ecall
        la      a1, buffer + 128
        li      a2, NAMES
        li      a7, 61                  # getdents64
        ecall
        li      a0, 1
        la      a1, buffer
        li      a2, 128 + NAMES
        li      a7, 64
        ecall
        li      a0, -100
        la      a1, second
        li      a2, 0
        li      a7, 35                  # unlinkat
        ecall
        ld      ra, 0(sp)
        ld      s0, 8(sp)
        addi    sp, sp, 32
        li      a0, 7
        ret
        .section .rodata
first:  .asciz  "/d/first"
second: .asciz  "/d/second"
root:   .asciz  "/d"
        .bss
buffer: .zero   4096
`;

const read = (path: string) => Deno.readTextFileSync(path);
const linked = (name: string, text: string) => build([{ name, text }, ...runtimeFiles]);
const example = (name: string) => linked(`${name}.s`, read(`examples/${name}.s`));

/** The cases of a guest program, each with its arguments. */
function guests(name: string): RecordedCase[] {
  const program = build([{ name: `${name}.s`, text: guestSource(name) }]);
  return guestCases(name).map(({ args }) => ({
    ...{ name: `${name} ${args.join(" ")}`, program, args: [name, ...args] },
  }));
}

/** The programs. */
export const CASES: readonly RecordedCase[] = [
  {
    name: "all_sorts",
    program: build([{ name: "all_sorts.s", text: read("tests/host/timeline/all_sorts.s") }]),
    stdin: "To every thing there is a season.",
  },
  { name: "moving", program: linked("moving.s", MOVING), stdin: "the first line\n", seed: 5 },
  ...guests("files"),
  ...guests("signals"),
  { name: "arguments", program: example("arguments"), args: ["arguments", "a", "", "b c"] },
  { name: "calculator", program: example("calculator"), stdin: "1 + 2\n3 * (4 - 5)\n" },
  { name: "hash_table", program: example("hash_table") },
  { name: "allocator_tour", program: example("allocator_tour") },
  { name: "quicksort", program: example("quicksort") },
  { name: "wordcount", program: example("wordcount"), stdin: "to be or not to be\n" },
  { name: "double_free", program: example("bugs/double_free") },
  { name: "stack_overflow", program: example("bugs/stack_overflow") },
  { name: "use_after_munmap", program: example("bugs/use_after_munmap") },
];

/** Standard input that comes in pieces, and often has nothing yet. */
export function piecewise(text: string): Input {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  let isThere = false;
  return {
    read(buffer) {
      isThere = !isThere;
      if (!isThere) return undefined;
      const piece = bytes.subarray(at, at + Math.min(buffer.length, 4));
      buffer.set(piece);
      at += piece.length;
      return piece.length;
    },
  };
}

/** The events of a process: system calls and signals with their moments, and what it writes. */
export function eventsOf(process: Process): string[] {
  const events: string[] = [];
  process.observe({
    onSyscall: ({ instruction, text }) => void events.push(`${instruction} ${text()}`),
    onSignal: ({ instruction, text }) => void events.push(`${instruction} ${text()}`),
    onMapping: ({ instruction, start, end }) => void events.push(`${instruction} ${start}-${end}`),
  });
  return events;
}

/** What the kernel of a process keeps. */
export function kernelStateOf({ kernel, statistics }: Process): unknown {
  const { umask, counts, clock, nextTimer, memory } = kernel;
  return {
    ...{ umask, nextTimer, statistics, counts: [...counts], available: memory.available },
    ...{ time: clock.realtime, ended: kernel.ended },
  };
}
