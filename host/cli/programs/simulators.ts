// SPDX-License-Identifier: MPL-2.0
// Programs for RARS and Venus start and end otherwise than those for Linux: at main if it is global, else at
// the first instruction, and they may end by running past the last one. So two small sources are linked
// around them.

import type { BuildInput } from "../../../asm/build.ts";
import type { EcallTable } from "../../kernel/calls/syscall.ts";
import type { Locate } from "../../kernel/teaching/console.ts";
import { rarsCalls } from "../../kernel/teaching/rars.ts";
import { venusCalls } from "../../kernel/teaching/venus.ts";

/** A simulator. */
export interface Simulator {
  /** Makes the table of its calls, for one process; `locate` says where in the program a mistake is. */
  readonly calls: (locate?: Locate) => EcallTable;
  /** The instructions that end a program. */
  readonly exit: string;
  /** How the program finds its arguments, from Linux's stack. */
  readonly start: string;
}

/** The symbol at which such a program starts. */
export const SIMULATOR_ENTRY = "leveret.start";

/** The simulators by the name that `--ecalls` takes. */
export const SIMULATORS: Readonly<Record<"rars" | "venus", Simulator>> = {
  rars: {
    calls: rarsCalls,
    exit: "li a7, 10; ecall",
    // Without the program's name.
    start: "ld a0, 0(sp); addi a0, a0, -1; addi a1, sp, 16",
  },
  venus: {
    calls: venusCalls,
    exit: "li a0, 10; ecall",
    start: "ld a0, 0(sp); addi a1, sp, 8",
  },
};

/** Directives of the simulators that GNU as does not have, with GNU's in the same columns. */
function asGnu(text: string): string {
  return text.replace(/^(\s*(?:[\w.$]+:\s*)?)\.asciiz(?=\s)/gm, "$1.asciz ");
}

/** Those files with the start and the end of a simulator's program around them. */
export function aroundProgram(
  inputs: readonly BuildInput[],
  { exit, start }: Simulator,
): BuildInput[] {
  const before = `
        .weak   _start, main
        .globl  ${SIMULATOR_ENTRY}
        .type   ${SIMULATOR_ENTRY}, @function
${SIMULATOR_ENTRY}:
        .option push
        .option norelax
        la      gp, __global_pointer$
        .option pop
        la      t0, .Lentries
        ld      ra, 0(t0)
        bnez    ra, 1f
        ld      ra, 8(t0)
        li      t0, 0
        beqz    ra, .Lfirst
        ${start}
        jalr    ra
        ${exit}
1:      li      t0, 0
        jr      ra
# Falls through to the first instruction of the program.
.Lfirst:
        ${start}
        .size   ${SIMULATOR_ENTRY}, . - ${SIMULATOR_ENTRY}
        .section .rodata
        .balign 8
.Lentries:
        .dword  _start, main
`;
  return [
    { name: "<start>", text: before },
    ...inputs.map((input) => "text" in input ? { ...input, text: asGnu(input.text) } : input),
    { name: "<end>", text: `.text\n${exit}\n` },
  ];
}
