// SPDX-License-Identifier: MPL-2.0
// The call frame information of the runtime: at each instruction that a program executes in it, .eh_frame alone
// leads to the callers that the program really has. Those are on a shadow stack, kept from calls and returns.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../asm/build.ts";
import type { Program } from "../../asm/object/program.ts";
import { decode } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { effectsOf, isCall } from "../../cpu/semantics/effects.ts";
import { Process } from "../../host/process.ts";
import { CallFrames } from "../../host/symbols/call_frames.ts";
import type { Context } from "../../host/symbols/unwinder.ts";
import { runtimeFiles } from "../../runtime/files.ts";

/** How often one instruction is looked at: it may be reached in many ways. */
const MAX_VISITS = 25;
const MAX_INSTRUCTIONS = 150_000;

/** What a run has shown. */
interface Walk {
  /** Names of the functions that were reached. */
  readonly functions: ReadonlySet<string>;
  /** How many stacks were compared. */
  readonly compared: number;
}

/** Runs a program one instruction at a time; compares the stacks in the runtime. */
function walk(source: string, stdin = ""): Walk {
  const program = build([{ name: "x.s", text: `${MAIN}${source}` }], { archive: runtimeFiles });
  using process = new Process(program, { stdin: new TextEncoder().encode(stdin) });
  const { machine } = process;
  const frames = new CallFrames(machine.memory, program);
  const isRuntime = (address: bigint) =>
    program.lines.find(address)?.file.startsWith("runtime/") === true;
  const visits = new Map<bigint, number>();
  const functions = new Set<string>();
  const shadow: bigint[] = [];
  let compared = 0;
  for (let count = 1; count <= MAX_INSTRUCTIONS; count++) {
    const { pc } = machine;
    const visit = (visits.get(pc) ?? 0) + 1;
    visits.set(pc, visit);
    if (visit <= MAX_VISITS && isRuntime(pc)) {
      functions.add(program.symbolAt(pc)?.name ?? "?");
      const chain = chainOf(frames, { pc, at: pc, registers: machine.registers.toArray() });
      const expected = shadow.toReversed();
      // Code that never returns may come from a frame that it leaves as it is: the program's frames count.
      const isLast = neverReturns(program, pc) || neverReturns(program, chain[0] ?? 0n);
      const seen = (list: readonly bigint[]) => {
        const last = list.at(-1);
        // _start does not return: routines that it ends in may have it as their caller or not.
        const isStart = last !== undefined && program.symbolAt(last - 1n)?.name === "_start";
        return list.slice(0, isStart ? -1 : undefined)
          .filter((address) => !isLast || !isRuntime(address - 1n))
          .map((address) => `${program.symbolAt(address - 1n)?.name} 0x${address.toString(16)}`);
      };
      assertEquals(seen(chain), seen(expected), describe(program, pc));
      compared++;
    }
    const word = machine.memory.readUint(pc, 4, "any");
    const length = instructionLength(Number(word));
    const instruction = decode(Number(length === 2 ? word & 0xffffn : word));
    const { kind } = process.run({ maxInstructions: count });
    if (kind !== "limit") break;
    if (instruction === undefined) continue;
    const { control } = effectsOf(instruction.encoding);
    // Procedure linkage tables jump through t1.
    if (isCall(instruction) && instruction.rd !== REGISTER.t1) {
      shadow.push(pc + BigInt(length));
    } else if (control.kind === "computed jump") {
      const at = shadow.lastIndexOf(machine.pc);
      if (at >= 0) shadow.length = at;
    }
  }
  return { functions, compared };
}

function describe(program: Program, pc: bigint): string {
  const location = program.lines.find(pc);
  return `at ${location?.file}:${location?.line}: ${location && program.lines.text(location)}`;
}

/** The return addresses of a stack by .eh_frame alone, innermost first. */
function chainOf(frames: CallFrames, start: Context): bigint[] {
  const chain: bigint[] = [];
  let context = start;
  while (chain.length < 50) {
    const caller = frames.callerOf(context);
    if (caller === "outermost") return chain;
    if (caller === undefined) break;
    context = caller.context;
    chain.push(context.pc);
  }
  // Not a caller that anything has.
  return [...chain, 1n];
}

const ABORTS = ["rt.abort", "rt.abort_message", "abort", "rt.malloc.invalid", "rt.malloc.unmarked"];
const TAIL = /^\s*tail\s+rt\.(?:abort_message|_exit)$|\.Lalready_freed/;

/** Whether code aborts or exits: routines for that, and the lines that load a message and go there. */
function neverReturns(program: Program, pc: bigint): boolean {
  const name = program.symbolAt(pc)?.name ?? "";
  if ([...ABORTS, "rt._exit", "_exit"].includes(name)) return true;
  const location = program.lines.find(pc);
  if (location === undefined) return false;
  const { file, line } = location;
  const text = (ahead: number) => program.lines.text({ file, line: line + ahead }) ?? "";
  return [-1, 0, 1, 2].some((ahead) => TAIL.test(text(ahead)));
}

/** `main` keeps a frame that call frame information describes, and calls `body`. */
const MAIN = `
        .text
        .globl  main
main:   .cfi_startproc
        addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        sd      ra, 8(sp)
        .cfi_offset ra, -8
        call    body
        li      a0, 0
        ld      ra, 8(sp)
        .cfi_restore ra
        addi    sp, sp, 16
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc

        .macro  function name
        .globl  \\name
\\name: .cfi_startproc
        addi    sp, sp, -48
        .cfi_def_cfa_offset 48
        sd      ra, 40(sp)
        .cfi_offset ra, -8
        sd      s1, 32(sp)
        .cfi_offset s1, -16
        sd      s2, 24(sp)
        .cfi_offset s2, -24
        .endm
        .macro  end
        ld      ra, 40(sp)
        ld      s1, 32(sp)
        ld      s2, 24(sp)
        addi    sp, sp, 48
        .cfi_def_cfa_offset 0
        .cfi_restore ra
        .cfi_restore s1
        .cfi_restore s2
        ret
        .cfi_endproc
        .endm
        # Calls a routine with up to three arguments.
        .macro  do routine, a=0, b=0, c=0
        li      a2, \\c
        li      a1, \\b
        li      a0, \\a
        call    \\routine
        .endm
`;

/** Allocates blocks of rising sizes, reallocates and frees them, with one allocator. */
const allocate = (prefix: string, size: number) => `
        function body
        li      s1, ${size}
1:      mv      a0, s1
        call    ${prefix}malloc
        mv      s2, a0
        slli    a1, s1, 1
        call    ${prefix}realloc
        mv      s2, a0
        mv      a0, s1
        call    ${prefix}malloc
        call    ${prefix}free
        mv      a0, s2
        call    ${prefix}free
        slli    s1, s1, 1
        addi    s1, s1, 1
        li      t0, 20000
        bltu    s1, t0, 1b
        li      a0, 0
        li      a1, 30
        call    ${prefix}realloc
        li      a1, 0
        call    ${prefix}realloc
        do      ${prefix}malloc, 0
        do      ${prefix}malloc, -1
        do      ${prefix}free, 0
        end
`;

const PROGRAMS: Readonly<Record<string, string>> = {
  "the allocator": allocate("rt.", 1),
  "the linear allocator": allocate("rt.linear.", 350),
  "blocks of every bin, filled and used again": `
        function body
        li      s2, 3
1:      li      s1, 2056
2:      mv      a0, s1
        call    malloc
        sd      a0, 0(sp)
        mv      a0, s1
        call    malloc
        sd      a0, 8(sp)
        call    free
        ld      a0, 0(sp)
        call    rt.getmeta
        ld      a0, 0(sp)
        call    free
        srli    s1, s1, 1
        bnez    s1, 2b
        addi    s2, s2, -1
        bnez    s2, 1b
        end
`,
  "arrays and slices": `
        function body
        do      calloc, 5, 40
        do      calloc, 5, 4000
        do      calloc, 0, 40
        do      calloc, -1, -1
        la      a0, slice
        li      a1, 24
        call    rt.ensure
        la      a0, slice
        li      t0, 100
        sd      t0, 8(a0)
        li      a1, 24
        call    rt.ensure
        la      a0, slice
        li      t0, 3
        sd      t0, 8(a0)
        li      a1, 24
        call    rt.unensure
        end
        .data
        .balign 8
slice:  .dword  0, 2, 0
`,
  "memory and strings": `
        function body
        li      s1, 200
1:      la      a0, there
        la      a1, here
        andi    t0, s1, 7
        add     a0, a0, t0
        andi    t0, s1, 24
        add     a1, a1, t0
        mv      a2, s1
        call    memcpy
        la      a0, there + 8
        la      a1, there
        mv      a2, s1
        call    memmove
        la      a0, there
        la      a1, there + 9
        mv      a2, s1
        call    memmove
        la      a0, there
        li      a1, 'x'
        mv      a2, s1
        call    memset
        la      a0, there
        la      a1, there + 8
        mv      a2, s1
        call    memcmp
        la      a0, here
        add     a0, a0, s1
        call    strlen
        la      a0, here
        la      a1, there
        call    strcmp
        addi    s1, s1, -13
        bgtz    s1, 1b
        la      a0, first
        la      a1, second
        call    rt.strcmp
        la      a0, first
        la      a1, first
        call    rt.strcmp
        end
        .data
        .balign 8
here:   .fill   300, 1, 'x'
        .byte   0
        .balign 8
there:  .zero   600
first:  .dword  here, 5, 5
second: .dword  there, 4, 4
`,
  "printing": `
        function body
        do      print_int, -42
        do      print_uint, 42
        do      print_hex, 0x1af
        la      a0, text
        call    print_string
        do      print_char, 'x'
        call    print_newline
        do      rt.putdec, 1, 7
        do      rt.putudec, 1, 7
        do      rt.puthex, 1, 7
        do      rt.putdec, 42, 7
        la      a1, text
        do      rt.putmem, 1, 0, 0
        la      a1, text
        li      a0, 1
        call    rt.putstr
        do      rt.read, 0, 0, 0
        la      a0, text + 8
        do      rt.segfree, 0, 1
        end
        .data
text:   .asciz  "text\\n"
`,
  "reading": `
        function body
        call    read_int
        call    read_int
        call    read_int
        call    read_char
        la      a0, line
        li      a1, 8
        call    read_line
        la      a0, line
        li      a1, 8
        call    read_line
        la      a0, line
        li      a1, 8
        call    read_string
        la      a0, line
        li      a1, 80
        call    read_string
        la      a0, line
        li      a1, 80
        call    read_line
        end
        .bss
line:   .zero   80
`,
  "functions at the start and the end": `
        function body
        lla     a0, pair
        call    __tls_get_addr
        call    chosen
        do      exit, 3
        end
        function early
        do      malloc, 10
        end
        function late
        do      print_int, 1
        end
        function resolve
        la      a0, early
        end
        .type   chosen, @gnu_indirect_function
        .set    chosen, resolve
        .section .init_array, "aw"
        .dword  early
        .section .fini_array, "aw"
        .dword  late
        .section .tdata, "awT"
        .dword  1
        .data
        .balign 8
pair:   .dword  1, 0
`,
  "abort": "function body\ndo abort\nend",
  "_exit": "function body\ndo _exit, 4\nend",
  "Hare's abort": `
        function body
        la      a0, path
        la      a3, path
        do      rt.abort, 0, 0, 0
        end
        .data
path:   .dword  name, 1, 1
name:   .ascii  "x"
`.replace("do      rt.abort, 0, 0, 0", "li a1, 1; li a2, 20; call rt.abort"),
  "Hare's abort with a fixed message": `
        function body
        la      a0, path
        li      a1, 1
        li      a2, 20
        li      a3, 2
        call    rt.abort_fixed
        end
        .data
path:   .dword  name, 1, 1
name:   .ascii  "x"
`,
  "a slice that cannot grow": `
        function body
        la      a0, slice
        li      a1, 1
        slli    a1, a1, 40
        call    rt.ensure
        end
        .data
        .balign 8
slice:  .dword  0, 5, 0
`,
  ...Object.fromEntries(
    [
      ["a pointer that is not aligned", "addi a0, a0, 4"],
      ["a block freed twice", "call free; ld a0, 0(sp)"],
      ["a header overwritten", "li t0, 0x4242; sd t0, -8(a0)"],
      ["a footer overwritten", "li t0, 0x4242; sd t0, 24(a0)"],
      ["a link overwritten", "li t0, 0x4243; sd t0, 24(a0)"],
      ["freed memory used", "call free; ld a0, 0(sp); sd zero, 0(a0); do malloc, 20"],
      ["a mark overwritten", "call free; ld a0, 0(sp); sd zero, -8(a0); do malloc, 20"],
      ["freed memory used until exit", "call free; ld a0, 0(sp); sd zero, 0(a0); do exit, 1"],
    ].map(([name, mistake]) => [
      `the abort for ${name}`,
      `function body\ndo malloc, 20\nsd a0, 0(sp)\n${mistake}\ncall free\nend`,
    ]),
  ),
};

const STDIN = " -12 \n+7x\n99999999999999999999999\nq\nline one\nlong line of text\na\nlast";

const reached = new Set<string>();

for (const [name, source] of Object.entries(PROGRAMS)) {
  Deno.test(`.eh_frame leads out of the runtime: ${name}`, () => {
    const { functions, compared } = walk(source, STDIN);
    assert(compared > 10, `only ${compared} stacks were compared`);
    for (const reachedName of functions) reached.add(reachedName);
  });
}

Deno.test("the tests of .eh_frame reach every routine of the runtime", () => {
  const names = runtimeFiles.flatMap(({ text }) =>
    [...text.matchAll(/^ +\.type +([^ ,]+), @function$/gm)].map(([, name = ""]) => name)
  );
  const codes = new Map<string, string[]>();
  // Names of one routine stand one below the other.
  for (const { text } of runtimeFiles) {
    for (const [, list = ""] of text.matchAll(/((?:^[\w.]+:(?: *#.*)?\n)+) +\.cfi_startproc/gm)) {
      const group = list.split("\n").map((line) => line.replace(/:.*/, "")).filter(Boolean);
      for (const name of group) codes.set(name, group);
    }
  }
  const missing = names.filter((name) =>
    !(codes.get(name) ?? [name]).some((other) => reached.has(other))
  );
  assertEquals(missing, []);
});

Deno.test("every routine of the runtime has call frame information", () => {
  for (const { name, text } of runtimeFiles) {
    const routines = [...text.matchAll(/^ +\.size +([^ ,]+), \. - /gm)].length;
    if (!/@function/.test(text)) continue;
    const count = (word: string) => text.split(word).length - 1;
    assert(routines > 0 && count(".cfi_startproc") > 0, name);
    assertEquals(count(".cfi_startproc"), count(".cfi_endproc"), name);
  }
});
