// SPDX-License-Identifier: MPL-2.0
// The routines with plain names: what they print, and what they make of input that is right, wrong or missing.

import { assertEquals } from "@std/assert";
import { fc } from "../properties.ts";
import { Process } from "../../host/process.ts";
import { buildProgram, GuestCaller, runtimeProgram } from "./guest_caller.ts";

const MAX = (1n << 63n) - 1n;
const MIN = -(1n << 63n);
const BUFFER_SIZE = 64;

const program = runtimeProgram(
  [
    ...["print_int", "print_uint", "print_hex", "print_string", "print_char", "print_newline"],
    ...["read_int", "read_char", "read_line", "read_string"],
  ],
  `
        .data
        .globl  text, buffer
text:   .asciz  "a hare"
        .bss
buffer: .zero   ${BUFFER_SIZE}
`,
);

/** A guest with a text on standard input. */
class ReadingGuest extends GuestCaller {
  constructor(input: string) {
    super(program, { stdin: new TextEncoder().encode(input) });
  }

  /** The number that read_int reads; undefined if it says that there is none. */
  readInt(): bigint | undefined {
    const value = BigInt.asIntN(64, this.call("read_int"));
    const isNumber = this.process.machine.registers.get(11);
    if (isNumber === 0n) assertEquals(value, 0n);
    else assertEquals(isNumber, 1n);
    return isNumber === 0n ? undefined : value;
  }

  readChar(): number {
    return Number(BigInt.asIntN(64, this.call("read_char")));
  }

  /** The text that a routine stores; undefined at the end of the input. */
  readText(name: "read_line" | "read_string", size = BUFFER_SIZE): string | undefined {
    const buffer = this.address("buffer");
    const length = Number(BigInt.asIntN(64, this.call(name, buffer, size)));
    const { memory } = this.process.machine;
    if (size > 0) assertEquals(memory.readUint(buffer + BigInt(Math.max(length, 0)), 1), 0n);
    return length < 0 ? undefined : new TextDecoder().decode(memory.read(buffer, length));
  }
}

Deno.test("print_int and kin print to standard output and add nothing", () => {
  using guest = new GuestCaller(program);
  const calls: readonly [name: string, arg: bigint, printed: string][] = [
    ["print_int", -42n, "-42"],
    ["print_int", MIN, "-9223372036854775808"],
    ["print_uint", -1n, "18446744073709551615"],
    ["print_hex", 255n, "0xff"],
    ["print_string", guest.address("text"), "a hare"],
    ["print_char", 0x41n, "A"],
    ["print_newline", 0n, "\n"],
  ];
  for (const [name, arg] of calls) assertEquals(guest.call(name, arg), 0n, name);
  assertEquals(guest.stdout, calls.map(([, , printed]) => printed).join(""));
  assertEquals(guest.stderr, "");
});

Deno.test("read_int reads numbers on one line, on several, and with blanks around them", () => {
  using guest = new ReadingGuest("3 4\n-5\r\n\n\t +6  \n007\n0 -0\n8");
  const numbers = Array.from({ length: 8 }, () => guest.readInt());
  assertEquals(numbers, [3n, 4n, -5n, 6n, 7n, 0n, 0n, 8n]);
  assertEquals([guest.readInt(), guest.readInt()], [undefined, undefined]);
});

Deno.test("read_int skips a line that begins with no number, and says so", () => {
  using guest = new ReadingGuest("x 1 2\n- 3\n--4\n+\n5\n");
  const numbers = Array.from({ length: 6 }, () => guest.readInt());
  assertEquals(numbers, [undefined, undefined, undefined, undefined, 5n, undefined]);
});

Deno.test("read_int leaves what follows a number", () => {
  using guest = new ReadingGuest("12abc\n3,4\n");
  assertEquals(guest.readInt(), 12n);
  assertEquals(guest.readText("read_line"), "abc");
  assertEquals([guest.readInt(), guest.readChar(), guest.readInt()], [3n, 0x2c, 4n]);
});

Deno.test("read_int refuses numbers that do not fit 64 bits, and goes on after them", () => {
  using guest = new ReadingGuest(
    `${MAX} ${MIN} ${MAX + 1n} ${MIN - 1n} 18446744073709551617 ${10n ** 40n} 1`,
  );
  const numbers = Array.from({ length: 7 }, () => guest.readInt());
  assertEquals(numbers, [MAX, MIN, undefined, undefined, undefined, undefined, 1n]);
});

Deno.test("read_int reads back any number", () => {
  fc.assert(fc.property(fc.array(fc.bigInt(MIN, MAX), { minLength: 1 }), (numbers) => {
    using guest = new ReadingGuest(numbers.join("\n"));
    assertEquals(numbers.map(() => guest.readInt()), numbers);
  }));
});

Deno.test("after read_int the next line is whole", () => {
  using guest = new ReadingGuest("5 \nthe name\n");
  assertEquals([guest.readInt(), guest.readText("read_line")], [5n, "the name"]);
});

Deno.test("read_line drops the newline, read_string keeps it", () => {
  const input = "one\n\nthree\nlast";
  using lines = new ReadingGuest(input);
  const read = (guest: ReadingGuest, name: "read_line" | "read_string") =>
    Array.from({ length: 5 }, () => guest.readText(name));
  assertEquals(read(lines, "read_line"), ["one", "", "three", "last", undefined]);
  using strings = new ReadingGuest(input);
  assertEquals(read(strings, "read_string"), ["one\n", "\n", "three\n", "last", undefined]);
});

Deno.test("a line that is longer than the buffer comes in parts", () => {
  using lines = new ReadingGuest("abcdef\nabcd\n");
  const parts = Array.from({ length: 4 }, () => lines.readText("read_line", 5));
  assertEquals(parts, ["abcd", "ef", "abcd", undefined]);
  using strings = new ReadingGuest("abcd\nx");
  assertEquals(
    Array.from({ length: 3 }, () => strings.readText("read_string", 5)),
    ["abcd", "\n", "x"],
  );
  using nothing = new ReadingGuest("abc\n");
  assertEquals([nothing.readText("read_string", 1), nothing.readText("read_line", 0)], ["", ""]);
  assertEquals(nothing.readText("read_line"), "abc");
});

Deno.test("read_char reads bytes, and -1 at the end", () => {
  using guest = new ReadingGuest("é\n");
  assertEquals(Array.from({ length: 5 }, () => guest.readChar()), [0xc3, 0xa9, 10, -1, -1]);
});

Deno.test("input longer than the buffer of the runtime is read in order", () => {
  const numbers = Array.from({ length: 3000 }, (_, index) => BigInt(index * 7919));
  using guest = new ReadingGuest(numbers.join(" "));
  assertEquals(numbers.map(() => guest.readInt()), numbers);
});

Deno.test("a program's own print_int is the one it calls", () => {
  const text = `
        .globl  main, print_int
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 1
        call    print_int
        call    print_newline
        ld      ra, 8(sp)
        addi    sp, sp, 16
        li      a0, 0
        ret
print_int:
        li      a0, '#'
        tail    print_char
`;
  using process = new Process(buildProgram(text));
  assertEquals(process.run(), { kind: "exited", status: 0 });
  assertEquals(new TextDecoder().decode(process.output.stdout), "#\n");
});
