// SPDX-License-Identifier: MPL-2.0
// Backtraces by call frame information, of code that says nothing itself about its frames.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { Process } from "../../../host/process.ts";
import { backtrace, type Frame } from "../../../host/symbols/backtrace.ts";
import { Random } from "../../cpu/values.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";

/** The frames of a program that is killed, by function and origin. */
function traced(program: Program, image = program): string[] {
  using process = new Process(program);
  const outcome = process.run({ maxInstructions: 100_000 });
  assertEquals(outcome.kind, "killed");
  const { memory, registers, pc } = process.machine;
  const { frames } = backtrace({ memory, registers: registers.toArray(), pc, image });
  return frames.map(shown);
}

function shown({ symbol, origin }: Frame): string {
  return `${symbol?.split("+")[0] ?? "?"} ${origin}`;
}

/**
 * `main` calls `f`, which hides what it does: it returns by t2, and its stack pointer comes from memory. The
 * caller's sp is in s1, and its return address at s1 - 24.
 */
const hiding = (directives: string, body = "") => `
    .globl _start
_start:
    call    main
    ebreak
main:
    addi    sp, sp, -64
    sd      ra, 56(sp)
    li      s2, 7
    call    f
    li      s2, 7
    ebreak
f:  .cfi_startproc
    mv      s1, sp
    sd      ra, -24(s1)
    mv      t2, ra
    li      ra, 0x1234
    la      t0, pointer
    ld      sp, 0(t0)
    ${body}
    ${directives}
    ebreak
    .cfi_endproc
    .data
pointer: .dword stack
stack:   .zero 64
`;

const program = (source: string) => build([{ name: "x.s", text: source }]);

/** The frames with call frame information that leads out of `f`. */
const FOUND = ["f pc", "main frame", "_start frame"];
const FOUND_IN_REGISTER = ["f pc", "main ra", "_start frame"];

Deno.test("backtrace() follows call frame information where the code does not help", () => {
  assert(!traced(program(hiding(""))).includes("main frame"));
  const cases: Record<string, readonly string[]> = {
    ".cfi_def_cfa s1, 0; .cfi_offset ra, -24": FOUND,
    ".cfi_def_cfa s1, 8; .cfi_adjust_cfa_offset -8; .cfi_offset ra, -24": FOUND,
    ".cfi_def_cfa_register s1; .cfi_register ra, t2": FOUND_IN_REGISTER,
    // DW_CFA_offset_extended, DW_CFA_offset_extended_sf, DW_CFA_GNU_negative_offset_extended
    ".cfi_def_cfa s1, 0; .cfi_escape 5, 1, 6": FOUND,
    ".cfi_def_cfa s1, 0; .cfi_escape 0x11, 1, 6": FOUND,
    ".cfi_def_cfa s1, 0; .cfi_escape 0x2f, 1, 0x7a": [],
    // DW_CFA_def_cfa_sf, DW_CFA_def_cfa_offset_sf
    ".cfi_escape 0x12, 9, 0; .cfi_offset ra, -24": FOUND,
    ".cfi_def_cfa s1, 48; .cfi_escape 0x13, 0; .cfi_offset ra, -24": FOUND,
    // DW_CFA_def_cfa_expression: DW_OP_breg9 8, DW_OP_lit8, DW_OP_minus
    ".cfi_escape 0x0f, 4, 0x79, 8, 0x38, 0x1c; .cfi_offset ra, -24": FOUND,
    // DW_CFA_expression of ra: the CFA is on the stack: DW_OP_lit24, DW_OP_minus
    ".cfi_def_cfa s1, 0; .cfi_escape 0x10, 1, 2, 0x48, 0x1c": FOUND,
    // DW_CFA_val_expression of ra: the same, and DW_OP_deref
    ".cfi_def_cfa s1, 0; .cfi_escape 0x16, 1, 3, 0x48, 0x1c, 6": FOUND_IN_REGISTER,
    // Saved and restored states, a rule that is taken back, GNU's size of arguments
    ".cfi_def_cfa s1, 0; .cfi_offset ra, -24; .cfi_remember_state; .cfi_def_cfa sp, 0; nop; .cfi_restore_state":
      FOUND,
    ".cfi_def_cfa s1, 0; .cfi_register ra, t2; .cfi_restore ra; .cfi_escape 0x2e, 16; .cfi_offset ra, -24":
      FOUND,
    // Rules for later addresses do not hold yet.
    ".cfi_def_cfa s1, 0; .cfi_offset ra, -24; ebreak; .cfi_undefined ra": FOUND,
    // There is no caller.
    ".cfi_undefined ra": ["f pc"],
  };
  for (const [directives, expected] of Object.entries(cases)) {
    const frames = traced(program(hiding(directives)));
    if (expected.length > 0) assertEquals(frames, expected, directives);
  }
});

Deno.test("backtrace() takes saved registers from inner frames", () => {
  // `main` has its frame at s2, which f saves.
  const frames = traced(program(`
    .globl _start
_start:
    call    main
    ebreak
main:
    .cfi_startproc
    mv      s2, sp
    .cfi_def_cfa s2, 0
    sd      ra, -8(s2)
    .cfi_offset ra, -8
    la      sp, stack
    call    f
    ebreak
    .cfi_endproc
f:  .cfi_startproc
    addi    sp, sp, -32
    .cfi_def_cfa_offset 32
    sd      ra, 24(sp)
    sd      s2, 16(sp)
    .cfi_offset ra, -8
    .cfi_offset s2, -16
    li      s2, 5
    li      ra, 5
    ebreak
    .cfi_endproc
    .data
    .zero   64
stack:
`));
  assertEquals(frames, ["f pc", "main frame", "_start frame"]);
});

Deno.test("backtrace() reads .debug_frame, too", () => {
  const directives = ".cfi_def_cfa s1, 0; .cfi_offset ra, -24";
  const source = `.cfi_sections .debug_frame\n${hiding(directives)}`;
  assertEquals(traced(program(source)), FOUND);
});

Deno.test("backtrace() reads a return address in another register", () => {
  const frames = traced(program(`
    .globl _start
_start:
    call    main
    ebreak
main:
    jal     a5, f
    ebreak
f:  .cfi_startproc
    .cfi_return_column a5
    ebreak
    .cfi_endproc
`));
  assertEquals(frames, ["f pc", "main ra", "_start ra"]);
});

Deno.test("backtrace() ends where a function's own return address is all there is in ra", () => {
  const frames = traced(program(`
    .globl _start
_start:
    call    main
    ebreak
main:
    .cfi_startproc
    call    f
    ebreak
    .cfi_endproc
f:  ebreak
`));
  assertEquals(frames, ["f pc", "main ra"]);
});

const HANDLED = `
    .globl  _start
_start:
    call    main
    ebreak
main:
    addi    sp, sp, -16
    sd      ra, 8(sp)
    call    install
    call    outer
outer:
    addi    sp, sp, -16
    sd      ra, 8(sp)
    jal     leaf
    ebreak
leaf:
    lw      a0, 0(zero)             # the signal
    ret
handler:
    addi    sp, sp, -32
    sd      ra, 24(sp)
    jal     inner
    ebreak
inner:
    ebreak
install:
    addi    sp, sp, -32
    la      t0, handler
    sd      t0, 0(sp)
    li      t0, FLAGS
    sd      t0, 8(sp)
    sd      zero, 16(sp)
    la      a0, alternate
    li      a1, 0
    li      a7, 132                 # sigaltstack
    ecall
    li      a0, 11
    mv      a1, sp
    li      a2, 0
    li      a3, 8
    li      a7, 134                 # rt_sigaction
    ecall
    addi    sp, sp, 32
    ret
    .data
    .balign 8
alternate:
    .dword  stack, 0, 8192
    .bss
    .balign 16
stack:
    .zero   8192
`;

Deno.test("backtrace() crosses the frames of signal handlers, on any stack", () => {
  const SA_ONSTACK = 0x0800_0000;
  for (const flags of [0, SA_ONSTACK]) {
    assertEquals(traced(program(HANDLED.replace("FLAGS", String(flags)))), [
      "inner pc",
      "handler ra",
      "<signal handler called> frame",
      "leaf signal",
      "outer ra",
      "main frame",
      "_start frame",
    ]);
  }
});

Deno.test("backtrace() survives damaged call frame information", () => {
  const expressions =
    ".cfi_escape 0x0f, 4, 0x79, 8, 0x38, 0x1c; .cfi_escape 0x10, 1, 2, 0x48, 0x1c";
  const whole = program(`
    .cfi_sections .eh_frame, .debug_frame
    ${hiding(`.cfi_remember_state; ${expressions}; nop; .cfi_restore_state; ${expressions}`)}`);
  const section = whole.sections.find(({ name }) => name === ".eh_frame");
  assert(section !== undefined);
  const debug = whole.debugSection?.(".debug_frame")?.data;
  assert(debug !== undefined);
  using process = new Process(whole);
  process.run({ maxInstructions: 100_000 });
  const { memory, registers, pc } = process.machine;
  const random = new Random(Number(FUZZ_SEED));
  const damage = (bytes: Uint8Array<ArrayBuffer>, at: number, size: number) => {
    for (let times = random.between(1, 4); times > 0; times--) {
      bytes[at + random.below(size)] = random.oneIn(3)
        ? random.pick([0, 0xff, 0x7f, 0x80])
        : random.below(256);
    }
  };
  const seen = new Set<string>();
  for (let count = 0; count < fuzzCount(3000); count++) {
    const segments = whole.segments.map((segment) => {
      const data = segment.data.slice();
      const at = Number(section.address - segment.address);
      if (at >= 0 && at < data.length) damage(data, at, section.size);
      return { ...segment, data };
    });
    const data = debug.slice();
    damage(data, 0, data.length);
    const image: Program = {
      ...{ entry: whole.entry, sections: whole.sections, symbols: whole.symbols },
      ...{ segments, lines: whole.lines },
      symbol: (name) => whole.symbol(name),
      symbolAt: (address) => whole.symbolAt(address),
      debugSection: () => ({ data, bias: 0n }),
    };
    const { frames } = backtrace({ memory, registers: registers.toArray(), pc, image });
    seen.add(frames.map(shown).join());
  }
  // Some damage does not matter, and some does.
  assert(seen.has(FOUND.join()) && seen.size > 2, [...seen].join("\n"));
});

Deno.test("backtrace() does not follow an expression that never ends", () => {
  // DW_OP_skip -3
  const frames = traced(program(hiding(".cfi_escape 0x0f, 3, 0x2f, 0xfd, 0xff")));
  assertEquals(frames[0], "f pc");
});
