// SPDX-License-Identifier: MPL-2.0
// What system calls read and write of a program, copies between ranges that overlap, and what is known of
// bytes that move with mremap.

import { assertEquals, assertMatch } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { formatError } from "../../../host/memcheck/format.ts";
import { MemoryChecker } from "../../../host/memcheck/memory_checker.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** The errors of a program whose main has a frame of 64 bytes with free words up to 48(sp). */
function errorsOf(body: string, more = ""): string[] {
  const program = build([{
    name: "main.s",
    text: `.globl main
main: addi sp, sp, -64
  sd ra, 56(sp)
${body}
  li a0, 0
  ld ra, 56(sp)
  addi sp, sp, 64
  ret
${more}
.data
path: .asciz "/none"
`,
  }, ...runtimeFiles]);
  const checker = new MemoryChecker();
  using process = new Process(program, { checks: checker.checks });
  checker.attach(process);
  process.run();
  return checker.errors.map((error) =>
    formatError(error, checker.stacks).replaceAll("leveret: ", "")
  );
}

const heads = (errors: readonly string[]): string[] =>
  errors.map((text) => text.split("\n")[0] ?? "");

const MALLOC = (size: number) => `li a0, ${size}\n call malloc\n sd a0, 48(sp)\n`;
const call = (number: number) => `li a7, ${number}\n ecall\n`;

Deno.test("a buffer that a system call reads must be set, and be the program's", () => {
  const write = (size: number) => `mv a1, a0\n li a0, 1\n li a2, ${size}\n${call(64)}`;
  assertEquals(errorsOf(`${MALLOC(2)} sb zero, 0(a0)\n sb zero, 1(a0)\n${write(2)}`), []);
  const [error = "", ...others] = errorsOf(`${MALLOC(20)} sh zero, 0(a0)\n${write(3)}`);
  assertEquals(others, []);
  assertMatch(error, /^Syscall param write\(buf\) points to uninitialised byte\(s\)\n.*main\.s:/);
  assertMatch(error, /is 2 bytes inside a block of size 20 alloc'd/);
  const [outside = ""] = errorsOf(`${MALLOC(1)} sb zero, 0(a0)\n${write(3)}`);
  assertMatch(outside, /^Syscall param write\(buf\) points to unaddressable byte\(s\)\n/);
  assertMatch(outside, /is 0 bytes after a block of size 1 alloc'd/);
});

Deno.test("a buffer that a system call writes must be the program's, and is set then", () => {
  const read = (size: number) => `mv a1, a0\n li a0, 0\n li a2, ${size}\n${call(63)}`;
  assertEquals(errorsOf(`${MALLOC(8)}${read(8)}`), []);
  const clock = `mv a1, a0\n li a0, 1\n${call(113)} ld a0, 48(sp)\n ld a0, 8(a0)\n beqz a0, 1f\n1:`;
  assertEquals(errorsOf(`${MALLOC(16)}${clock}`), []);
  assertEquals(heads(errorsOf(`${MALLOC(8)}${read(9)}`)), [
    "Syscall param read(buf) points to unaddressable byte(s)",
  ]);
  assertEquals(
    heads(errorsOf(`${MALLOC(15)}${clock}`))[0],
    "Syscall param clock_gettime(tp) points to unaddressable byte(s)",
  );
});

Deno.test("the buffers of writev are looked at one by one", () => {
  const vector = `addi t0, sp, 0\n la t1, path\n sd t1, 0(t0)\n li t1, 5\n sd t1, 8(t0)
  sd a0, 16(t0)\n sd t1, 24(t0)\n mv a1, t0\n li a0, 1\n li a2, 2\n${call(66)}`;
  assertEquals(heads(errorsOf(`${MALLOC(5)}${vector}`)), [
    "Syscall param writev(vector[...]) points to uninitialised byte(s)",
  ]);
  const unset = `addi a1, sp, 0\n li a0, 1\n li a2, 1\n${call(66)}`;
  assertEquals(
    heads(errorsOf(unset))[0],
    "Syscall param writev(vector) points to uninitialised byte(s)",
  );
});

Deno.test("strings are read up to their NUL", () => {
  const open = `mv a1, a0\n li a0, -100\n li a2, 0\n${call(56)}`;
  const text = "li t0, 0x78\n sb t0, 0(a0)\n";
  assertEquals(errorsOf(`${MALLOC(8)}${text} sb zero, 1(a0)\n${open}`), []);
  assertEquals(heads(errorsOf(`${MALLOC(8)}${text} sb t0, 2(a0)\n${open}`)), [
    "Syscall param openat(filename) points to uninitialised byte(s)",
  ]);
});

Deno.test("arguments must be set as far as they count", () => {
  const [error = ""] = errorsOf(`lw a0, 0(sp)\n${call(57)}`);
  assertMatch(error, /^Syscall param close\(fd\) contains uninitialised byte\(s\)\n/);
  assertMatch(error, /Uninitialised value is in a0/);
  assertEquals(errorsOf(`li t0, 77\n sw t0, 0(sp)\n ld a0, 0(sp)\n${call(57)}`), []);
  assertEquals(heads(errorsOf(`lw a0, 0(sp)\n${call(93)}`)), [
    "Syscall param exit(status) contains uninitialised byte(s)",
  ]);
});

const COPIER = (name: string) =>
  `.globl ${name}
.type ${name}, @function
${name}: ret
.size ${name}, . - ${name}`;
const copy = (name: string, to: number, from: number, length: number) =>
  `li t0, 0x41\n sb t0, 0(sp)\n sb t0, 1(sp)\n sb zero, 2(sp)\n addi a0, sp, ${to}
  addi a1, sp, ${from}\n li a2, ${length}\n call ${name}\n`;

Deno.test("copies between ranges that overlap are errors, but memmove's", () => {
  const overlaps = (name: string, to: number, from: number, length: number) =>
    heads(errorsOf(copy(name, to, from, length), COPIER(name))).map((head) =>
      head.replace(/\(0x\w+, 0x\w+/, "(")
    );
  const of = (
    name: string,
    length = "",
  ) => [`Source and destination overlap in ${name}(${length})`];
  assertEquals(overlaps("memcpy", 4, 0, 5), of("memcpy", ", 5"));
  assertEquals(overlaps("memcpy", 0, 4, 5), of("memcpy", ", 5"));
  assertEquals(overlaps("memcpy", 4, 0, 4), []);
  assertEquals(overlaps("memcpy", 4, 4, 4), []);
  assertEquals(overlaps("memmove", 4, 0, 5), []);
  assertEquals(overlaps("strcpy", 2, 0, 0), of("strcpy"));
  assertEquals(overlaps("strcpy", 3, 0, 0), []);
  assertEquals(overlaps("strcpy", 1, 2, 0), []);
  assertEquals(overlaps("strncpy", 8, 0, 8), []);
  assertEquals(overlaps("strncpy", 2, 0, 2), []);
  assertEquals(overlaps("strncpy", 1, 0, 2), of("strncpy", ", 2"));
  assertEquals(overlaps("strcat", 1, 0, 0), of("strcat"));
});

Deno.test("what is known of bytes moves with them", () => {
  const map = `li a0, 0\n li a1, 8192\n li a2, 3\n li a3, 0x22\n li a4, -1\n li a5, 0\n${
    call(222)
  }`;
  // A word that is not set goes to the first page, and one that is to the second.
  const fill = `sd a0, 48(sp)\n ld t0, 0(sp)\n sd t0, 8(a0)\n li t0, 4096\n add t0, a0, t0
  li t1, 1\n sd t1, 0(t0)\n`;
  const move = `li a1, 8192\n li a2, 81920\n li a3, 1\n${call(216)}`;
  const use = (at: number) => `li t0, ${at}\n add a0, a0, t0\n ld t0, 0(a0)\n beqz t0, 1f\n1:`;
  const wanted = ["Conditional jump or move depends on uninitialised value(s)"];
  assertEquals(heads(errorsOf(map + fill + move + use(8))), wanted);
  assertEquals(errorsOf(map + fill + move + use(4096)), []);
  assertEquals(errorsOf(map + fill + move + use(8192)), []);
});

Deno.test("realloc of a freed block is an error", () => {
  const errors = errorsOf(`${MALLOC(8)} call free\n ld a0, 48(sp)\n li a1, 16\n call realloc\n`);
  assertEquals(heads(errors), ["Invalid free() / delete / delete[] / realloc()"]);
  assertMatch(errors[0] ?? "", /is 0 bytes inside a block of size 8 free'd/);
});

Deno.test("a block that new made is not for free", () => {
  const errors = errorsOf(
    `li a0, 8\n call _Znwm\n call free\n`,
    `.globl _Znwm\n.type _Znwm, @function\n_Znwm: j malloc\n.size _Znwm, . - _Znwm`,
  );
  assertEquals(heads(errors), ["Mismatched free() / delete / delete []"]);
  assertMatch(errors[0] ?? "", /_Znwm \(main\.s:\d+\)/);
});
