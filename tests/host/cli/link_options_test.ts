// SPDX-License-Identifier: MPL-2.0
// The options of `leveret link` that GNU ld has too: -e, -Ttext=, --defsym, --oformat binary. Compares the
// bytes with GNU's where its tools are installed.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { gnuToolsPresent, runGnu } from "../../asm/goldens/gnu.ts";
import { leveret, withTempDirectory } from "./harness.ts";

const SOURCE = `
        .globl  boot
boot:   li      a0, 1
        la      a1, device
        lui     a2, %hi(device)
        addi    a2, a2, %lo(device)
        lla     a3, boot
        li      a7, 93
        ecall
        .balign 16
`;

Deno.test("link places code, defines symbols and writes the bytes of memory, as GNU ld", async () => {
  await withTempDirectory(async (directory) => {
    const at = (name: string) => `${directory}/${name}`;
    await Deno.writeTextFile(at("boot.s"), SOURCE);
    const args = ["-e", "boot", "-Ttext=0x20000000", "--defsym", "device=0x10000000"];
    const ours = ["link", ...args, "--oformat", "binary", "-o", at("boot.bin"), at("boot.s")];
    assertEquals(await leveret(ours), { stdout: "", stderr: "", status: 0 });
    const bytes = await Deno.readFile(at("boot.bin"));
    assertEquals(bytes.slice(0, 4), Uint8Array.of(0x13, 0x05, 0x10, 0));
    if (!await gnuToolsPresent()) return;
    const steps = [
      ["as", ["-march=rv64imafd", "-mno-relax", "-o", at("boot.o"), at("boot.s")]],
      ["ld", ["--no-relax", ...args, "-o", at("boot"), at("boot.o")]],
      ["objcopy", ["-O", "binary", at("boot"), at("gnu.bin")]],
    ] as const;
    for (const [tool, words] of steps) {
      const { success, stderr } = await runGnu(tool, words);
      assertEquals([success, stderr], [true, ""], tool);
    }
    assertEquals(bytes, await Deno.readFile(at("gnu.bin")));
  });
});

Deno.test("link refuses invalid values of -Ttext, --defsym and --oformat, and says why", async () => {
  const messages = {
    "-Ttext=0x123": '"text=0x123" for --text: must be a multiple of 4096',
    "-Tscript.ld":
      '"script.ld" for --text: must be an address such as 0x10000; linker scripts are not supported',
    "--defsym=x": '"x" for --defsym: must be NAME=NUMBER, NAME=SYMBOL or NAME=SYMBOL+NUMBER',
    "--defsym=x=y+": '"x=y+" for --defsym: must be NAME=NUMBER, NAME=SYMBOL or NAME=SYMBOL+NUMBER',
    "--oformat=srec": '"srec" for --oformat: must be one of elf, binary',
  };
  for (const [option, message] of Object.entries(messages)) {
    const { status, stderr } = await leveret(["link", option, "absent.s"]);
    assertEquals(status, 2, option);
    assertStringIncludes(stderr, message);
  }
});

Deno.test("the bounds of .test_array are provided, and those of any section", async () => {
  await withTempDirectory(async (directory) => {
    const source = `
        .globl  main
main:   la      a0, __test_array_end
        la      a1, __test_array_start
        sub     a0, a0, a1
        la      a2, __stop_mine
        la      a3, __start_mine
        sub     a2, a2, a3
        add     a0, a0, a2
        ret
        .section .test_array, "aw"
        .dword  1, 2
        .section mine, "aw"
        .dword  3
`;
    await Deno.writeTextFile(`${directory}/main.s`, source);
    assertEquals((await leveret(["run", `${directory}/main.s`])).status, 24);
  });
});

Deno.test("link --wrap puts a function between callers and the callee, as in GNU ld", async () => {
  await withTempDirectory(async (directory) => {
    const write = (name: string, text: string) =>
      Deno.writeTextFile(`${directory}/${name}.s`, `.globl ${name}\n${name}: ${text}\n`);
    await write("_start", "li a0, 1\ncall twice\nli a7, 93\necall");
    await write("twice", "slli a0, a0, 1\nret");
    await write("__wrap_twice", "addi a0, a0, 20\ntail __real_twice");
    const sources = ["_start", "twice", "__wrap_twice"].map((name) => `${directory}/${name}.s`);
    const output = `${directory}/ours`;
    const ours = await leveret(["link", "--wrap", "twice", "-o", output, ...sources]);
    assertEquals(ours, { stdout: "", stderr: "", status: 0 });
    assertEquals((await leveret(["run", output])).status, 42);
    if (!await gnuToolsPresent()) return;
    for (const source of sources) await runGnu("as", ["-o", `${source}.o`, source]);
    const objects = sources.map((source) => `${source}.o`);
    await runGnu("ld", ["--wrap", "twice", "-o", `${directory}/gnu`, ...objects]);
    assertEquals((await leveret(["run", `${directory}/gnu`])).status, 42);
    await leveret(["link", "--wrap=twice", "-o", output, ...objects]);
    assertEquals((await leveret(["run", output])).status, 42);
  });
});

Deno.test("link --defsym takes symbols and offsets, and replaces definitions, as GNU ld", async () => {
  await withTempDirectory(async (directory) => {
    const at = (name: string) => `${directory}/${name}`;
    const source = `
        .globl  _start, mine
        .weak   perhaps
_start: la      a0, mine
        la      a1, next
        la      a2, perhaps
        lui     a3, %hi(number)
        ret
        .data
mine:   .dword  next, number, behind
`;
    await Deno.writeTextFile(at("main.s"), source);
    const values = ["next=_start+4", "mine=number", "number=0x20", "behind=next-2", "perhaps=next"];
    const options = ["-Ttext=0x10000", ...values.map((value) => `--defsym=${value}`)];
    const ours = await leveret(["link", ...options, "-o", at("ours"), at("main.s")]);
    assertEquals(ours, { stdout: "", stderr: "", status: 0 });
    const listed = (await leveret(["nm", "-g", at("ours")])).stdout;
    const value = (name: string) => new RegExp(`^(\\w+) \\w ${name}$`, "m").exec(listed)?.[1];
    assertEquals(Number(`0x${value("next")}`), 0x10004);
    assertEquals(Number(`0x${value("behind")}`), 0x10002);
    assertEquals(value("perhaps"), value("next"));
    assertEquals(Number(`0x${value("number")}`), 0x20);
    const missing = ["link", "--defsym=a=absent", "-o", at("b"), at("main.s")];
    assertStringIncludes((await leveret(missing)).stderr, "`absent`, which --defsym refers to");
    const circle = ["link", "--defsym=a=b", "--defsym=b=a", "-o", at("b"), at("main.s")];
    assertStringIncludes((await leveret(circle)).stderr, "gives `a` depends on itself");
    if (!await gnuToolsPresent()) return;
    await runGnu("as", ["-mno-relax", "-o", at("main.o"), at("main.s")]);
    await runGnu("ld", ["--no-relax", ...options, "-o", at("gnu"), at("main.o")]);
    const text = async (file: string) =>
      (await runGnu("objdump", ["-d", "--no-show-raw-insn", at(file)])).stdout.split("\n").slice(3);
    assertEquals(await text("ours"), await text("gnu"));
  });
});
