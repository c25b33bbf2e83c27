// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertGreater } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { backtrace, type Frame } from "../../../host/symbols/backtrace.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** The backtrace of a program that is killed. */
function traced(text: string): { frames: readonly Frame[]; cut: boolean } {
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program);
  const outcome = process.run({ maxInstructions: 10_000_000 });
  assertEquals(outcome.kind, "killed");
  const { memory, registers, pc } = process.machine;
  return backtrace({ memory, registers: registers.toArray(), pc, image: program });
}

/** Frames as `line origin`, with the line in x.s, or the name of another file. */
function shown(frames: readonly Frame[]): string[] {
  return frames.map(({ location, origin }) =>
    `${
      location === undefined ? "?" : location.file === "x.s" ? location.line : location.file
    } ${origin}`
  );
}

/** A function that calls another, with a frame as compilers make it. */
const frame = (name: string, body: string) => `
${name}:
    addi sp, sp, -16
    sd   ra, 8(sp)
    ${body}
    ld   ra, 8(sp)
    addi sp, sp, 16
    ret`;

const ENTRY = `.globl _start
_start:
    call main
    ebreak`;

Deno.test("backtrace() follows frames by the changes of sp and ra in each function", () => {
  const { frames } = traced(`${ENTRY}${frame("main", "call middle")}${frame("middle", "call leaf")}
leaf:
    ld a0, 0(zero)
    ret`);
  assertEquals(shown(frames), ["20 pc", "15 ra", "8 frame", "3 frame"]);
  assertEquals(frames.map(({ symbol }) => symbol?.split("+")[0]), [
    "leaf",
    "middle",
    "main",
    "_start",
  ]);
});

Deno.test("backtrace() needs neither frame pointers nor function symbols", () => {
  const { frames } = traced(`${ENTRY}
main:
    addi sp, sp, -48
    sd   ra, 40(sp)
    li   t0, 3
again:
    addi t0, t0, -1
    bnez t0, again
    call broken
    ret
broken:
    addi sp, sp, -32
    sd   ra, 0(sp)
here:
    sd   zero, 0(zero)
    j here`);
  assertEquals(shown(frames), ["18 pc", "12 frame", "3 frame"]);
});

Deno.test("backtrace() uses the saved ra after the function has called another", () => {
  const { frames } = traced(`${ENTRY}${frame("main", "call middle")}
middle:
    addi sp, sp, -16
    sd   ra, 8(sp)
    li   s1, 2
1:  addi s1, s1, -1
    beqz s1, 2f
    call nothing
    j    1b
2:  ebreak
nothing:
    ret`);
  assertEquals(shown(frames), ["20 pc", "8 frame", "3 frame"]);
});

Deno.test("backtrace() works inside prologues and epilogues", () => {
  const inside = (prologue: string, body: string, epilogue: string) =>
    shown(
      traced(`${ENTRY}${frame("main", "call f")}
f:  ${prologue}; ${body}; ${epilogue}`).frames,
    );
  const expected = [["12 pc", "8 ra", "3 frame"], ["12 pc", "8 frame", "3 frame"]];
  const [byRegister, byFrame] = expected;
  assertEquals(inside("ebreak; addi sp, sp, -16", "nop", "ret"), byRegister);
  assertEquals(inside("addi sp, sp, -16; ebreak; sd ra, 8(sp)", "nop", "ret"), byRegister);
  assertEquals(inside("addi sp, sp, -16; sd ra, 8(sp)", "li ra, 5", "ebreak; ret"), byFrame);
  assertEquals(
    inside("addi sp, sp, -16; sd ra, 8(sp)", "li ra, 5", "ld ra, 8(sp); addi sp, sp, 16; ebreak"),
    byFrame,
  );
});

Deno.test("backtrace() follows the frame pointer where sp is computed", () => {
  const { frames } = traced(`${ENTRY}
main:
    addi sp, sp, -32
    sd   ra, 24(sp)
    sd   s0, 16(sp)
    addi s0, sp, 32
    li   t0, 160
    sub  sp, sp, t0
    call broken
    ret
broken:
    ebreak`);
  assertEquals(shown(frames), ["15 pc", "12 ra", "3 frame"]);
});

Deno.test("backtrace() finds the caller of a wild jump in ra", () => {
  const { frames } = traced(`${ENTRY}${frame("main", "li t0, 0x123450; jalr t0")}`);
  assertEquals(shown(frames), ["? pc", "8 ra", "3 frame"]);
});

Deno.test("backtrace() searches the stack when a return address was overwritten, and says so", () => {
  const { frames } = traced(`${ENTRY}${frame("main", "call smashed")}
smashed:
    addi sp, sp, -16
    sd   ra, 8(sp)
    li   t0, 0x4141414141414141
    sd   t0, 8(sp)
    ld   ra, 8(sp)
    addi sp, sp, 16
    ret`);
  assertEquals(shown(frames), ["? pc", "3 scan"]);
});

Deno.test("backtrace() is cut when a recursion has too many frames", () => {
  const { frames, cut } = traced(`${ENTRY}${frame("main", "call main")}`);
  assert(cut);
  assertGreater(frames.length, 100);
  assert(frames.slice(1).every(({ location }) => location?.line === 8));
});

Deno.test("backtrace() of an abort in the allocator leads to the wrong call", () => {
  const { frames } = traced(`.globl main${frame("main", "la a0, thing; call rt.free")}
    .data
    .balign 16
    .dword 0
thing: .dword 0`);
  const own = frames.find(({ location }) => location?.file === "x.s");
  assertEquals(own?.location?.line, 5);
  assertEquals(frames.at(-1)?.symbol?.split("+")[0], "_start");
});

Deno.test("backtrace() does not throw for a wild sp", () => {
  const { frames } = traced(`${ENTRY}
main:
    li sp, -8
    li ra, 0x77
    ebreak`);
  assertEquals(shown(frames), ["8 pc"]);
});
