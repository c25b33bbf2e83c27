// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { assemble } from "../../../../asm/assembler.ts";
import { build, BuildError, type BuildInput } from "../../../../asm/build.ts";
import { ObjectArchive } from "../../../../asm/object/elf/archive_reader.ts";
import { FileFormatError } from "../../../../asm/object/elf/byte_reader.ts";
import { readObject } from "../../../../asm/object/elf/object_reader.ts";
import { writeObject } from "../../../../asm/object/elf/relocatable_writer.ts";
import type { ObjectFile } from "../../../../asm/object/object.ts";
import { runtimeFiles } from "../../../../runtime/files.ts";
import { Process } from "../../../../host/process.ts";
import { objectOf } from "../../assembled.ts";
import { makeArchive } from "../../link/archives.ts";

/** The object of a source, after being written to a file and read back. */
function throughFile(text: string, name = "x.o"): ObjectFile {
  return readObject(writeObject(objectOf(text)), name);
}

function statusOf(inputs: readonly BuildInput[], options = {}): number {
  using process = new Process(build(inputs, { archive: runtimeFiles, ...options }));
  const outcome = process.run({ maxInstructions: 1_000_000 });
  return outcome.kind === "exited" ? outcome.status : -1;
}

/** The errors of inputs: location, message and notes. */
function complaints(inputs: readonly BuildInput[]): string[] {
  const error = assertThrows(() => build(inputs, { archive: runtimeFiles }), BuildError);
  assert(error instanceof BuildError);
  return error.diagnostics.flatMap(({ span, message, notes }) => [
    `${span.file}${span.line > 0 ? `:${span.line}` : ""}: ${message}`,
    ...notes.map((note) =>
      `  ${note.span === undefined ? "" : `${note.span.file} `}${note.message}`
    ),
  ]);
}

const CALLS = `
        .globl  main
        .type   main, @function
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        la      a0, numbers
        call    sum
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
        .size   main, . - main
        .data
numbers: .dword 20, 22
`;
const SUM = `
        .globl  sum
sum:    ld      a1, 0(a0)
        ld      a0, 8(a0)
        add     a0, a0, a1
        ret
`;

Deno.test("readObject() reads what writeObject() writes: the program is the same", () => {
  const sources = runtimeFiles.slice(0, 6).map((source) => {
    const { object } = assemble(source);
    assert(object !== undefined);
    return object;
  });
  const main = objectOf(CALLS);
  const sum = objectOf(SUM);
  const options = { archive: runtimeFiles, hasHeaders: false };
  const direct = build([main, sum, ...sources], options);
  const read = [main, sum, ...sources].map((object) =>
    readObject(writeObject(object), object.name)
  );
  const again = build(read, options);
  assertEquals(again.segments, direct.segments);
  const shapes = (program: typeof direct) =>
    program.symbols.map(({ name, value, kind, size }) => `${value} ${name} ${kind} ${size}`).sort();
  assertEquals(shapes(again), shapes(direct));
  const places = (program: typeof direct) =>
    [...program.lines.entries()].filter(({ address }) =>
      program.sections.some((section) =>
        section.execute && section.address <= address &&
        address < section.address + BigInt(section.size)
      )
    );
  // A file joins neighbouring entries of the same line.
  for (const { address, location } of places(direct)) {
    assertEquals(again.lines.find(address), location);
  }
});

Deno.test("objects, sources and archives are linked together", () => {
  const archive = new ObjectArchive(
    makeArchive([
      ["unused.o", writeObject(objectOf(".globl other\nother: call nowhere\n"))],
      ["a_name_of_more_than_sixteen.o", writeObject(objectOf(SUM))],
    ]),
    "lib.a",
  );
  assertEquals(archive.members, ["unused.o", "a_name_of_more_than_sixteen.o"]);
  assertEquals(statusOf([{ name: "main.s", text: CALLS }, archive]), 42);
  assertEquals(statusOf([archive, throughFile(CALLS)]), 42);
  assertEquals(statusOf([throughFile(CALLS), { name: "sum.s", text: SUM }]), 42);
});

Deno.test("an archive without an index gets one", () => {
  const members = [["sum.o", writeObject(objectOf(SUM))]] as const;
  const archive = new ObjectArchive(makeArchive(members, { hasIndex: false }), "lib.a");
  assertEquals([...archive.names], ["sum"]);
  assertEquals(statusOf([throughFile(CALLS), archive]), 42);
});

Deno.test("the first of two groups of one name is linked, for references to either", () => {
  const text = (value: number, name: string) => `
        .section .text.f, "axG", @progbits, f, comdat
        .weak   f
f:      li      a0, ${value}
        ret
        .text
        .globl  ${name}
${name}: tail   f
`;
  const first = throughFile(text(42, "main"));
  const second = throughFile(text(13, "second"));
  assertEquals(statusOf([first, second]), 42);
  assertEquals(statusOf([second, first]), 13);
  assertEquals(statusOf([{ name: "first.s", text: text(42, "main") }, second]), 42);
});

Deno.test("undefined and duplicate symbols of objects name file, section and function", () => {
  const main = readObject(writeObject(objectOf(CALLS)), "main.o");
  assertEquals(complaints([main]), [
    "test.s:7: `sum` is not defined",
    "  at .text+0x10 of main.o, in `main`",
  ]);
  const sum = throughFile(SUM, "sum.o");
  const archive = new ObjectArchive(
    makeArchive([["again.o", writeObject(objectOf(`${SUM}.globl used\nused: ret\n`))]]),
    "lib.a",
  );
  const user = throughFile("nop\ncall used\n", "user.o");
  assertEquals(complaints([main, sum, user, archive]), [
    "test.s:3: `sum` is defined in two files",
    "  at .text+0x0 of lib.a(again.o), in `sum`",
    "  test.s the other definition is here",
    "  at .text+0x0 of sum.o, in `sum`",
  ]);
});

Deno.test("objects without a line table are named by section and offset", () => {
  const data = readObject(writeObject(objectOf(".data\n.dword 1, missing\n")), "data.o");
  assertEquals(complaints([{ name: "main.s", text: ".globl main\nmain: ret\n" }, data]), [
    "data.o:(.data+0x8): `missing` is not defined",
  ]);
});

Deno.test("objects for different floating-point ABIs cannot be linked, and both are named", () => {
  const soft = readObject(writeObject(objectOf(CALLS), { floatAbi: "soft" }), "soft.o");
  const hard = readObject(writeObject(objectOf(SUM), { floatAbi: "double" }), "hard.o");
  assertEquals(complaints([soft, hard]), [
    "hard.o: floating-point ABI mismatch: hard.o uses the double-float ABI (lp64d)",
    "  soft.o uses the soft-float ABI (lp64)",
  ]);
  assertEquals(statusOf([soft, { name: "sum.s", text: SUM }]), 42);
});

Deno.test("a relocation that does not fit is reported with its source location", () => {
  const far = throughFile(
    '.globl main\nmain: j far\n.section .text.z, "ax"\n.zero 0x200000\n.globl far\nfar: ret\n',
  );
  assertEquals(complaints([far]), [
    "test.s:2: the target is 2,097,156 bytes away: it must be within 1 MiB",
    "  at .text+0x0 of x.o, in `main`",
  ]);
});

Deno.test("a damaged member of an archive is an error that names it", () => {
  const bytes = writeObject(objectOf(SUM));
  const archive = new ObjectArchive(
    makeArchive([["sum.o", bytes.slice(0, 200)]], { names: ["sum"] }),
    "lib.a",
  );
  const [first = ""] = complaints([throughFile(CALLS), archive]);
  assertMatch(first, /^lib\.a\(sum\.o\): the table of section headers should be at bytes/);
});

Deno.test("ObjectArchive says what is wrong with a damaged archive", () => {
  const good = makeArchive([["sum.o", writeObject(objectOf(SUM))]]);
  const refusal = (bytes: Uint8Array) => {
    const error = assertThrows(() => new ObjectArchive(bytes, "lib.a"), FileFormatError);
    assert(error instanceof FileFormatError);
    return error.reason;
  };
  assertEquals(refusal(new Uint8Array(8)), "it is not an archive");
  assertMatch(refusal(good.subarray(0, 30)), /^a member header should be at bytes 8 to 68/);
  assertMatch(refusal(good.subarray(0, good.length - 4)), /^the member at byte \d+ should be/);
  const wrong = good.slice();
  wrong[66] = 0;
  assertEquals(refusal(wrong), "there is no valid member header at byte 8");
});

Deno.test("readObject() rejects executables, other machines and truncated files", () => {
  const good = writeObject(objectOf(CALLS));
  const changed = (at: number, ...bytes: number[]) => {
    const copy = good.slice();
    copy.set(bytes, at);
    return copy;
  };
  const refusal = (bytes: Uint8Array) => {
    const error = assertThrows(() => readObject(bytes, "x.o"), FileFormatError);
    assert(error instanceof FileFormatError);
    return error.reason;
  };
  assertEquals(refusal(changed(16, 2)), "it is an executable, not an object file");
  assertEquals(refusal(changed(18, 62)), "it is an ELF file for x86-64, not for RISC-V");
  assertMatch(refusal(changed(48, 8)), /^it is for RV64E/);
  for (let length = 64; length < good.length; length += 29) {
    assertMatch(refusal(good.subarray(0, length)), /truncated$/);
  }
});
