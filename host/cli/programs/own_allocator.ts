// SPDX-License-Identifier: MPL-2.0
// `--allocator FILE`: the runtime without its allocator, around one of the user's own, which is linked with the
// program. It may define C's names or Hare's (`malloc` or `rt.malloc`): each leads to the other. And it may
// leave out calloc.

import type { SourceFile } from "../../../asm/object/source.ts";
import type { Program } from "../../../asm/object/program.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { CommandError } from "../command_line/errors.ts";

/** The files of the runtime that are allocators, or know the runtime's. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  ["malloc", "malloc_checks", "malloc_linear", "calloc"].map((name) => `runtime/${name}.s`),
);
const ROUTINES = ["malloc", "free", "realloc"] as const;

const nameFile = (name: string) => `runtime/own_allocator/${name}.s`;

/** A file that defines one name as a jump to another. */
function alias(name: string, target: string): SourceFile {
  const text = `        .text
        .weak   ${name}
        .type   ${name}, @function
${name}:
        .cfi_startproc
        tail    ${target}
        .cfi_endproc
        .size   ${name}, . - ${name}
`;
  return { name: nameFile(name), text };
}

/** calloc by malloc, whatever it returns. */
const CALLOC: SourceFile = {
  name: nameFile("calloc"),
  text: `        .text
        .weak   calloc
        .type   calloc, @function
calloc:
        .cfi_startproc
        mulhu   t0, a0, a1
        mul     a0, a0, a1
        beqz    t0, 1f
        li      a0, 0
        ret
1:      addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        sd      ra, 8(sp)
        .cfi_offset ra, -8
        sd      a0, 0(sp)
        call    malloc
        beqz    a0, 2f
        li      a1, 0
        ld      a2, 0(sp)
        call    rt.memset
2:      ld      ra, 8(sp)
        addi    sp, sp, 16
        .cfi_restore ra
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .size   calloc, . - calloc
`,
};

/** The runtime for a program that brings its allocator. */
export function runtimeAround(): readonly SourceFile[] {
  return [
    ...runtimeFiles.filter(({ name }) => !LEFT_OUT.has(name)),
    ...ROUTINES.flatMap((name) => [alias(`rt.${name}`, name), alias(name, `rt.${name}`)]),
    CALLOC,
  ];
}

/**
 * Checks that an allocator has what the program needs.
 *
 * @throws {CommandError} when both names of a routine only lead to each other
 */
export function checkOwnAllocator(program: Program, file: string): void {
  for (const name of ROUTINES) {
    const isMissing = [name, `rt.${name}`].every((each) =>
      program.symbol(each)?.location?.file === nameFile(each)
    );
    if (isMissing) {
      throw new CommandError(`Cannot use ${file} as the allocator: it does not define ${name}`);
    }
  }
}
