// SPDX-License-Identifier: MPL-2.0
// Dynamically linked programs: the interpreter starts in their place and gets Linux's auxiliary vector. A
// small interpreter is built here; glibc's runs a program of gcc with a shared library, if those are installed.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { build } from "../../asm/build.ts";
import { FileFormatError } from "../../asm/object/elf/byte_reader.ts";
import { readExecutable } from "../../asm/object/elf/executable_reader.ts";
import { writeElf } from "../../asm/object/elf/executable_writer.ts";
import { ET, PT } from "../../asm/object/elf/format.ts";
import { Process } from "../../host/process.ts";
import { withDirectory } from "../asm/goldens/gnu.ts";
import { leveret } from "./cli/harness.ts";

const INTERPRETER = "/lib/interpreter";

/** Prints "program" and exits with the status in a0. */
const PROGRAM = `
        .globl  _start
_start: mv      s0, a0
        li      a0, 1
        lla     a1, text
        li      a2, 8
        li      a7, 64
        ecall
        mv      a0, s0
        li      a7, 94
        ecall
        .section .rodata
path:   .asciz  "${INTERPRETER}"
text:   .ascii  "program\\n"
`;

/**
 * Checks what the kernel passes and goes to AT_ENTRY with 7 in a0. Otherwise exits with the number of the check
 * that failed.
 */
const START = `
        .globl  _start
_start: ld      t0, 0(sp)
        addi    t1, sp, 16
        slli    t0, t0, 3
        add     t1, t1, t0
1:      ld      t2, 0(t1)               # skips envp
        addi    t1, t1, 8
        bnez    t2, 1b
        li      s1, -1
2:      ld      t2, 0(t1)               # the auxiliary vector
        ld      t3, 8(t1)
        addi    t1, t1, 16
        li      t4, 3                   # AT_PHDR
        bne     t2, t4, 3f
        mv      s0, t3
3:      li      t4, 7                   # AT_BASE
        bne     t2, t4, 3f
        mv      s1, t3
3:      li      t4, 9                   # AT_ENTRY
        bne     t2, t4, 3f
        mv      s2, t3
3:      bnez    t2, 2b
        li      a0, 1
        lla     t0, base
        ld      t0, 0(t0)
        bne     s1, t0, fail
        li      a0, 2                   # the headers of the program, not of the interpreter
        lwu     t0, -64(s0)
        li      t1, 0x464c457f
        bne     t0, t1, fail
        li      a0, 3
        ld      t0, -64+24(s0)
        lla     t1, bias
        ld      t1, 0(t1)
        add     t0, t0, t1
        bne     t0, s2, fail
        li      a0, 7
        jr      s2
fail:   li      a7, 94
        ecall
`;

/** The bytes of an executable. */
function executable(name: string, text: string, textAddress?: bigint): Uint8Array {
  const options = textAddress === undefined ? {} : { textAddress };
  return writeElf(build([{ name, text }], { ...options, hasHeaders: true }));
}

/** Turns the header for the stack into one that names the interpreter. */
function withInterpreter(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const path = new TextEncoder().encode(`${INTERPRETER}\0`);
  const offset = bytes.findIndex((_, at) =>
    path.every((byte, index) => bytes[at + index] === byte)
  );
  assert(offset > 0);
  for (let header = 64;; header += 56) {
    if (view.getUint32(header, true) !== PT.gnuStack) continue;
    view.setUint32(header, PT.interp, true);
    view.setBigUint64(header + 8, BigInt(offset), true);
    view.setBigUint64(header + 32, BigInt(path.length), true);
    return bytes;
  }
}

/** Makes a position-independent file: its code must be, too. */
function positionIndependent(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(16, ET.dyn, true);
  return bytes;
}

const PIE_BIAS = 0x2a_aaaa_a000n;
const INTERPRETER_BIAS = 0x3f_f000_0000n;
const FIXED = 0x40_0000n;

Deno.test("an interpreter starts in place of its program, wherever both are loaded", () => {
  for (const isPie of [false, true]) {
    for (const isFixed of [false, true]) {
      const text = `${START}
        .section .rodata
        .balign 8
base:   .dword ${isFixed ? 0n : INTERPRETER_BIAS}
bias:   .dword ${isPie ? PIE_BIAS : 0n}
`;
      const interpreter = isFixed
        ? executable("interpreter.s", text, FIXED)
        : positionIndependent(executable("interpreter.s", text));
      const bytes = withInterpreter(executable("program.s", PROGRAM));
      const asked: string[] = [];
      const program = readExecutable(isPie ? positionIndependent(bytes) : bytes, "program", {
        findInterpreter(path) {
          asked.push(path);
          return interpreter;
        },
      });
      assertEquals(asked, [INTERPRETER]);
      using process = new Process(program);
      assertEquals(process.machine.pc, program.interpreter?.entry);
      assertEquals(process.run(), { kind: "exited", status: 7 }, `${isPie} ${isFixed}`);
      assertEquals(new TextDecoder().decode(process.output.stdout), "program\n");
      // Both have names, each at its own addresses.
      assertEquals(program.symbolAt(program.entry)?.name, "_start");
      assertEquals(program.symbolAt(program.interpreter?.entry ?? 0n)?.name, "_start");
      const fail = program.symbol("fail")?.value ?? 0n;
      assertEquals(program.symbolAt(fail + 4n)?.name, "fail");
      assertEquals(program.symbol("_start")?.value, program.entry);
    }
  }
});

Deno.test("a program whose interpreter is not there is refused, with the way to provide it", () => {
  const bytes = withInterpreter(executable("program.s", PROGRAM));
  const refused = (find?: () => Uint8Array | undefined) =>
    assertThrows(
      () => readExecutable(bytes, "a.out", find === undefined ? {} : { findInterpreter: find }),
      FileFormatError,
    ).message;
  for (const message of [refused(), refused(() => undefined)]) {
    assertStringIncludes(message, `its interpreter "${INTERPRETER}" was not found`);
    assertStringIncludes(message, "run it with --dir ROOT:/");
  }
  const { entry, interpreter } = readExecutable(bytes, "a.out", { findInterpreter: "none" });
  assertEquals([entry, interpreter], [
    build([{ name: "program.s", text: PROGRAM }], {
      hasHeaders: true,
    }).entry,
    undefined,
  ]);
  assertStringIncludes(refused(() => new Uint8Array(100)), `Cannot read ${INTERPRETER}: it is not`);
  assertStringIncludes(refused(() => bytes), "it is an interpreter that needs another one");
});

const SYSROOT = "/usr/riscv64-linux-gnu";

async function canBuild(): Promise<boolean> {
  try {
    await Deno.stat(`${SYSROOT}/lib/ld-linux-riscv64-lp64d.so.1`);
    const { success } = await new Deno.Command("riscv64-linux-gnu-gcc", { args: ["--version"] })
      .output();
    return success;
  } catch {
    return false;
  }
}

const LIBRARY = `int deep(int *p) {
  return *p + 1;
}
int shallow(int *p) {
  return deep(p) + 1;
}
`;

const MAIN = `#include <stdio.h>
#include <math.h>
#include <stdlib.h>
int shallow(int *p);
int main(int argc, char **argv) {
  int n = 40;
  printf("%d %.4f %s\\n", shallow(&n), cos(argc), getenv("HOME"));
  fflush(stdout);
  return argc > 1 ? shallow((int *) 8) : 3;
}
`;

const ignore = !await canBuild();

Deno.test({
  name:
    "glibc's ld.so starts a program with shared libraries, whose names appear in reports and traces" +
    (ignore ? " (skipped: no riscv64-linux-gnu-gcc with shared libraries here)" : ""),
  ignore,
  async fn(t) {
    await withDirectory(async (directory) => {
      const gcc = async (...args: string[]) => {
        const { success, stderr } = await new Deno.Command("riscv64-linux-gnu-gcc", {
          args: ["-g", "-O0", ...args],
          cwd: directory,
        }).output();
        assert(success, new TextDecoder().decode(stderr));
      };
      await Deno.writeTextFile(`${directory}/deep.c`, LIBRARY);
      await Deno.writeTextFile(`${directory}/main.c`, MAIN);
      await gcc("-shared", "-fPIC", "-o", "libdeep.so", "deep.c");
      const libraries = ["main.c", "-L.", "-ldeep", "-lm", "-Wl,-rpath,/here"];
      for (const [name, option] of [["pie", "-pie"], ["fixed", "-no-pie"]] as const) {
        await gcc("-o", name, option, ...libraries);
        const dirs = ["--dir", `${SYSROOT}:/:ro`, "--dir", `${directory}:/here:ro`];
        await t.step(`${name}: runs`, async () => {
          const { stdout, stderr, status } = await leveret([
            "run",
            ...dirs,
            `${directory}/${name}`,
          ]);
          assertEquals([stdout, stderr, status], ["42 0.5403 /\n", "", 3]);
        });
        await t.step(`${name}: is found among the program's files`, async () => {
          const { stdout, status } = await leveret(["run", ...dirs, `/here/${name}`]);
          assertEquals([stdout, status], ["42 0.5403 /\n", 3]);
        });
        await t.step(`${name}: reports a fault in a library`, async () => {
          const { stderr, status } = await leveret(["run", ...dirs, `/here/${name}`, "-x"]);
          assertEquals(status, 139);
          const [, frames = ""] = stderr.split("Backtrace\n");
          const names = [...frames.matchAll(/^ +#\d+ +0x[0-9a-f]+ (.*)$/gm)].map(([, name]) =>
            name
          );
          assertEquals(names.slice(0, 3).map((name) => name?.replace(/\+0x[0-9a-f]+/, "")), [
            "deep at deep.c:2",
            "shallow at deep.c:5",
            "main at main.c:9",
          ]);
          assert(names.some((name) => name?.startsWith("__libc_start_main")), frames);
        });
        await t.step(`${name}: traces a library's instructions with their names`, async () => {
          const args = ["-i", "--annotate", "--symbol", "main", `/here/${name}`];
          const { stderr } = await leveret(["trace", ...dirs, ...args]);
          assertStringIncludes(
            stderr,
            "  # main  main.c:5",
          );
          const all = await leveret(["trace", ...dirs, "-i", "--annotate", ...args.slice(-1)]);
          assertStringIncludes(all.stderr, "  # deep  deep.c:1");
        });
      }
      await t.step("is disassembled without the interpreter", async () => {
        const { stdout, status } = await leveret(["dis", "--symbol", "main", `${directory}/pie`]);
        assertEquals(status, 0);
        assertStringIncludes(stdout, "main:");
      });
      await t.step("is refused without the interpreter", async () => {
        const { stderr, status } = await leveret(["run", `${directory}/pie`]);
        assertEquals(status, 1);
        assertStringIncludes(stderr, "ld-linux-riscv64-lp64d.so.1");
        assertStringIncludes(stderr, "run it with --dir ROOT:/");
      });
    });
  },
});
